import { maxPlaceholderChars } from "./placeholder.ts";
import type { RedactionSession } from "./redactionSession.ts";

/** Restores placeholders in text that arrives in pieces, split anywhere, for one file. */
export class StreamRestorer {
  readonly #session: RedactionSession;
  readonly #path: string;
  #held = "";

  constructor(session: RedactionSession, path: string) {
    this.#session = session;
    this.#path = path;
  }

  /** What can be shown now; an unfinished placeholder is held back until the next piece. */
  push(piece: string): string {
    const text = this.#held + piece;
    const cut = this.#startOfUnfinished(text);
    this.#held = text.slice(cut);
    return this.#session.restore(text.slice(0, cut), this.#path).text;
  }

  /** What was held back, at the end of the stream. */
  finish(): string {
    const rest = this.#held;
    this.#held = "";
    return this.#session.restore(rest, this.#path).text;
  }

  #startOfUnfinished(text: string): number {
    let at = text.indexOf("F", Math.max(0, text.length - maxPlaceholderChars));
    while (at !== -1) {
      if (this.#session.isBeginning(text.slice(at), this.#path)) {
        return at;
      }
      at = text.indexOf("F", at + 1);
    }
    return text.length;
  }
}
