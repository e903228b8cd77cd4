import type { AssistantError, ErrorKind } from "../errors.ts";

const firstRestMs = 5000;
const maxRestMs = 60_000;
/** Weight of the newest measurement of the time to the first text. */
const newestWeight = 0.3;
/** Faults that say nothing about the next request, or that never reached the network. */
const harmless: ReadonlySet<ErrorKind> = new Set([
  "hostNotConfirmed",
  "hostNotAllowed",
  "fileWithheld",
  "untrustedWorkspace",
  "moderated",
  "contextTooLong",
]);

/** How the completion backend fares: its speed, and whether it rests after failures. */
export class BackendHealth {
  #firstTextMs: number | undefined;
  #restUntilMs = -Infinity;
  #failures = 0;

  /** Milliseconds to the first text that a request most likely takes; undefined before the first reply. */
  get expectedFirstTextMs(): number | undefined {
    return this.#firstTextMs;
  }

  isResting(nowMs: number): boolean {
    return nowMs < this.#restUntilMs;
  }

  noteReply(firstTextMs: number | undefined): void {
    this.#failures = 0;
    this.#restUntilMs = -Infinity;
    if (firstTextMs !== undefined) {
      const before = this.#firstTextMs ?? firstTextMs;
      this.#firstTextMs = before + newestWeight * (firstTextMs - before);
    }
  }

  /** A request that was given up after `elapsedMs` without a word: it takes at least that long. */
  noteSilence(elapsedMs: number): void {
    if (elapsedMs > (this.#firstTextMs ?? 0)) {
      this.noteReply(elapsedMs);
    }
  }

  /** Rests for what the server asks, else 5 s, doubled with each failure in a row up to a minute. */
  noteFailure(error: AssistantError, nowMs: number): void {
    if (harmless.has(error.kind)) {
      return;
    }
    const ownRestMs = Math.min(maxRestMs, firstRestMs * 2 ** this.#failures);
    this.#failures += 1;
    this.#restUntilMs = nowMs + Math.max(error.retryAfterMs ?? 0, ownRestMs);
  }

  /** The user asked by hand or changed the settings: try at once. */
  wake(): void {
    this.#restUntilMs = -Infinity;
  }
}
