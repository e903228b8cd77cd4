import { indentationOf, indentOfWidth, indentWidth } from "../../text/indentation.ts";
import type { Hole, ReplyFilter } from "../hole.ts";

const opensBlock = /(?:[{([:]|=>|->|\b(?:do|then|begin|else))\s*$/;
const closesBlock = /^\s*(?:[)\]}]|end\b|fi\b|done\b|esac\b)/;

const endsBlock = /^\s*(?:return|raise|throw|break|continue|pass|yield)\b/;

/** In these a line farther left is how a block ends. */
const mappings = new Set(["yaml", "dockercompose", "coffeescript", "pug"]);

/** A label opens no block that stands deeper: another label, or what it names, may follow in its column. */
const label = /^\s*(?:case\b.*|default|public|protected|private|[A-Za-z_]\w*)\s*:\s*$/;

/** Stands in column 0 wherever it is. */
const preprocessor =
  /^#\s*(?:if|ifdef|ifndef|elif|else|endif|define|undef|include|pragma|error|region|endregion)\b/;
/** Stands in the column of its class. */
const accessLabel = /^\s*(?:public|protected|private)\s*:/;

/** The first line without the indentation that the document already has before the cursor. */
function fitFirstLine(line: string, linePrefix: string): string {
  if (linePrefix === "" || !/[ \t]$/.test(linePrefix)) {
    return line;
  }
  if (linePrefix.trim() !== "") {
    return line.replace(/^[ \t]+/, "");
  }
  const own = indentationOf(line);
  return own.startsWith(linePrefix) ? line.slice(linePrefix.length) : line.trimStart();
}

function widths(lines: readonly string[], tabSize: number): number[] {
  return lines.map((line) => (line.trim() === "" ? -1 : indentWidth(indentationOf(line), tabSize)));
}

/**
 * A chat model may write a whole block from column 0. Only a closer, an empty line or the end of the block
 * (`return`) explain a second line that stands farther left than the cursor.
 */
function isFromColumnZero(lines: readonly string[], hole: Hole, isFartherLeft: boolean): boolean {
  const [first = "", second = ""] = lines;
  return (
    hole.isChat &&
    !mappings.has(hole.languageId) &&
    isFartherLeft &&
    hole.linePrefix.trim() === "" &&
    second.trim() !== "" &&
    !closesBlock.test(second) &&
    !endsBlock.test(first)
  );
}

/** Columns to add to all following lines of a model that indents from column 0. */
function missingColumns(lines: readonly string[], hole: Hole): number {
  const base = indentWidth(indentationOf(hole.linePrefix), hole.indent.tabSize);
  const followers = lines
    .slice(1)
    .filter((line) => line.trim() !== "" && !preprocessor.test(line) && !accessLabel.test(line));
  const [second] = followers;
  if (base === 0 || second === undefined) {
    return 0;
  }
  const first = hole.linePrefix + (lines[0] ?? "");
  const width = indentWidth(indentationOf(second), hole.indent.tabSize);
  if (isFromColumnZero(lines, hole, width < base)) {
    return base;
  }
  const isLabel = label.test(first) && hole.languageId !== "python";
  const expectsDeeper =
    opensBlock.test(first) && !isLabel && !mappings.has(hole.languageId) && !closesBlock.test(second);
  return expectsDeeper && width <= base ? base : 0;
}

/**
 * Brings a reply to the document's indentation: the first line loses what is already there, later lines
 * that were written from column 0 move under it, tabs and spaces become the document's own.
 */
export const fixIndentation: ReplyFilter = (text, hole) => {
  const lines = text.split("\n");
  const first = fitFirstLine(lines[0] ?? "", hole.linePrefix);
  const added = missingColumns(lines, hole);
  const tabSize = hole.indent.tabSize;
  const columns = widths(lines, tabSize);
  const rest = lines.slice(1).map((line, index) => {
    const width = columns[index + 1] ?? -1;
    if (width < 0) {
      return line.trim() === "" && index < lines.length - 2 ? "" : line;
    }
    const own = indentationOf(line);
    const isForeign = hole.indent.insertSpaces ? own.includes("\t") : own.includes(" ".repeat(tabSize));
    if ((added === 0 && !isForeign) || preprocessor.test(line)) {
      return line;
    }
    return indentOfWidth(width + added, hole.indent) + line.slice(own.length);
  });
  return [first, ...rest].join("\n");
};
