import { indentationOf, indentWidth } from "../text/indentation.ts";
import { lineEndAt, lineStartAt, splitLines } from "../text/lines.ts";
import { isHeadBefore } from "./blockHead.ts";
import type { DocumentSnapshot, MultilineMode } from "./completionTypes.ts";

const closersOnly = /^[\s)\]}>"'`;,]*$/;

/** Indentation of the next non-empty line, in columns; -1 at the end of the text. */
function indentAfter(snapshot: DocumentSnapshot, offset: number): number {
  const end = snapshot.text.indexOf("\n", offset);
  if (end < 0) {
    return -1;
  }
  const next = splitLines(snapshot.text.slice(end + 1, end + 2000)).find((line) => line.trim() !== "");
  return next === undefined ? -1 : indentWidth(indentationOf(next), snapshot.indent.tabSize);
}

/**
 * True when the hole may take several lines: by the setting, or (`auto`) on an empty line and after an
 * opener whose block has no body yet.
 */
export function decideMultiline(snapshot: DocumentSnapshot, offset: number, mode: MultilineMode): boolean {
  const { text } = snapshot;
  const rest = text.slice(offset, lineEndAt(text, offset));
  if (mode === "never" || !closersOnly.test(rest)) {
    return false;
  }
  if (mode === "always") {
    return true;
  }
  const linePrefix = text.slice(lineStartAt(text, offset), offset);
  if (linePrefix.trim() === "") {
    return true;
  }
  const own = indentWidth(indentationOf(linePrefix), snapshot.indent.tabSize);
  return isHeadBefore(linePrefix, snapshot.languageId) && indentAfter(snapshot, offset) <= own;
}
