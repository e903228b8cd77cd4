import { AssistantError } from "../errors.ts";
import type { ReplyChunk } from "../ports.ts";
import { hasUnsafeCharacters, sanitizeReplyText } from "./bidiAndControls.ts";
import type { StreamRestorer } from "./streamRestorer.ts";

/**
 * A reply's text on its way in: unseen controls first, then placeholders, so that only what the model
 * wrote is changed and never the user's own restored text.
 */
export class ReplyStream {
  readonly #restorer: StreamRestorer | undefined;
  readonly #refusesUnsafe: boolean;
  #heldSurrogate = "";

  /** `refusesUnsafe`: throw `badReply` instead of making controls visible (text that goes into a file unread). */
  constructor(restorer: StreamRestorer | undefined, refusesUnsafe: boolean) {
    this.#restorer = restorer;
    this.#refusesUnsafe = refusesUnsafe;
  }

  push(piece: string): string {
    const text = this.#heldSurrogate + piece;
    const last = text.charCodeAt(text.length - 1);
    const isSplit = last >= 0xd800 && last <= 0xdbff;
    this.#heldSurrogate = isSplit ? text.slice(-1) : "";
    const clean = this.#clean(isSplit ? text.slice(0, -1) : text);
    return this.#restorer === undefined ? clean : this.#restorer.push(clean);
  }

  finish(): string {
    const rest = this.#heldSurrogate;
    this.#heldSurrogate = "";
    return this.#restorer === undefined ? rest : this.#restorer.push(rest) + this.#restorer.finish();
  }

  #clean(text: string): string {
    if (!this.#refusesUnsafe) {
      return sanitizeReplyText(text);
    }
    if (hasUnsafeCharacters(text)) {
      throw new AssistantError("badReply", "The reply held control characters and was dropped.");
    }
    return text;
  }
}

/** One chunk of a reply as the feature may see it; none, one or two chunks. */
export function* cleanChunk(chunk: ReplyChunk, reply: ReplyStream): Generator<ReplyChunk> {
  if (chunk.kind === "text") {
    yield* textChunk(reply.push(chunk.text));
    return;
  }
  if (chunk.kind === "end") {
    yield* textChunk(reply.finish());
  }
  yield chunk.kind === "reasoning" ? { kind: "reasoning", text: sanitizeReplyText(chunk.text) } : chunk;
}

export function* textChunk(text: string): Generator<ReplyChunk> {
  if (text !== "") {
    yield { kind: "text", text };
  }
}
