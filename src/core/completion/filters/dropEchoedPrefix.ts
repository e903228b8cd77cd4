import { echoOfPrefix } from "../echoOfPrefix.ts";
import { isProseLanguage, type Hole, type ReplyFilter } from "../hole.ts";

const minInlineEcho = 3;
/** What begins a comment, a heading or an item of a list. */
const leader = /^(?:\/\/[/!]?|\/\*\*?|#{1,6}|--|[-*+;%>]|"""|\d+[.)])$/;

function skipBlankLines(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, "");
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

/** Length of the beginning of a word that the reply spells anew: `console.lo` + `log(x)`. */
function wordEcho(text: string, linePrefix: string): number {
  const begun = /[\p{L}\p{N}_$]+$/u.exec(linePrefix)?.[0] ?? "";
  const word = /^[\p{L}\p{N}_$]+/u.exec(text)?.[0] ?? "";
  const isLonger = word.length > Math.max(begun.length, 2);
  return /^[\p{L}\p{N}]/u.test(begun) && isLonger && word.startsWith(begun) ? begun.length : 0;
}

/** Length of a comment's or list item's beginning that stands before the cursor already: `// ` + `// total`. */
function leaderEcho(text: string, linePrefix: string): number {
  const own = /(?:^|\s)(\S+)[ \t]+$/.exec(linePrefix)?.[1] ?? "";
  return leader.test(own) && text.trimStart().startsWith(`${own} `)
    ? text.length - text.trimStart().length + own.length + 1
    : 0;
}

function dropEcho(text: string, hole: Hole, isDone: boolean): string {
  const body = skipBlankLines(text);
  const echo = echoOfPrefix(body, hole);
  if (echo.kind === "end") {
    return body.slice(echo.at);
  }
  if (echo.kind === "open" && !isDone) {
    return "";
  }
  if (echo.kind === "open" && echo.at !== undefined) {
    return body.slice(echo.at);
  }
  const { linePrefix } = hole;
  const length = leaderEcho(text, linePrefix) || inlineEcho(text, linePrefix) || wordEcho(text, linePrefix);
  return text.slice(length);
}

/**
 * Takes away the lines, or the part of the line, before the cursor that a chat model repeats; of a fill-in
 * model the star or slashes alone that begin a line of a comment.
 */
export const dropEchoedPrefix: ReplyFilter = (text, hole, isDone) => {
  if (hole.isChat) {
    return dropEcho(text, hole, isDone);
  }
  const isComment = !isProseLanguage(hole.languageId) && /^\s*(?:\*|\/\/)\s+$/.test(hole.linePrefix);
  return isComment ? text.slice(leaderEcho(text, hole.linePrefix)) : text;
};
