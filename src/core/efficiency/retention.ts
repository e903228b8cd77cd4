/** A replacement in a document; offsets before the change, UTF-16 code units. */
export interface RangeEdit {
  readonly offset: number;
  readonly deletedChars: number;
  readonly insertedChars: number;
}

/** What edits did inside a followed text. */
export interface ReworkChars {
  readonly insertedChars: number;
  readonly deletedChars: number;
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
  follow(edits: readonly RangeEdit[]): ReworkChars {
    let insertedChars = 0;
    let deletedChars = 0;
    for (const edit of [...edits].sort((a, b) => b.offset - a.offset)) {
      const deleted = this.#overlapOf(edit);
      const isInside =
        deleted > 0 ||
        this.#fragments.some(({ start, length }) => start < edit.offset && edit.offset < start + length);
      deletedChars += deleted;
      insertedChars += isInside ? edit.insertedChars : 0;
      this.#followOne(edit);
    }
    return { insertedChars, deletedChars };
  }

  #overlapOf({ offset, deletedChars }: RangeEdit): number {
    return this.#fragments.reduce(
      (sum, { start, length }) =>
        sum + Math.max(0, Math.min(start + length, offset + deletedChars) - Math.max(start, offset)),
      0,
    );
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

/**
 * Of a text, what an editor would have put in itself: the indentation of a new line, and a closing bracket
 * whose opening one stands before it in the text.
 */
export function autoCharsOf(text: string): number {
  let count = 0;
  for (const indentation of text.matchAll(/\n([ \t]+)/g)) {
    count += indentation[1]?.length ?? 0;
  }
  const open: string[] = [];
  const partner: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
  for (const character of text) {
    if (character === "(" || character === "[" || character === "{") {
      open.push(character);
    } else if (partner[character] !== undefined && open.at(-1) === partner[character]) {
      open.pop();
      count += 1;
    }
  }
  return count;
}
