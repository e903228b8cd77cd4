/** A replacement in a document; offsets before the change, UTF-16 code units. */
export interface RangeEdit {
  readonly offset: number;
  readonly deletedChars: number;
  readonly insertedChars: number;
}

export interface RetainedPiece {
  readonly offset: number | null;
  readonly text: string;
}

interface Fragment {
  start: number;
  length: number;
}

/** Text further away than this from where it stood is not looked for (characters). */
const searchReachChars = 1500;

/** Trimmed lines shorter than this, such as a closing bracket, prove nothing by being found. */
const minTellingChars = 3;

/**
 * A text that was put into a document and what of it is left: the characters that no edit has touched. Follows
 * edits by their ranges; the text itself stays in memory, to recognise it where a formatter or an undo has
 * replaced the whole place by the same lines.
 */
export class RetainedText {
  readonly #texts: readonly string[];
  readonly #totalChars: number;
  readonly #isLocated: boolean;
  #fragments: Fragment[] = [];
  #anchor = Number.MAX_SAFE_INTEGER;

  /** An offset of null: it is not known where the text went; it is then looked for by its lines alone. */
  constructor(pieces: readonly RetainedPiece[]) {
    this.#texts = pieces.map(({ text }) => text);
    this.#totalChars = this.#texts.reduce((sum, text) => sum + text.length, 0);
    this.#isLocated = pieces.every(({ offset }) => offset !== null);
    for (const { offset, text } of pieces) {
      if (offset !== null && text !== "") {
        this.#fragments.push({ start: offset, length: text.length });
        this.#anchor = Math.min(this.#anchor, offset);
      }
    }
  }

  get chars(): number {
    return this.#totalChars;
  }

  /** Follows the edits of one change event, whose offsets all refer to the text before it. */
  follow(edits: readonly RangeEdit[]): void {
    for (const edit of [...edits].sort((a, b) => b.offset - a.offset)) {
      this.#followOne(edit);
    }
  }

  /** Characters left, given the document as it is now; undefined `documentText` counts only the ranges. */
  keptChars(documentText: string | undefined): number {
    const untouched = this.#fragments.reduce((sum, { length }) => sum + length, 0);
    if (untouched === this.#totalChars || documentText === undefined) {
      return untouched;
    }
    return Math.max(untouched, this.#charsFoundIn(documentText));
  }

  #followOne({ offset, deletedChars, insertedChars }: RangeEdit): void {
    const end = offset + deletedChars;
    const shift = insertedChars - deletedChars;
    if (this.#anchor >= end) {
      this.#anchor += shift;
    } else if (this.#anchor > offset) {
      this.#anchor = offset;
    }
    const next: Fragment[] = [];
    for (const fragment of this.#fragments) {
      const fragmentEnd = fragment.start + fragment.length;
      if (fragmentEnd <= offset) {
        next.push(fragment);
      } else if (fragment.start >= end) {
        next.push({ start: fragment.start + shift, length: fragment.length });
      } else {
        if (fragment.start < offset) {
          next.push({ start: fragment.start, length: offset - fragment.start });
        }
        if (fragmentEnd > end) {
          next.push({ start: offset + insertedChars, length: fragmentEnd - end });
        }
      }
    }
    this.#fragments = next;
  }

  #charsFoundIn(documentText: string): number {
    const from = this.#isLocated ? Math.max(0, this.#anchor - searchReachChars) : 0;
    const to = this.#isLocated ? this.#anchor + this.#totalChars + searchReachChars : documentText.length;
    const near = documentText.slice(from, to);
    let found = 0;
    const linesLeft = new Map<string, number>();
    for (const line of near.split(/\r?\n/)) {
      const key = line.trim();
      linesLeft.set(key, (linesLeft.get(key) ?? 0) + 1);
    }
    for (const text of this.#texts) {
      found += near.includes(text) ? text.length : foundByLines(text, linesLeft);
    }
    return found;
  }
}

function foundByLines(text: string, linesLeft: Map<string, number>): number {
  let found = 0;
  for (const line of text.split(/(?<=\n)/)) {
    const key = line.trim();
    const left = linesLeft.get(key) ?? 0;
    if (key.length >= minTellingChars && left > 0) {
      linesLeft.set(key, left - 1);
      found += line.length;
    }
  }
  return found;
}
