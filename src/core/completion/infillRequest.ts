import { neutraliseMarkers, templateFor, type FimTemplate } from "../backends/fimTemplates.ts";
import type { GatedBackend, OutboundChat, OutboundFillIn, OutboundPart } from "../egress/outbound.ts";
import type { ContextSnippet, ReplyChunk } from "../ports.ts";
import { cutToTokens } from "../text/tokens.ts";
import type { DocumentSnapshot } from "./completionTypes.ts";
import { promptWindow, type PromptWindow } from "./promptWindow.ts";

const likeFillIn =
  "code at a cursor, like the fill-in-the-middle mode of a code model.\nYou get the text after the cursor in <after_cursor>";
const nothingElse = "with nothing else: no explanation, no code fence, no tags.";
const keepStyle = "Keep the file's indentation, style and language, comments included.";
const asLittle =
  "as little as is useful: the rest of the line, or the statement or block that belongs there. If nothing belongs there,";

/** Fixed, so that a server can keep it; a chat-only model fills the hole by it. */
export const infillSystemText = `You complete ${likeFillIn} and the text before it in <before_cursor>, which ends with <cursor/>.
Reply with the characters to insert at <cursor/> and ${nothingElse}
Continue exactly where the text before the cursor stops; never repeat it, and never repeat the text after it.
${keepStyle}
Insert ${asLittle} reply with nothing.`;

/** For a model that goes on with a message of its own: there is nothing to echo. */
export const continuationSystemText = `You write ${likeFillIn}. Your own message is the text before the cursor, already begun.
Go on with it exactly where it stops, with code and ${nothingElse}
Never repeat what stands before the cursor or in <after_cursor>. ${keepStyle}
Write ${asLittle} stop at once.`;

/** The system line that the family's tokens are documented with. */
export const fimTokensSystemText = "You are a code completion assistant.";

const maxPrefixTokens = 2000;
const maxSuffixTokens = 700;
const maxSnippetTokens = 1500;
const singleLineTokens = 64;
const multiLineTokens = 256;
/** A chat model may spend tokens on a fence and an echo of the line. */
const chatExtraTokens = 64;

export interface InfillInput {
  readonly backend: GatedBackend;
  readonly snapshot: DocumentSnapshot;
  readonly offset: number;
  readonly isMultiline: boolean;
  readonly snippets: readonly ContextSnippet[];
  /** 0 to 1: for another text than the likeliest. */
  readonly temperature?: number | undefined;
}

/**
 * What kind of text comes back: of a fill-in route, the rest of a message that was begun for the model, or a
 * message of its own, which may hold prose, fences and echoes.
 */
export type ReplyForm = "fillIn" | "continuation" | "message";

export interface SentInfill {
  readonly chunks: AsyncIterable<ReplyChunk>;
  /** Settled when the first chunk has come: a server may refuse to continue and be asked by the hole. */
  readonly form: ReplyForm;
}

/** Sends one completion request: by the fill-in route where the backend has one, else as an infill chat. */
export function sendInfill(input: InfillInput, signal: AbortSignal): SentInfill {
  const { fillIn, chat } = input.backend;
  if (fillIn !== undefined) {
    const chunks = fillIn.send(fillInRequest(input, fillIn.limits.contextTokens), signal);
    return { chunks, form: "fillIn" };
  }
  const request = infillChat(input, chat.limits.contextTokens);
  return request.continuesLast === true
    ? new ContinuedInfill(input, request, signal)
    : { chunks: chat.send(request, signal), form: "message" };
}

/** Continues where the server lets us; by the hole after all where it refuses, which the backend then knows for the next time. */
class ContinuedInfill implements SentInfill {
  readonly chunks: AsyncIterable<ReplyChunk>;
  #form: ReplyForm = "continuation";

  constructor(input: InfillInput, request: OutboundChat, signal: AbortSignal) {
    this.chunks = this.#send(input, request, signal);
  }

  get form(): ReplyForm {
    return this.#form;
  }

