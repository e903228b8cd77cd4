import { indentationOf, indentWidth } from "../text/indentation.ts";
import { nonEmptyLinesAfter } from "../text/lines.ts";
import { openBrackets } from "./openBrackets.ts";
import type { Hole } from "./hole.ts";

export interface CutReply {
  readonly text: string;
  /** The rest of the stream is of no use: it can be stopped. */
  readonly isComplete: boolean;
}

/** Lines kept of one reply; what is over the shown number stays for the next answer. */
export const maxReplyLines = 24;

const closingLine = /^\s*(?:[)\]}]|end\b|fi\b|done\b|esac\b)/;
const continuation =
  /^\s*(?:else|elif|elsif|catch|except|finally|case|default|while\b.*;|\)|\]|\}|\.|&&|\|\||\?|:|\+)/;
const opensBlock = /(?:[{([:]|=>|->|\b(?:do|then|begin|else))\s*$/;

function singleLine(text: string, isDone: boolean): CutReply {
  const lines = text.split("\n");
  const index = lines.findIndex((line) => line.trim() !== "");
  const line = lines[index] ?? "";
  // A reply that begins with line breaks belongs on a later line.
  const lead = "\n".repeat(Math.max(0, index));
  const isComplete = index >= 0 && index < lines.length - 1;
  return { text: isDone || isComplete ? lead + line.trimEnd() : lead + line, isComplete };
}

/**
 * Cuts a reply at the end of what the cursor stands in, told by indentation and brackets: the first line
 * for a single-line hole; else until a line leaves the block, or a finished statement is followed by an
 * empty line.
 */
export function cutReply(text: string, hole: Hole, isDone: boolean): CutReply {
  if (!hole.isMultiline) {
    return singleLine(text, isDone);
  }
  const lines = text.split("\n");
  const complete = isDone ? lines.length : lines.length - 1;
  const width = (line: string): number => indentWidth(indentationOf(line), hole.indent.tabSize);
  const base = width(hole.linePrefix);
  const isBodyOfOpener = hole.linePrefix.trim() !== "" && opensBlock.test(hole.linePrefix);
  const [below] = nonEmptyLinesAfter(hole.suffix, 0, 1);
  const isUnclosedBelow = below === undefined || !closingLine.test(below);
  const cutAt = (end: number): CutReply => ({
    text: lines.slice(0, end).join("\n").trimEnd(),
    isComplete: true,
  });
  // A reply that begins with a line break has said nothing yet that an empty line could end.
  const firstText = lines.findIndex((line) => line.trim() !== "");
  for (let index = 1; index < complete; index += 1) {
    const line = lines[index] ?? "";
    if (index >= maxReplyLines) {
      return cutAt(index);
    }
    if (line.trim() === "") {
      continue;
    }
    const before = (hole.linePrefix + lines.slice(0, index).join("\n")).trimEnd();
    const depth = openBrackets(before);
    const own = width(line);
    const isCloser = closingLine.test(line);
    if (own < base) {
      // The block's own closer belongs to it where the document does not have it yet.
      return cutAt(isCloser && (depth > 0 || isUnclosedBelow) ? index + 1 : index);
    }
    if (own === base && isBodyOfOpener && !continuation.test(line) && depth <= 0) {
      return cutAt(index);
    }
    if (
      own <= base &&
      index > firstText &&
      lines[index - 1]?.trim() === "" &&
      depth <= 0 &&
      !continuation.test(line)
    ) {
      return cutAt(index);
    }
    if (own <= base && isCloser && isBodyOfOpener && depth > 0 && depth + openBrackets(line) <= 0) {
      return cutAt(index + 1);
    }
  }
  return { text: isDone ? text.trimEnd() : text, isComplete: false };
}
