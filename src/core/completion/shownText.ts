import { lineEndAt, lineStartAt } from "../text/lines.ts";
import type { DocumentSnapshot, TextEdit } from "./completionTypes.ts";
import type { FittedText } from "./fitToDocument.ts";
import { readyPart, type ReadySuggestion } from "./readyPart.ts";
import type { SuggestionEntry } from "./suggestionEntry.ts";
import { shiftOffset } from "./trackEdit.ts";

export interface ShownMoment {
  readonly rid: string;
  /** Monotonic ms since when it is to be seen. */
  readonly sinceMs: number;
  readonly snapshot: DocumentSnapshot;
  readonly offset: number;
}

/** Characters before the text that must be the same for it to stay. */
const comparedChars = 256;

/**
 * The text that the editor shows. While it is typed along it stays as it was shown, whatever becomes of the
 * reply behind it: filters judge a text anew at every place, and a reply may break off, but what can be seen
 * neither shrinks nor goes by that. It only grows.
 */
export class ShownText {
  readonly entry: SuggestionEntry;
  readonly rid: string;
  readonly sinceMs: number;
  /** Characters of the entry that stood in the document when it was first shown. */
  readonly consumed: number;
  /** The cursor's line as it would read with the text. */
  readonly wholeLine: string;
  readonly #fitted: FittedText;
  readonly #before: string;
  /** The rest of the cursor's line when it was shown. */
  readonly #lineSuffix: string;
  #at: number | undefined;

  constructor({ entry, consumed, fitted }: ReadySuggestion, moment: ShownMoment, first?: ShownText) {
    const { snapshot, offset } = moment;
    this.entry = entry;
    this.rid = moment.rid;
    this.sinceMs = first?.sinceMs ?? moment.sinceMs;
    this.consumed = first?.consumed ?? consumed;
    this.wholeLine = first?.wholeLine ?? wholeLineOf(fitted, snapshot, offset);
    this.#fitted = fitted;
    this.#before = beforeOf(snapshot.text, offset);
    this.#lineSuffix = snapshot.text.slice(offset, lineEndAt(snapshot.text, offset));
    this.#at = offset;
  }

  shift(edits: readonly TextEdit[]): void {
    this.#at = this.#at === undefined ? undefined : shiftOffset(this.#at, edits);
  }

  /** What is still to be typed of the text; undefined when something else was typed, or all of it. */
  restAt(snapshot: DocumentSnapshot, offset: number): FittedText | undefined {
    const at = this.#at;
    const { text, replacedLength } = this.#fitted;
    if (at === undefined || offset < at || offset - at >= text.length) {
      return undefined;
    }
    const typed = snapshot.text.slice(at, offset);
    const after = snapshot.text.slice(offset, lineEndAt(snapshot.text, offset));
    const rest = text.slice(typed.length);
    const isSamePlace = after === this.#lineSuffix && beforeOf(snapshot.text, at) === this.#before;
    return isSamePlace && text.startsWith(typed) && rest.trim() !== ""
      ? { text: rest, replacedLength }
      : undefined;
  }

  /** True while what the document has does not contradict the text. */
  isConsistentAt(snapshot: DocumentSnapshot, offset: number): boolean {
    return this.restAt(snapshot, offset) !== undefined || this.entry.isConsistentAt(snapshot, offset);
  }

  /** What is to be shown of it now: the rest of it, or what its entry has in store beyond that. */
  readyAt(snapshot: DocumentSnapshot, offset: number): ReadySuggestion | undefined {
    // What is shown may shrink to its last character; only a new text must be worth a look.
    const ready = readyPart(this.entry, snapshot, offset, 1);
    const rest = this.restAt(snapshot, offset);
    if (rest === undefined || ready?.fitted.text.startsWith(rest.text) === true) {
      return ready;
    }
    const consumed = ready?.consumed ?? this.consumed + (offset - (this.#at ?? offset));
    const isWhole = ready?.isWhole ?? true;
    return { entry: this.entry, consumed, fitted: rest, isWhole };
  }
}

function beforeOf(text: string, offset: number): string {
  return text.slice(Math.max(0, offset - comparedChars), offset);
}

/** The cursor's line up to the cursor, and the text's first line after it. */
export function wholeLineOf({ text }: FittedText, snapshot: DocumentSnapshot, offset: number): string {
  const end = text.search(/\r?\n/);
  return (
    snapshot.text.slice(lineStartAt(snapshot.text, offset), offset) + text.slice(0, end < 0 ? undefined : end)
  );
}