  async *#send(input: InfillInput, request: OutboundChat, signal: AbortSignal): AsyncGenerator<ReplyChunk> {
    const { chat } = input.backend;
    let hasOutput = false;
    try {
      for await (const chunk of chat.send(request, signal)) {
        hasOutput = true;
        yield chunk;
      }
      return;
    } catch (error) {
      if (hasOutput || signal.aborted || chat.chatInfill === "continuation") {
        throw error;
      }
    }
    this.#form = "message";
    yield* chat.send(infillChat(input, chat.limits.contextTokens), signal);
  }
}

/** The request in the form that the chat model takes best. */
export function infillChat(input: InfillInput, contextTokens: number): OutboundChat {
  const { chat, identity } = input.backend;
  const template = chat.chatInfill === "fimTokens" ? templateFor(identity.model) : undefined;
  if (template !== undefined) {
    return fimTokensInfill(input, contextTokens, template);
  }
  return (
    (chat.chatInfill === "continuation" ? continuationInfill(input, contextTokens) : undefined) ??
    chatInfill(input, contextTokens)
  );
}

/** Prefix, suffix and snippets share what the context leaves after the reply: 50, 18 and 32 per cent. */
function budgets(
  contextTokens: number,
  replyTokens: number,
): { prefix: number; suffix: number; snippets: number } {
  const room = Math.max(256, contextTokens - replyTokens - 300);
  return {
    prefix: Math.min(maxPrefixTokens, Math.floor(room * 0.5)),
    suffix: Math.min(maxSuffixTokens, Math.floor(room * 0.18)),
    snippets: Math.min(maxSnippetTokens, Math.floor(room * 0.32)),
  };
}

function snippetParts(snippets: readonly ContextSnippet[], maxTokens: number): OutboundPart[] {
  const parts: OutboundPart[] = [];
  let left = maxTokens;
  for (const snippet of snippets) {
    const text = cutToTokens(snippet.text, left, "start");
    if (text.length < snippet.text.length && text.length < 80) {
      break;
    }
    left -= Math.ceil(text.length / 3);
    const source = { path: snippet.path, startLine: 1, endLine: text.split("\n").length };
    parts.push({ text, source, isGathered: true });
  }
  return parts;
}

function aroundCursor(
  input: InfillInput,
  window: PromptWindow,
): { prefix: OutboundPart; suffix: OutboundPart } {
  const { path } = input.snapshot;
  const { startLine, cursorLine, endLine } = window;
  return {
    prefix: { text: window.prefix, source: { path, startLine, endLine: cursorLine } },
    suffix: { text: window.suffix, source: { path, startLine: cursorLine, endLine } },
  };
}

/** Routes on which the server spells the hole itself, the prefix before the suffix. */
const spelledByServer = new Set(["suffix", "ollama"]);

export function fillInRequest(input: InfillInput, contextTokens: number): OutboundFillIn {
  const maxOutputTokens = input.isMultiline ? multiLineTokens : singleLineTokens;
  const budget = budgets(contextTokens, maxOutputTokens);
  const window = promptWindow(input.snapshot, input.offset, {
    prefixTokens: budget.prefix,
    suffixTokens: budget.suffix,
    isSuffixReread: spelledByServer.has(input.backend.fillIn?.route ?? ""),
  });
  return {
    feature: "completion",
    languageId: input.snapshot.languageId,
    path: input.snapshot.path,
    ...aroundCursor(input, window),
    snippets: snippetParts(input.snippets, budget.snippets),
    maxOutputTokens,
    ...(input.temperature === undefined ? {} : { temperature: input.temperature }),
    stop: [],
  };
}

/** What every form of infill by chat is made of. */
function chatPieces(input: InfillInput, contextTokens: number, isSuffixReread = false) {
  const maxOutputTokens = (input.isMultiline ? multiLineTokens : singleLineTokens) + chatExtraTokens;
  const budget = budgets(contextTokens, maxOutputTokens);
  const window = promptWindow(input.snapshot, input.offset, {
    prefixTokens: budget.prefix,
    suffixTokens: budget.suffix,
    isSuffixReread,
  });
  return {
    ...aroundCursor(input, window),
    snippets: snippetParts(input.snippets, budget.snippets),
    settings: {
      feature: "completion",
      maxOutputTokens,
      temperature: input.temperature ?? 0,
      stop: [],
      thinking: "off",
      restoreInto: input.snapshot.path,
    },
  } as const;
}

