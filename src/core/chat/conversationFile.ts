import { errorKindOf } from "../errors.ts";
import type { Message } from "../messages.ts";
import type { EndReason } from "../ports.ts";
import type {
  Attachment,
  ChatTurn,
  CodeReference,
  Conversation,
  TurnBackend,
  TurnFailure,
} from "./conversation.ts";

/** Version of the file format; a file of another version is left alone. */
const version = 1;

/** The plain JSON text that a conversation is kept as. */
export function encodeConversation(conversation: Conversation): string {
  return `${JSON.stringify({ version, ...conversation }, null, 1)}\n`;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function oneOf<T extends string>(value: unknown, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice === value);
}

/** Every element read, or undefined when one of them cannot be. */
function listOf<T>(value: unknown, read: (element: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value)) {
    return undefined;
  }
  const elements: T[] = [];
  for (const element of value) {
    const decoded = read(element);
    if (decoded === undefined) {
      return undefined;
    }
    elements.push(decoded);
  }
  return elements;
}

function readString(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function readReference(value: unknown): CodeReference | undefined {
  const fields = fieldsOf(value);
  const { uri, path, startLine, endLine, languageId } = fields ?? {};
  return typeof uri === "string" &&
    typeof path === "string" &&
    isCount(startLine) &&
    isCount(endLine) &&
    typeof languageId === "string"
    ? { uri, path, startLine, endLine, languageId }
    : undefined;
}

function readAttachment(value: unknown): Attachment | undefined {
  const fields = fieldsOf(value);
  const reference = readReference(fields?.["reference"]);
  const kind = oneOf(fields?.["kind"], ["file", "selection", "passage"] as const);
  const text = readString(fields?.["text"]);
  return reference === undefined || kind === undefined || text === undefined
    ? undefined
    : { reference, kind, text };
}

function readBackend(value: unknown): TurnBackend | undefined {
  const { kind, profile, model, host } = fieldsOf(value) ?? {};
  if (kind === "offline") {
    return { kind };
  }
  return kind === "model" &&
    typeof profile === "string" &&
    typeof model === "string" &&
    typeof host === "string"
    ? { kind, profile, model, host }
    : undefined;
}

function readMessage(value: unknown): Message | undefined {
  const { id, args } = fieldsOf(value) ?? {};
  const isList =
    Array.isArray(args) && args.every((arg) => typeof arg === "string" || typeof arg === "number");
  return typeof id === "string" && isList ? { id, args } : undefined;
}

function readFailure(value: unknown): TurnFailure | undefined {
  const { kind, message, detail, text: stored } = fieldsOf(value) ?? {};
  const text = readMessage(stored);
  return typeof kind === "string" && typeof message === "string" && typeof detail === "string"
    ? { kind: errorKindOf(kind), message, detail, ...(text === undefined ? {} : { text }) }
    : undefined;
}

function readTurn(value: unknown): ChatTurn | undefined {
  const fields = fieldsOf(value) ?? {};
  const feature = oneOf(fields["feature"], ["ask", "explain"] as const);
  const state = oneOf(fields["state"], ["running", "complete", "stopped", "incomplete", "error"] as const);
  const attachments = listOf(fields["attachments"], readAttachment);
  const withheldPaths = listOf(fields["withheldPaths"], readString);
  const sentOncePaths = listOf(fields["sentOncePaths"], readString);
  const backend = readBackend(fields["backend"]);
  const { id, question, answer, askedAtMs } = fields;
  if (
    feature === undefined ||
    state === undefined ||
    attachments === undefined ||
    withheldPaths === undefined ||
    backend === undefined ||
    typeof id !== "string" ||
    typeof question !== "string" ||
    typeof answer !== "string" ||
    !isCount(askedAtMs)
  ) {
    return undefined;
  }
  const endReason = oneOf<EndReason>(fields["endReason"], ["stop", "length", "filtered", "incomplete"]);
  return {
    id,
    feature,
    question,
    instruction: readString(fields["instruction"]),
    attachments,
    withheldPaths,
    ...(sentOncePaths === undefined ? {} : { sentOncePaths }),
    answer,
    // An answer that was running when the window died was cut off.
    state: state === "running" ? "incomplete" : state,
    endReason: state === "running" ? "incomplete" : endReason,
    failure: readFailure(fields["failure"]),
    backend,
    askedAtMs,
  };
}

/** Undefined for anything that is no conversation of this version; the caller sets such a file aside. */
export function decodeConversation(text: string): Conversation | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const fields = fieldsOf(value) ?? {};
  const turns = listOf(fields["turns"], readTurn);
  const { id, title, createdAtMs, updatedAtMs } = fields;
  return fields["version"] === version &&
    turns !== undefined &&
    typeof id === "string" &&
    typeof title === "string" &&
    isCount(createdAtMs) &&
    isCount(updatedAtMs)
    ? { id, title, createdAtMs, updatedAtMs, turns }
    : undefined;
}
