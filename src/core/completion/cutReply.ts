import { indentationOf, indentWidth } from "../text/indentation.ts";
import { nonEmptyLinesAfter } from "../text/lines.ts";
import { firstShownLine, isSeparator } from "./firstShownLine.ts";
import { isHeadBefore, opensBlock } from "./blockHead.ts";
import { openBrackets } from "./openBrackets.ts";
import { isInDocstring, type Hole } from "./hole.ts";
import { trimEndBefore } from "./trimEndBefore.ts";

export interface CutReply {
  readonly text: string;
  /** The rest of the stream is of no use: it can be stopped. */
  readonly isComplete: boolean;
}

/** What the syntax tree says of a reply that began with `seen`. */
export interface SyntaxView {
  /** Complete lines that were looked at. */
  readonly seen: string;
  /** Where the reply must end; null while its block goes on. */
  readonly end: number | null;
  /** The seen lines end inside brackets or a string. */
  readonly isInside: boolean;
}

/** Lines kept of one reply; what is over the shown number stays for the next answer. */
export const maxReplyLines = 24;

const closingLine = /^\s*(?:[)\]}]|end\b|fi\b|done\b|esac\b)/;
const wordOpener = /\b(?:do|then|begin|else)\s*$/;
const wordCloser = /^\s*(?:end|fi|done)\b/;
const continuation =
  /^\s*(?:else|elif|elsif|catch|except|finally|case|default|while\b.*;|\)|\]|\}|\.|&&|\|\||\?|:|\+)/;

/** True when the line opens a block. */
export function opensBlockAtEnd(line: string): boolean {
  return opensBlock.test(line);
}

function singleLine(text: string, isDone: boolean, lineSuffix: string): CutReply {
  const lines = text.split("\n");
  const index = firstShownLine(lines);
  const line = lines[index] ?? "";
  // A reply that begins with line breaks belongs on a later line.
  const lead =
    index > 0
      ? `${lines
          .slice(0, index)
          .map((above) => above.trimEnd())
          .join("\n")}\n`
      : "";
  const isComplete = index >= 0 && index < lines.length - 1 && !isSeparator(line);
  return { text: isDone || isComplete ? lead + trimEndBefore(line, lineSuffix) : lead + line, isComplete };
}

/** The lines up to a closer; what it opens anew (`} else {`) is another block. */
function cutAfterCloser(lines: readonly string[], index: number): CutReply {
  const line = lines[index] ?? "";
  const closer = opensBlock.test(line) ? (/^\s*[)\]}]+/.exec(line)?.[0] ?? line) : line;
  return { text: [...lines.slice(0, index), closer].join("\n").trimEnd(), isComplete: true };
}

/** True after the head of a block: its body, and what belongs to the statement, is all that is wanted. */
export function endsWithItsStatement({ linePrefix, languageId }: Hole): boolean {
  return linePrefix.trim() !== "" && isHeadBefore(linePrefix, languageId);
}

/** True when the line below closes a block, so that the reply's own closer may be one too many. */
export function blockBelowIsClosed({ suffix }: Hole): boolean {
  const [below] = nonEmptyLinesAfter(suffix, 0, 1);
  return below !== undefined && closingLine.test(below);
}

/**
 * Cuts a reply at the end of what the cursor stands in, told by indentation and brackets: the first line
 * for a single-line hole; else until a line leaves the block, or a finished statement is followed by an
 * empty line. As far as the syntax tree has seen the reply, it says so instead.
 */
export function cutReply(text: string, hole: Hole, isDone: boolean, view?: SyntaxView): CutReply {
  if (!hole.isMultiline) {
    return singleLine(text, isDone, hole.lineSuffix);
  }
  const known = view !== undefined && text.startsWith(view.seen) ? view : undefined;
  if (known !== undefined && known.end !== null) {
    return { text: text.slice(0, known.end).trimEnd(), isComplete: true };
  }
  const lines = text.split("\n");
  const complete = isDone ? lines.length : lines.length - 1;
  const width = (line: string): number => indentWidth(indentationOf(line), hole.indent.tabSize);
  const base = width(hole.linePrefix);
  const isBodyOfOpener = endsWithItsStatement(hole);
  const isUnclosedBelow = !blockBelowIsClosed(hole);
  // The line after those that were seen is no end either, when they stop inside brackets or a string.
  const openLines = known === undefined ? 0 : known.seen.split("\n").length - (known.isInside ? 0 : 1);
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
    if (line.trim() === "" || index < openLines) {
      continue;
    }
    const before = (hole.linePrefix + lines.slice(0, index).join("\n")).trimEnd();
    if (isInDocstring(hole.prefix + lines.slice(0, index).join("\n"), hole.languageId)) {
      continue;
    }
    const depth = openBrackets(before);
    const own = width(line);
    const isCloser = closingLine.test(line);
    if (own < base) {
      // The block's own closer belongs to it where the document does not have it yet.
      const isOwnCloser = isCloser && (depth > 0 || isUnclosedBelow);
      return isOwnCloser ? cutAfterCloser(lines, index) : cutAt(index);
    }
    if (own === base && isBodyOfOpener && !continuation.test(line) && depth <= 0) {
      const isOwnEnd = wordCloser.test(line) && wordOpener.test(hole.linePrefix) && isUnclosedBelow;
      return cutAt(isOwnEnd ? index + 1 : index);
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
