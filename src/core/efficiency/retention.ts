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

/** Trimmed texts shorter than this, such as a closing bracket, prove nothing by being found. */
const minTellingChars = 3;

/** Of the characters that an edit took, so many may stand there again; those of several places are a formatter's. */
function returnableChars({ insertedChars, deletedChars }: RangeEdit, places: number): number {
  const isByKey = places === 1 && insertedChars < minTellingChars;
  return isByKey ? 0 : Math.max(insertedChars, places > 1 ? deletedChars : 0);
}

function withoutReturns(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

function countIn(text: string, part: string): number {
  return text.split(part).length - 1;
}

function linesIn(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split("\n")) {
    const key = line.trim();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/**
 * A text that was put into a document and what of it is left: the characters that no edit has touched. Follows
 * edits by their ranges; the text itself stays in memory, to recognise it where a formatter or an undo has
 * replaced the whole place by the same lines. What the document held of the same already is not taken for it, and
 * no more can come back than was put in at once since: what is typed key by key is the user's own.
 */
export class RetainedText {
  readonly #texts: readonly string[];
  readonly #totalChars: number;
  readonly #isLocated: boolean;
  /** What stood around it when it came, without it. */
  readonly #around: string;
  #fragments: Fragment[] = [];
  #anchor = Number.MAX_SAFE_INTEGER;
  /** Characters that larger edits have put in since: of so many the text may have come back. */
  #returnableChars = 0;
  /** False where edits may have gone unseen: what is left can then only be looked for. */
  #isFollowed: boolean;

  /**
   * An offset of null: it is not known where the text went; it is then looked for by its lines alone.
   * `documentText`: the document with the text in it; without one, nothing is taken to have been there before.
   */
  constructor(pieces: readonly RetainedPiece[], documentText = "") {
    this.#texts = pieces.map(({ text }) => text);
    this.#totalChars = this.#texts.reduce((sum, text) => sum + text.length, 0);
    this.#isLocated = pieces.every(({ offset }) => offset !== null);
    for (const { offset, text } of pieces) {
      if (offset !== null && text !== "") {
        this.#fragments.push({ start: offset, length: text.length });
        this.#anchor = Math.min(this.#anchor, offset);
      }
    }
    this.#isFollowed = this.#isLocated;
    const before = withoutPieces(documentText, pieces);
    this.#around = withoutReturns(this.#isLocated ? this.#near(before, 0) : before);
  }

  get chars(): number {
    return this.#totalChars;
  }

  /** Follows the edits of one change event, whose offsets all refer to the text before it. */
  follow(edits: readonly RangeEdit[]): ReworkChars {
    let insertedChars = 0;
    let deletedChars = 0;
    for (const edit of [...edits].sort((a, b) => b.offset - a.offset)) {
      this.#returnableChars += returnableChars(edit, edits.length);
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

  /** The document was closed: what happens to the file from now on is not seen. */
  loseSight(): void {
    this.#isFollowed = false;
  }

  /** Of what was put in at once since, `chars` were another text that is followed by itself: not this one again. */
  disown(chars: number): void {
    this.#returnableChars = Math.max(0, this.#returnableChars - chars);
  }

  /** Characters left, given the document as it is now; undefined `documentText` counts only the ranges. */
  keptChars(documentText: string | undefined): number {
    const untouched = this.#fragments.reduce((sum, { length }) => sum + length, 0);
    if (documentText === undefined) {
      return this.#isFollowed ? untouched : 0;
    }
    if (this.#isFollowed && untouched === this.#totalChars) {
      return untouched;
    }
    const found = this.#charsFoundIn(documentText);
    const most = this.#isLocated ? untouched + this.#returnableChars : found;
    return this.#isFollowed ? Math.max(untouched, Math.min(found, most)) : Math.min(found, most);
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

  #near(documentText: string, ownChars: number): string {
    const from = Math.max(0, this.#anchor - searchReachChars);
    return documentText.slice(from, this.#anchor + ownChars + searchReachChars);
  }

  #charsFoundIn(documentText: string): number {
    const near = withoutReturns(this.#isLocated ? this.#near(documentText, this.#totalChars) : documentText);
    const linesLeft = linesIn(near);
    for (const [line, count] of linesIn(this.#around)) {
      linesLeft.set(line, (linesLeft.get(line) ?? 0) - count);
    }
    const taken = new Map<string, number>();
    let found = 0;
    for (const piece of this.#texts) {
      const text = withoutReturns(piece);
      const count = (taken.get(text) ?? 0) + 1;
      taken.set(text, count);
      const isTelling = text.trim().length >= minTellingChars;
      const isThere = isTelling && countIn(near, text) - countIn(this.#around, text) >= count;
      found += isThere ? piece.length : foundByLines(piece, linesLeft);
    }
    return found;
  }
}

/** The document before the pieces came; where one does not stand at its place, it is left as it is. */
function withoutPieces(documentText: string, pieces: readonly RetainedPiece[]): string {
  let text = documentText;
  for (const piece of [...pieces].sort((a, b) => (b.offset ?? 0) - (a.offset ?? 0))) {
    const forms = [piece.text, withoutReturns(piece.text).replaceAll("\n", "\r\n")];
    const form = forms.find((one) => text.startsWith(one, piece.offset ?? text.indexOf(one)));
    if (form !== undefined && form !== "") {
      const start = piece.offset ?? text.indexOf(form);
      text = start < 0 ? text : text.slice(0, start) + text.slice(start + form.length);
    }
  }
  return text;
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
