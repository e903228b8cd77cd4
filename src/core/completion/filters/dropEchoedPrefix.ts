import type { Hole, ReplyFilter } from "../hole.ts";

const maxEchoedLines = 12;
const minInlineEcho = 3;

/** A head is hardly said twice by intent. */
const opensBlock = /[\p{L}\p{N}].*(?:[{([:]|=>|->|\b(?:do|then|begin|else))$/su;

function skipBlankLines(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, "");
}

/** The reply after the last `count` lines of the prefix, when it begins with them (indentation aside). */
function afterEcho(text: string, echoed: readonly string[]): string | undefined {
  let rest = text;
  for (const [index, line] of echoed.entries()) {
    const isLast = index === echoed.length - 1;
    const indent = /^[ \t]*/.exec(rest)?.[0] ?? "";
    const wanted = isLast ? line.trimStart() : line.trim();
    if (!rest.startsWith(wanted, indent.length)) {
      return undefined;
    }
    rest = rest.slice(indent.length + wanted.length);
    if (!isLast) {
      const lineBreak = /^[ \t]*\n/.exec(rest)?.[0];
      if (lineBreak === undefined) {
        return undefined;
      }
      rest = rest.slice(lineBreak.length);
    }
  }
  return rest;
}

/** True while what has arrived could still turn out to be the echo of the current line. */
function mayBecomeEcho(text: string, linePrefix: string): boolean {
  const arrived = text.trimStart();
  const wanted = linePrefix.trimStart();
  return arrived.length < wanted.length && arrived.length >= 2 && wanted.startsWith(arrived);
}

/** The end of the current line, from a word start, that the reply repeats: `x = foo.` + `foo.bar()`. */
function inlineEcho(text: string, linePrefix: string): number {
  const line = linePrefix.trimStart();
  for (let start = 0; start <= line.length - minInlineEcho; start += 1) {
    const isWordStart = start === 0 || !/[\p{L}\p{N}_$]/u.test(line[start - 1] ?? "");
    const piece = line.slice(start);
    if (isWordStart && /[\p{L}\p{N}_$]/u.test(piece) && text.startsWith(piece)) {
      return piece.length;
    }
  }
  return 0;
}

function dropEcho(text: string, hole: Hole, isDone: boolean): string {
  const lines = hole.prefix.split("\n");
  const body = skipBlankLines(text);
  const isOnBlankLine = hole.linePrefix.trim() === "";
  for (let count = Math.min(maxEchoedLines, lines.length); count > 0; count -= 1) {
    const echoed = lines.slice(-count);
    const visible = echoed.join("").trim();
    // On an empty line the echo must be two lines, or the head of a block: one equal line may be meant.
    const isTooLittle = count < 2 || (count === 2 && !opensBlock.test(visible));
    if (visible.length < minInlineEcho || (isOnBlankLine && isTooLittle)) {
      continue;
    }
    const rest = afterEcho(body, echoed);
    if (rest !== undefined) {
      return rest;
    }
  }
  if (!isDone && mayBecomeEcho(body, hole.linePrefix)) {
    return "";
  }
  return text.slice(inlineEcho(text, hole.linePrefix));
}

/** Takes away the lines, or the part of the line, before the cursor that a chat model repeats. */
export const dropEchoedPrefix: ReplyFilter = (text, hole, isDone) =>
  hole.isChat ? dropEcho(text, hole, isDone) : text;
