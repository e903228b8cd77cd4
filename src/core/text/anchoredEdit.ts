import { findElision } from "./elisions.ts";
import { deriveReindent, indentOf, reindentLines, type Reindent } from "./reindent.ts";
import { dominantEol, toTextLines, withEol, type TextLine } from "./textLines.ts";

export interface AnchoredEdit {
  /** The code to be replaced, as the reply quotes it. */
  readonly original: string;
  readonly replacement: string;
}

/**
 * `missing`: the quoted code is not in the text. `ambiguous`: it is there more than once, or two edits
 * overlap. `elided`: the reply leaves code out. `unchanged`: nothing would change.
 */
export type RefusalReason = "missing" | "ambiguous" | "elided" | "unchanged";

export type EditPlan =
  | {
      readonly kind: "found";
      readonly newText: string;
      /** The part of the old text that is replaced, UTF-16 offsets. */
      readonly startOffset: number;
      readonly endOffset: number;
    }
  | { readonly kind: "refused"; readonly reason: RefusalReason };

/** Replaces `startOffset` to `endOffset` of a text by `text`. */
export interface PlacedEdit {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
}

type Placing =
  | { readonly kind: "placed"; readonly edit: PlacedEdit }
  | { readonly kind: "refused"; readonly reason: RefusalReason };

const missing: Placing = { kind: "refused", reason: "missing" };
const ambiguous: Placing = { kind: "refused", reason: "ambiguous" };

/** A quote that begins or ends inside a word is no quote. */
function cutsWord(text: string, offset: number): boolean {
  const around = text.slice(Math.max(0, offset - 1), offset + 1);
  return around.length === 2 && /^[\p{L}\p{N}_$]{2}$/u.test(around) && !/\p{Script=Han}/u.test(around);
}

function exactOffsets(text: string, quote: string): readonly number[] {
  const offsets: number[] = [];
  for (let at = text.indexOf(quote); at !== -1 && offsets.length < 3; at = text.indexOf(quote, at + 1)) {
    if (!cutsWord(text, at) && !cutsWord(text, at + quote.length)) {
      offsets.push(at);
    }
  }
  return offsets;
}

function trimBlankEnds(lines: readonly string[]): readonly string[] {
  const isCode = (line: string): boolean => line.trim() !== "";
  return lines.slice(lines.findIndex(isCode), lines.findLastIndex(isCode) + 1);
}

/** Whole lines of `text` that equal `quoted` but for indentation and trailing blanks. */
function looseMatches(lines: readonly TextLine[], quoted: readonly string[]): readonly number[] {
  const wanted = quoted.map((line) => line.trim());
  const starts: number[] = [];
  for (let start = 0; start + wanted.length <= lines.length && starts.length < 2; start += 1) {
    if (wanted.every((line, i) => lines[start + i]?.text.trim() === line)) {
      starts.push(start);
    }
  }
  return starts;
}

function reindentFor(quoted: readonly string[], found: readonly TextLine[]): Reindent | undefined {
  const pairs = quoted.flatMap((line, i): (readonly [string, string])[] =>
    line.trim() === "" ? [] : [[indentOf(line), indentOf(found[i]?.text ?? "")]],
  );
  return deriveReindent(pairs);
}

function placeLoosely(text: string, edit: AnchoredEdit): Placing {
  const quoted = trimBlankEnds(edit.original.split(/\r?\n/));
  const lines = toTextLines(text);
  const [start, second] = looseMatches(lines, quoted);
  if (start === undefined) {
    return missing;
  }
  if (second !== undefined) {
    return ambiguous;
  }
  const found = lines.slice(start, start + quoted.length);
  const reindent = reindentFor(quoted, found);
  const replacement = edit.replacement.trim() === "" ? [] : trimBlankEnds(edit.replacement.split(/\r?\n/));
  const placed = reindent === undefined ? undefined : reindentLines(replacement, reindent);
  const first = found[0];
  const last = found.at(-1);
  if (placed === undefined || first === undefined || last === undefined) {
    return missing;
  }
  const following = lines[start + quoted.length];
  const endOffset = placed.length === 0 && following !== undefined ? following.startOffset : last.endOffset;
  const newText = placed.join(dominantEol(text));
  return { kind: "placed", edit: { startOffset: first.startOffset, endOffset, text: newText } };
}

/** True where the quote lacks a part of its line's indentation, so that its replacement lacks it too. */
function isInsideIndentation(text: string, offset: number): boolean {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  return offset > lineStart && text.slice(lineStart, offset).trim() === "";
}

function place(text: string, edit: AnchoredEdit): Placing {
  if (edit.original.trim() === "") {
    return missing;
  }
  const eol = dominantEol(text);
  for (const quote of new Set([withEol(edit.original, eol), edit.original])) {
    const [start, second] = exactOffsets(text, quote);
    if (second !== undefined) {
      return ambiguous;
    }
    if (start !== undefined) {
      const loose = isInsideIndentation(text, start) ? placeLoosely(text, edit) : missing;
      if (loose.kind === "placed") {
        return loose;
      }
      const replacement = withEol(edit.replacement, eol);
      return {
        kind: "placed",
        edit: { startOffset: start, endOffset: start + quote.length, text: replacement },
      };
    }
  }
  return placeLoosely(text, edit);
}

/** Puts edits that do not overlap into `text`; `ambiguous` when two of them do. */
export function mergePlacedEdits(text: string, placed: readonly PlacedEdit[]): EditPlan {
  const ordered = [...placed].sort((a, b) => a.startOffset - b.startOffset);
  let newText = "";
  let copiedTo = 0;
  for (const edit of ordered) {
    if (edit.startOffset < copiedTo) {
      return { kind: "refused", reason: "ambiguous" };
    }
    newText += text.slice(copiedTo, edit.startOffset) + edit.text;
    copiedTo = edit.endOffset;
  }
  newText += text.slice(copiedTo);
  if (newText === text) {
    return { kind: "refused", reason: "unchanged" };
  }
  return { kind: "found", newText, startOffset: ordered[0]?.startOffset ?? 0, endOffset: copiedTo };
}

/**
 * `text` with every edit made, or the reason why not one of them is. Each quote must stand exactly once
 * in `text`; line breaks may differ, and whole lines may differ in indentation, which the replacement
 * then follows. All quotes are looked for in `text` as it is, so the order of the edits does not matter.
 */
export function applyAnchoredEdits(text: string, edits: readonly AnchoredEdit[]): EditPlan {
  const placed: PlacedEdit[] = [];
  for (const edit of edits) {
    if (
      findElision(edit.replacement, edit.original) !== undefined ||
      findElision(edit.original, text) !== undefined
    ) {
      return { kind: "refused", reason: "elided" };
    }
    const placing = place(text, edit);
    if (placing.kind === "refused") {
      return placing;
    }
    placed.push(placing.edit);
  }
  return mergePlacedEdits(text, placed);
}
