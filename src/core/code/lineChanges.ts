import { diffArrays } from "diff";

/** Replaces whole lines; line numbers are zero-based and count lines of the old text. */
export interface LineChange {
  readonly startLine: number;
  /** Exclusive. */
  readonly endLine: number;
  /** New lines with their line ends; the last line of a text may have none. */
  readonly newText: string;
}

export interface TextChange {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly newText: string;
}

export interface ChangeSize {
  readonly addedLines: number;
  readonly removedLines: number;
  /** Characters of the added lines, line ends included. */
  readonly chars: number;
}

/** Steps of the line comparison after which one replacement of the differing middle is taken. */
const maxEditSteps = 2000;

/** Lines with their line ends kept, so that joining them gives the text back. */
function splitLines(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}

/** The fewest line replacements that turn `oldText` into `newText`, in text order. */
export function findLineChanges(oldText: string, newText: string): LineChange[] {
  const oldLines = splitLines(oldText);
  const newLines = splitLines(newText);
  let head = 0;
  while (head < oldLines.length && head < newLines.length && oldLines[head] === newLines[head]) {
    head += 1;
  }
  let tail = 0;
  while (
    tail < Math.min(oldLines.length, newLines.length) - head &&
    oldLines.at(-1 - tail) === newLines.at(-1 - tail)
  ) {
    tail += 1;
  }
  const oldMiddle = oldLines.slice(head, oldLines.length - tail);
  const newMiddle = newLines.slice(head, newLines.length - tail);
  if (oldMiddle.length === 0 && newMiddle.length === 0) {
    return [];
  }
  return compareMiddle(oldMiddle, newMiddle, head);
}

function compareMiddle(oldLines: string[], newLines: string[], firstLine: number): LineChange[] {
  const parts = diffArrays(oldLines, newLines, { maxEditLength: maxEditSteps });
  if (parts === undefined) {
    return [{ startLine: firstLine, endLine: firstLine + oldLines.length, newText: newLines.join("") }];
  }
  const changes: LineChange[] = [];
  let line = firstLine;
  let removed = 0;
  let added = "";
  const flush = (): void => {
    if (removed > 0 || added !== "") {
      changes.push({ startLine: line, endLine: line + removed, newText: added });
      line += removed;
      removed = 0;
      added = "";
    }
  };
  for (const part of parts) {
    if (part.removed) {
      removed += part.value.length;
    } else if (part.added) {
      added += part.value.join("");
    } else {
      flush();
      line += part.value.length;
    }
  }
  flush();
  return changes;
}

/** The same changes by offsets of the old text. */
export function toTextChanges(oldText: string, changes: readonly LineChange[]): TextChange[] {
  const starts = [0];
  for (const line of splitLines(oldText)) {
    starts.push((starts.at(-1) ?? 0) + line.length);
  }
  const offsetOf = (line: number): number => starts[line] ?? oldText.length;
  return changes.map(({ startLine, endLine, newText }) => ({
    startOffset: offsetOf(startLine),
    endOffset: offsetOf(endLine),
    newText,
  }));
}

export function measureChanges(changes: readonly LineChange[]): ChangeSize {
  let addedLines = 0;
  let removedLines = 0;
  let chars = 0;
  for (const change of changes) {
    addedLines += splitLines(change.newText).length;
    removedLines += change.endLine - change.startLine;
    chars += change.newText.length;
  }
  return { addedLines, removedLines, chars };
}

/** `text` with every line end as in `eol`. */
export function withLineEnds(text: string, eol: "\n" | "\r\n"): string {
  return text.replace(/\r\n|\r|\n/g, eol);
}
