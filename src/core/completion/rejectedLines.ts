/**
 * Whole lines, as they would have read with a suggestion that the typist went away from. None of them is
 * suggested again until the cursor leaves the line, the user asks by hand, or a slip of the finger is deleted.
 */
export class RejectedLines {
  readonly #lines = new Set<string>();
  /** Lines that were typed along, by what stood before the cursor when another key came. */
  readonly #slips = new Map<string, string>();
  #lineStart = -1;

  get size(): number {
    return this.#lines.size;
  }

  /** `lineStart`: where the line begins in the document; `typedAlong`: its beginning, where the text was followed so far. */
  note(lineStart: number, line: string, typedAlong?: string): void {
    this.stayOn(lineStart);
    // Left a second time it is not wanted.
    if (typedAlong !== undefined && !this.#slips.has(line)) {
      this.#slips.set(line, typedAlong);
    } else {
      this.#slips.set(line, "");
    }
    this.#lines.add(line);
  }

  /** Something was deleted: a line is wanted again that was followed up to where the cursor is back now. */
  didDelete(lineStart: number, beginning: string): void {
    for (const [line, typedAlong] of lineStart === this.#lineStart ? this.#slips : []) {
      if (typedAlong === beginning && beginning !== "") {
        this.#lines.delete(line);
      }
    }
  }

  /** Forgets what was noted for another line. */
  stayOn(lineStart: number): void {
    if (lineStart !== this.#lineStart) {
      this.clear();
      this.#lineStart = lineStart;
    }
  }

  has(lineStart: number, line: string): boolean {
    return lineStart === this.#lineStart && this.#lines.has(line);
  }

  clear(): void {
    this.#lines.clear();
    this.#slips.clear();
  }
}