function otherFiles(snippets: readonly OutboundPart[]): OutboundPart[] {
  return snippets.flatMap((snippet) => [
    { text: `<other_file path="${snippet.source?.path ?? ""}">\n` },
    snippet,
    { text: "\n</other_file>\n" },
  ]);
}

/** Stable parts first, the growing line last: context, after the cursor, before the cursor. */
export function chatInfill(input: InfillInput, contextTokens: number): OutboundChat {
  const { prefix, suffix, snippets, settings } = chatPieces(input, contextTokens);
  const { path, languageId } = input.snapshot;
  const parts: OutboundPart[] = [
    ...otherFiles(snippets),
    { text: `<after_cursor>` },
    suffix,
    { text: "</after_cursor>\n" },
    { text: `<before_cursor path="${path}" language="${languageId}">\n` },
    prefix,
    { text: "<cursor/>" },
  ];
  return {
    ...settings,
    messages: [
      { role: "system", parts: [{ text: infillSystemText }] },
      { role: "user", parts },
    ],
  };
}

/**
 * The text before the cursor as the model's own unfinished message, whole, so that no secret in it is cut
 * in two. Undefined where there is nothing yet to go on with: servers refuse an empty message.
 */
export function continuationInfill(input: InfillInput, contextTokens: number): OutboundChat | undefined {
  const { prefix, suffix, snippets, settings } = chatPieces(input, contextTokens);
  const { path, languageId } = input.snapshot;
  if (prefix.text.trim() === "") {
    return undefined;
  }
  const parts: OutboundPart[] = [
    ...otherFiles(snippets),
    { text: `<after_cursor path="${path}" language="${languageId}">` },
    suffix,
    { text: "</after_cursor>\n" },
  ];
  return {
    ...settings,
    messages: [
      { role: "system", parts: [{ text: continuationSystemText }] },
      { role: "user", parts },
      { role: "assistant", parts: [prefix] },
    ],
    continuesLast: true,
  };
}

/** The tokens of the model's family, spelled in a user message; markers in the user's own text are broken. */
export function fimTokensInfill(
  input: InfillInput,
  contextTokens: number,
  template: FimTemplate,
): OutboundChat {
  const isSuffixFirst = template.order.indexOf("{suffix}") < template.order.indexOf("{prefix}");
  const { prefix, suffix, snippets, settings } = chatPieces(input, contextTokens, !isSuffixFirst);
  const clean = (text: string): string => neutraliseMarkers(text, template);
  const around = { prefix, suffix };
  const hole = template.order.split(/(\{prefix\}|\{suffix\})/).flatMap((piece): OutboundPart[] => {
    const part = piece === "{prefix}" ? around.prefix : piece === "{suffix}" ? around.suffix : undefined;
    if (part !== undefined) {
      return [{ ...part, text: clean(part.text) }];
    }
    return piece === "" ? [] : [{ text: piece }];
  });
  const { snippet: spelling = "", fileHead = "" } = template;
  const files = spelling === "" ? [] : snippets.map((part) => fileOf(part, spelling, clean));
  const head = fileHead.replace("{path}", () => clean(input.snapshot.path));
  const parts = files.length === 0 ? hole : [...files, { text: head }, ...hole];
  return {
    ...settings,
    messages: [
      { role: "system", parts: [{ text: fimTokensSystemText }] },
      { role: "user", parts },
    ],
    stop: template.stops,
  };
}

/** One part, so that the name of a withheld file goes with its text. */
function fileOf(part: OutboundPart, spelling: string, clean: (text: string) => string): OutboundPart {
  const path = clean(part.source?.path ?? "");
  const text = spelling.replace(/\{(path|text)\}/g, (hole) => (hole === "{path}" ? path : clean(part.text)));
  return { ...part, text };
}
