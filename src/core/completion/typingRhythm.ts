/** Keys farther apart than this are pauses, not rhythm. */
const pauseMs = 1000;
const remembered = 40;
/** Median key interval of recorded typists before the user's own is known, in ms. */
const typicalIntervalMs = 93;

/** The user's own key intervals: a plain ring of the last 40. */
export class TypingRhythm {
  readonly #intervalsMs: number[] = [];
  #lastKeyMs: number | undefined;

  noteKey(nowMs: number): void {
    const interval = this.#lastKeyMs === undefined ? undefined : nowMs - this.#lastKeyMs;
    this.#lastKeyMs = nowMs;
    if (interval !== undefined && interval > 0 && interval < pauseMs) {
      this.#intervalsMs.push(interval);
      if (this.#intervalsMs.length > remembered) {
        this.#intervalsMs.shift();
      }
    }
  }

  /** Milliseconds since the last key; infinite before the first. */
  sinceLastKeyMs(nowMs: number): number {
    return this.#lastKeyMs === undefined ? Infinity : nowMs - this.#lastKeyMs;
  }

  medianIntervalMs(): number {
    if (this.#intervalsMs.length < 5) {
      return typicalIntervalMs;
    }
    const sorted = [...this.#intervalsMs].sort((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? typicalIntervalMs;
  }
}
