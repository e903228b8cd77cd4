import type { StatementEnds } from "../completionPorts.ts";
import { blockBelowIsClosed, endsWithItsStatement, maxReplyLines, type SyntaxView } from "../cutReply.ts";
import type { Hole } from "../hole.ts";
import { syntaxLanguages } from "./syntaxLanguages.ts";

/**
 * Asks for the statement ends of one reply while it arrives: about its complete lines, one question at a
 * time. Nobody waits for the answer; without one, or after a failure, the reply is cut without it.
 */
export class SyntaxCut {
  readonly #ends: StatementEnds | undefined;
  readonly #hole: Hole;
  readonly #before: () => string;
  readonly #onView: () => void;
  readonly #stopped = new AbortController();
  #view: SyntaxView | undefined;
  #wanted = "";
  #asked = "";
  #isAsking = false;
  #beforeText: string | undefined;

  /** `before`: the code before the cursor, called once when it is needed; `onView`: there is a new `view`. */
  constructor(ends: StatementEnds | undefined, hole: Hole, before: () => string, onView: () => void) {
    this.#ends = syntaxLanguages.has(hole.languageId) ? ends : undefined;
    this.#hole = hole;
    this.#before = before;
    this.#onView = onView;
  }

  /** What is known of the reply so far. */
  get view(): SyntaxView | undefined {
    return this.#view;
  }

  /** The filtered text so far. */
  see(text: string): void {
    this.#wanted = text.slice(0, text.lastIndexOf("\n") + 1);
    const ends = this.#ends;
    if (ends !== undefined && !this.#isAsking && this.#wanted.trim() !== "" && this.#wanted !== this.#asked) {
      void this.#ask(ends);
    }
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #ask(ends: StatementEnds): Promise<void> {
    const { signal } = this.#stopped;
    this.#isAsking = true;
    // More lines may arrive while one question is away: they are asked about after it.
    while (!signal.aborted && this.#wanted !== this.#asked) {
      const seen = this.#wanted;
      this.#asked = seen;
      this.#beforeText ??= this.#before();
      try {
        const verdict = await ends.find(
          {
            languageId: this.#hole.languageId,
            before: this.#beforeText,
            reply: seen,
            scope: endsWithItsStatement(this.#hole) ? "statement" : "block",
            hasCloserBelow: blockBelowIsClosed(this.#hole),
            maxLines: maxReplyLines,
          },
          signal,
        );
        if (verdict !== null && !signal.aborted) {
          this.#view = { seen, ...verdict };
          this.#onView();
        }
      } catch {
        // The worker is gone: this reply goes on without it.
        this.stop();
      }
    }
    this.#isAsking = false;
  }
}
