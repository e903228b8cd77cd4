/** The first quiet wait and the longest, in ms. */
const firstQuietMs = 300;
const longestQuietMs = 2400;

/**
 * Suggestions in a row that the typist went away from at once. After some of them requests wait for a
 * pause that grows with each further one; the first text that is followed or accepted ends it.
 */
export class RejectionStreak {
  #count = 0;

  get count(): number {
    return this.#count;
  }

  noteRejected(): void {
    this.#count += 1;
  }

  noteKept(): void {
    this.#count = 0;
  }

  /** Least wait before an unasked request, in ms. */
  quietMs(patience: number): number {
    const over = this.#count - patience;
    return over < 0 || !Number.isFinite(patience) ? 0 : Math.min(longestQuietMs, firstQuietMs * 2 ** over);
  }
}
