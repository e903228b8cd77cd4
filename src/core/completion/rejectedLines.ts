/**
 * Whole lines, as they would have read with a suggestion that the typist went away from. None of them is
 * suggested again until the cursor leaves the line or the user asks by hand.
 */
export class RejectedLines {
  readonly #lines = new Set<string>();
  #lineStart = -1;

  get size(): number {
    return this.#lines.size;
  }

  /** `lineStart`: where the line begins in the document. */
  note(lineStart: number, line: string): void {
    this.stayOn(lineStart);
    this.#lines.add(line);
  }

  /** Forgets what was noted for another line. */
  stayOn(lineStart: number): void {
    if (lineStart !== this.#lineStart) {
      this.#lines.clear();
      this.#lineStart = lineStart;
    }
  }

  has(lineStart: number, line: string): boolean {
    return lineStart === this.#lineStart && this.#lines.has(line);
  }

  clear(): void {
    this.#lines.clear();
  }
}
