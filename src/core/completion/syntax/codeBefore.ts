import { indentationOf, indentWidth } from "../../text/indentation.ts";
import type { DocumentSnapshot } from "../completionTypes.ts";

/** Characters before the cursor that are parsed: about 2 ms. */
const reach = 6000;
/** How far up the heads of the blocks around them are looked for, in lines. */
const maxLinesUp = 3000;
const maxHeads = 12;

const isNoHead = /^\s*(?:[)\]}]|\/\/|\/?\*|#)/;

/**
 * The code before `offset` for a parser: the near lines, and the heads of the blocks that they stand in, so
 * that methods still stand in their class. `\n` endings; ends at `offset`.
 */
export function codeBefore(snapshot: DocumentSnapshot, offset: number): string {
  const plain = (text: string): string => (text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text);
  const { text, indent } = snapshot;
  if (offset <= reach) {
    return plain(text.slice(0, offset));
  }
  const widthOf = (line: string): number =>
    line.trim() === "" || isNoHead.test(line) ? Infinity : indentWidth(indentationOf(line), indent.tabSize);
  const start = windowStart(text, offset, widthOf);
  const heads: string[] = [];
  let least = widthOf(text.slice(start, lineEnd(text, start)));
  let end = start - 1;
  for (let up = 0; up < maxLinesUp && end > 0 && least > 0 && heads.length < maxHeads; up += 1) {
    const lineStart = text.lastIndexOf("\n", end - 1) + 1;
    const line = text.slice(lineStart, end);
    const width = widthOf(line);
    if (width < least) {
      heads.unshift(line);
      least = width;
    }
    end = lineStart - 1;
  }
  return plain([...heads, text.slice(start, offset)].join("\n"));
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end;
}

/** Start of the line that stands farthest left in the first third of what is in reach. */
function windowStart(text: string, offset: number, widthOf: (line: string) => number): number {
  const from = text.indexOf("\n", offset - reach) + 1;
  const until = offset - (reach * 2) / 3;
  let best = from;
  let least = Infinity;
  for (let start = from; start > 0 && start < until; start = text.indexOf("\n", start) + 1) {
    const width = widthOf(text.slice(start, lineEnd(text, start)));
    if (width < least) {
      best = start;
      least = width;
    }
  }
  return best;
}
