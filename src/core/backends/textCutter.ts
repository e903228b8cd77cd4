/**
 * Ends a reply at the first of some stop texts, which themselves are not let through, however they
 * are cut into chunks. Servers take few stop texts, or none, so the client keeps the rest.
 */
export class TextCutter {
  readonly #stops: readonly string[];
  readonly #firstChars: ReadonlySet<string>;
  readonly #longest: number;
  #held = "";
  #isCut = false;

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== "");
    this.#firstChars = new Set(this.#stops.map((stop) => stop.charAt(0)));
    this.#longest = Math.max(0, ...this.#stops.map((stop) => stop.length));
  }

  /** True once a stop text was met. */
  get isCut(): boolean {
    return this.#isCut;
  }

  push(text: string): string {
    if (this.#isCut) {
      return "";
    }
    if (this.#longest === 0) {
      return text;
    }
    const all = this.#held + text;
    const at = this.#firstStop(all);
    if (at >= 0) {
      this.#isCut = true;
      this.#held = "";
      return all.slice(0, at);
    }
    const end = this.#heldStart(all);
    this.#held = all.slice(end);
    return all.slice(0, end);
  }

  /** What was held back, when no more comes. */
  end(): string {
    const held = this.#held;
    this.#held = "";
    return held;
  }

  #firstStop(text: string): number {
    let first = -1;
    for (const stop of this.#stops) {
      const at = text.indexOf(stop);
      if (at >= 0 && (first < 0 || at < first)) {
        first = at;
      }
    }
    return first;
  }

  /** Where the longest end of `text` begins that may become a stop text. */
  #heldStart(text: string): number {
    for (let start = Math.max(0, text.length - this.#longest + 1); start < text.length; start += 1) {
      if (this.#firstChars.has(text.charAt(start))) {
        const tail = text.slice(start);
        if (this.#stops.some((stop) => stop.startsWith(tail))) {
          return start;
        }
      }
    }
    return text.length;
  }
}
