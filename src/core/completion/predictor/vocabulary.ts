/** Id of the token that ends a line; it also stands between files. */
export const lineEndId = 0;

/** Ids for token texts, with counts, and look-up by the first two characters. */
export class Vocabulary {
  readonly #idByText = new Map<string, number>([["\n", lineEndId]]);
  readonly #texts: string[] = ["\n"];
  #counts = new Uint32Array(1024);
  readonly #idsByStart = new Map<string, number[]>();

  get size(): number {
    return this.#texts.length;
  }

  /** The id of a text, made up for it when it is new. */
  intern(text: string): number {
    const known = this.#idByText.get(text);
    if (known !== undefined) {
      return known;
    }
    // A copy: a slice would keep the whole file in memory.
    const own = Array.from(text).join("");
    const id = this.#texts.length;
    this.#texts.push(own);
    this.#idByText.set(own, id);
    if (own.length >= 3) {
      const start = own.slice(0, 2);
      const ids = this.#idsByStart.get(start);
      if (ids === undefined) {
        this.#idsByStart.set(start, [id]);
      } else {
        ids.push(id);
      }
    }
    if (id >= this.#counts.length) {
      const larger = new Uint32Array(this.#counts.length * 2);
      larger.set(this.#counts);
      this.#counts = larger;
    }
    return id;
  }

  /** Undefined for a text that was never seen. */
  find(text: string): number | undefined {
    return this.#idByText.get(text);
  }

  textOf(id: number): string {
    return this.#texts[id] ?? "";
  }

  countOf(id: number): number {
    return this.#counts[id] ?? 0;
  }

  add(id: number, times: number): void {
    this.#counts[id] = Math.max(0, (this.#counts[id] ?? 0) + times);
  }

  /** Ids of longer words that begin with `start` (two characters or more). */
  beginningWith(start: string): readonly number[] {
    return this.#idsByStart.get(start.slice(0, 2)) ?? [];
  }
}
