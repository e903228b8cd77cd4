import { lineEndingOf, withLineEnding } from "../text/lines.ts";
import type { DocumentSnapshot } from "./completionTypes.ts";
import { coverRestOfLine } from "./filters/coverRestOfLine.ts";
import { cutDuplicatesOfBelow } from "./filters/cutDuplicatesOfBelow.ts";
import { firstShownLine } from "./firstShownLine.ts";
import { holeAt } from "./hole.ts";
import { trimEndBefore } from "./trimEndBefore.ts";

export interface FittedText {
  readonly text: string;
  readonly replacedLength: number;
}

/** Lines shown at once; the rest of a longer text follows after acceptance. */
const maxShownLines = 12;
const minVisibleChars = 2;

/**
 * What may be shown of `remaining` at `offset` of the document as it is now; undefined when nothing is
 * left that is worth a look.
 */
export function fitToDocument(
  remaining: string,
  snapshot: DocumentSnapshot,
  offset: number,
  isMultiline: boolean,
  minChars = minVisibleChars,
): FittedText | undefined {
  const hole = holeAt(snapshot, offset, { isMultiline, isChat: false });
  const lines = remaining.split("\n");
  const shown = lines
    .slice(0, isMultiline ? maxShownLines : Math.max(0, firstShownLine(lines)) + 1)
    .join("\n");
  const unique = trimEndBefore(cutDuplicatesOfBelow(shown, hole, true), hole.lineSuffix);
  const covered = coverRestOfLine(unique, hole);
  const isTabStop = hole.linePrefix.trim() === "" && covered.text.trim() === "";
  // What is there already is nothing new to look at.
  const newChars = covered.text.replace(/\s/g, "").length - covered.replacedLength;
  if (newChars < minChars || isTabStop) {
    return undefined;
  }
  return {
    text: withLineEnding(covered.text, lineEndingOf(snapshot.text)),
    replacedLength: covered.replacedLength,
  };
}
