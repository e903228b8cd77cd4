/** Letters of any script, and what an input method puts between syllables. */
const composed = /^[\p{L}\p{M}\p{N}'’ー·，。、；：？！“”‘’（）《》 ]{1,64}$/u;
const ideograph = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** An update of a composition adds or takes a letter, and perhaps the mark between two syllables. */
const maxStepChars = 2;

export interface SingleEdit {
  readonly document: string;
  readonly offset: number;
  readonly insertedText: string;
  readonly deletedChars: number;
}

/** Text that an input method wrote after the first letter, which was a key like any other. */
export interface ComposedText {
  readonly document: string;
  readonly text: string;
  /** Of the last update, ms. */
  readonly atMs: number;
}

/**
 * An input method writes what is being composed into the document and replaces it as a whole at every key, until
 * it commits: `n`, `ni`, `你`. Only what stays was written; what was replaced on the way is no correction.
 */
export class Composition {
  #last: SingleEdit | undefined;
  #text: string | undefined;
  #atMs = 0;

  /** True where `edit` only goes on with the composition, and so is to be counted when it has ended. */
  isContinuedBy(edit: SingleEdit, nowMs: number): boolean {
    const before = this.#last;
    const isReplacing =
      before !== undefined &&
      before.document === edit.document &&
      before.offset === edit.offset &&
      before.insertedText.length === edit.deletedChars &&
      composed.test(before.insertedText) &&
      composed.test(edit.insertedText);
    const isStep =
      ideograph.test(edit.insertedText) ||
      Math.abs(edit.insertedText.length - edit.deletedChars) <= maxStepChars;
    if (!isReplacing || !isStep) {
      return false;
    }
    this.#last = edit;
    this.#text = edit.insertedText;
    this.#atMs = nowMs;
    return true;
  }

  /** Any other change: what was composed, if anything was; `edit` may be the first letter of the next one. */
  end(edit: SingleEdit | undefined): ComposedText | undefined {
    const document = this.#last?.document;
    const text = this.#text;
    this.#last = edit;
    this.#text = undefined;
    return document === undefined || text === undefined ? undefined : { document, text, atMs: this.#atMs };
  }

  /** When the composition was last changed; undefined outside one. */
  get changedAtMs(): number | undefined {
    return this.#text === undefined ? undefined : this.#atMs;
  }
}
