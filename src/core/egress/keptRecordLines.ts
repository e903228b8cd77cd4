import type { SentOutcome, SentRequest } from "./sentRecord.ts";

/** A request that was read back from disk. */
export interface KeptRequest extends Omit<SentRequest, "id"> {
  readonly key: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Version of the line format; lines of another version are passed over. */
const version = 1;

const outcomes: readonly SentOutcome[] = ["running", "ok", "incomplete", "filtered", "cancelled", "failed"];

/** The line that is written when a request leaves. */
export function encodeStart(key: string, { id: _id, ...request }: SentRequest): string {
  return `${JSON.stringify({ version, key, ...request })}\n`;
}

/** The line that is written when a request has ended. */
export function encodeEnd(key: string, { outcome, usage, errorKind }: SentRequest): string {
  return `${JSON.stringify({ version, key, outcome, usage, errorKind })}\n`;
}

/**
 * The requests of one file in the order in which they left. A line that cannot be read, such as the last
 * one of a window that was killed, is passed over; a request without an end has `running` as its outcome.
 */
export function decodeKeptLines(text: string): readonly KeptRequest[] {
  const requests = new Map<string, KeptRequest>();
  for (const line of text.split("\n")) {
    const fields = readLine(line);
    const key = fields?.["key"];
    if (fields === undefined || typeof key !== "string") {
      continue;
    }
    const known = requests.get(key);
    if (known === undefined) {
      const { version: _version, ...request } = fields;
      if (isRequest(request)) {
        requests.set(key, request as unknown as KeptRequest);
      }
    } else {
      const outcome = outcomes.find((candidate) => candidate === fields["outcome"]) ?? known.outcome;
      const usage = isUsage(fields["usage"]) ? fields["usage"] : known.usage;
      const errorKind = typeof fields["errorKind"] === "string" ? fields["errorKind"] : undefined;
      requests.set(key, { ...known, outcome, usage, errorKind });
    }
  }
  return [...requests.values()];
}

function readLine(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) && value["version"] === version ? value : undefined;
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isUsage(value: unknown): value is NonNullable<SentRequest["usage"]> {
  return (
    isFields(value) &&
    typeof value["promptTokens"] === "number" &&
    typeof value["completionTokens"] === "number" &&
    typeof value["isEstimated"] === "boolean"
  );
}

function isListWith(value: unknown, name: string): boolean {
  return Array.isArray(value) && value.every((entry) => isFields(entry) && typeof entry[name] === "string");
}

/** Every field that the view reads is there and of its type. */
function isRequest(fields: Fields): boolean {
  const { backend, redactedCounts, feature, outcome } = fields;
  return (
    typeof fields["timeMs"] === "number" &&
    typeof fields["text"] === "string" &&
    typeof fields["estimatedTokens"] === "number" &&
    typeof feature === "string" &&
    outcomes.some((candidate) => candidate === outcome) &&
    isFields(backend) &&
    ["profile", "model", "origin"].every((name) => typeof backend[name] === "string") &&
    isListWith(fields["sources"], "path") &&
    isListWith(fields["withheld"], "path") &&
    isListWith(fields["allowedOnce"], "path") &&
    isFields(redactedCounts)
  );
}
