import type { GatedBackend, OutboundChat, OutboundFillIn, OutboundPart } from "../egress/outbound.ts";
import type { ContextSnippet, ReplyChunk } from "../ports.ts";
import { cutToTokens } from "../text/tokens.ts";
import type { DocumentSnapshot } from "./completionTypes.ts";
import { promptWindow, type PromptWindow } from "./promptWindow.ts";

/** Fixed, so that a server can keep it; a chat-only model fills the hole by it. */
export const infillSystemText = [
  "You complete code at a cursor, like the fill-in-the-middle mode of a code model.",
  "You get the text after the cursor in <after_cursor> and the text before it in <before_cursor>, which ends with <cursor/>.",
  "Reply with the characters to insert at <cursor/> and with nothing else: no explanation, no code fence, no tags.",
  "Continue exactly where the text before the cursor stops; never repeat it, and never repeat the text after it.",
  "Keep the file's indentation, style and language, comments included.",
  "Insert as little as is useful: the rest of the line, or the statement or block that belongs there. If nothing belongs there, reply with nothing.",
].join("\n");

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

/** Sends one completion request: by the fill-in route where the backend has one, else as an infill chat. */
export function sendInfill(input: InfillInput, signal: AbortSignal): AsyncIterable<ReplyChunk> {
  const { fillIn, chat } = input.backend;
  return fillIn === undefined
    ? chat.send(chatInfill(input, chat.limits.contextTokens), signal)
    : fillIn.send(fillInRequest(input, fillIn.limits.contextTokens), signal);
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

export function fillInRequest(input: InfillInput, contextTokens: number): OutboundFillIn {
  const maxOutputTokens = input.isMultiline ? multiLineTokens : singleLineTokens;
  const budget = budgets(contextTokens, maxOutputTokens);
  const window = promptWindow(input.snapshot, input.offset, {
    prefixTokens: budget.prefix,
    suffixTokens: budget.suffix,
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

/** Stable parts first, the growing line last: context, after the cursor, before the cursor. */
export function chatInfill(input: InfillInput, contextTokens: number): OutboundChat {
  const maxOutputTokens = (input.isMultiline ? multiLineTokens : singleLineTokens) + chatExtraTokens;
  const budget = budgets(contextTokens, maxOutputTokens);
  const window = promptWindow(input.snapshot, input.offset, {
    prefixTokens: budget.prefix,
    suffixTokens: budget.suffix,
  });
  const { prefix, suffix } = aroundCursor(input, window);
  const { path, languageId } = input.snapshot;
  const parts: OutboundPart[] = [];
  for (const snippet of snippetParts(input.snippets, budget.snippets)) {
    parts.push({ text: `<other_file path="${snippet.source?.path ?? ""}">\n` }, snippet, {
      text: "\n</other_file>\n",
    });
  }
  parts.push({ text: `<after_cursor>` }, suffix, { text: "</after_cursor>\n" });
  parts.push({ text: `<before_cursor path="${path}" language="${languageId}">\n` }, prefix, {
    text: "<cursor/>",
  });
  return {
    feature: "completion",
    messages: [
      { role: "system", parts: [{ text: infillSystemText }] },
      { role: "user", parts },
    ],
    maxOutputTokens,
    temperature: input.temperature ?? 0,
    stop: [],
    thinking: "off",
    restoreInto: path,
  };
}
