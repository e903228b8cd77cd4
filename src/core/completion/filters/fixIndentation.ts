import { indentationOf, indentOfWidth, indentWidth } from "../../text/indentation.ts";
import type { Hole, ReplyFilter } from "../hole.ts";
import { preprocessor } from "../blockHead.ts";
import { replyMargin, toDocumentColumn, type Margin } from "../replyMargin.ts";

/** The first line without the indentation that the document already has before the cursor. */
function fitFirstLine(line: string, linePrefix: string, margin: Margin): string {
  if (linePrefix === "" || !/[ \t]$/.test(linePrefix) || margin.isFirstRest) {
    return line;
  }
  if (linePrefix.trim() !== "" || margin.hasOwnFirst) {
    return line.replace(/^[ \t]+/, "");
  }
  const own = indentationOf(line);
  return own.startsWith(linePrefix) ? line.slice(linePrefix.length) : line.trimStart();
}

/**
 * Brings a reply to the document's indentation: the first line loses what is already there, later lines
 * that were written from another column or with another step move under it, tabs and spaces become the
 * document's own.
 */
export const fixIndentation: ReplyFilter = (text, hole) => {
  const lines = text.split("\n");
  const margin = replyMargin(lines, hole);
  const first = fitFirstLine(lines[0] ?? "", hole.linePrefix, margin);
  const rest = lines.slice(1).map((line, index) => {
    if (line.trim() === "") {
      return index < lines.length - 2 ? "" : line;
    }
    return preprocessor.test(line) ? line : moved(line, margin, hole);
  });
  return [first, ...rest].join("\n");
};

function moved(line: string, margin: Margin, { indent }: Hole): string {
  const own = indentationOf(line);
  const isForeign = indent.insertSpaces ? own.includes("\t") : own.includes(" ".repeat(indent.tabSize));
  const width = indentWidth(own, indent.tabSize);
  const column = toDocumentColumn(own, margin, indent);
  return column === width && !isForeign ? line : indentOfWidth(column, indent) + line.slice(own.length);
}
