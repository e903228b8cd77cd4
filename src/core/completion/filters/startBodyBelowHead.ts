import { indentationOf, indentOfWidth, indentWidth } from "../../text/indentation.ts";
import type { Hole, ReplyFilter } from "../hole.ts";
import { isQuote, openedOnLine } from "../openedOnLine.ts";
import { bracketsOpened, endsOpen, openBrackets } from "../openBrackets.ts";

const pythonHead =
  /^\s*(?:async\s+)?(?:def|class|if|elif|else|for|while|try|except|finally|with|match|case)\b.*:$/;
const braceHead = /(?:\)|\belse|\btry|\bdo|\bfinally|=>)\s*\{$/;
const comment = /^\s*(?:\/\/|#|--)\s*\S.*\S$/;
const beginsCode =
  /^(?:(?:async|export|public|private|protected|static|pub) )*(?:(?:def|class|function|func|fn|interface|import|from|const|let|var|return|package|void|int|string|type|struct|SELECT|INSERT|UPDATE|DELETE|CREATE) |@\w|#include )/;
const yamlKey = /^\s*(?:- )?[^\s:#][^:#]*:$/;

/**
 * Puts a body that a model begins on the line of its head on the line below: `def f():` + `return 1`, and the code
 * that a comment asks for below the comment. A body that is closed on the same line is meant to stand there.
 */
export const startBodyBelowHead: ReplyFilter = (text, hole) => {
  const [first = ""] = text.split("\n", 1);
  if (first.trim() === "" || hole.lineSuffix.trim() !== "") {
    return text;
  }
  if (hole.isChat && comment.test(hole.linePrefix) && beginsCode.test(first)) {
    const indentation = indentationOf(hole.linePrefix);
    return `\n${indentation}${text}`;
  }
  if (!isBelowHead(first, hole)) {
    return text;
  }
  return `\n${indentBody(text, first, hole)}`;
};

function isBelowHead(first: string, { linePrefix, languageId }: Hole): boolean {
  const own = indentationOf(first).length;
  if (
    openedOnLine(linePrefix).some(({ closer }) => isQuote(closer)) ||
    /^\s*(?:\/\/|#|\*)/.test(linePrefix)
  ) {
    return false;
  }
  if (languageId === "python") {
    return (
      pythonHead.test(linePrefix) &&
      bracketsOpened(linePrefix, 0) === 0 &&
      own !== 1 &&
      !first.startsWith("#")
    );
  }
  if (languageId === "yaml") {
    return yamlKey.test(linePrefix) && own > 1 && /^\s*(?:- |[^\s:#][^:#]*:(?: |$))/.test(first);
  }
  return braceHead.test(linePrefix) && openBrackets(first) >= 0 && !/^\s*(?:\}|\/[/*])/.test(first);
}

/** The reply with its first line one level below the head, the others beside it as they stand to each other. */
function indentBody(text: string, first: string, { linePrefix, indent }: Hole): string {
  const { tabSize } = indent;
  const body = indentWidth(indentationOf(linePrefix), tabSize) + tabSize;
  const lines = text.split("\n");
  const second = lines.slice(1).find((line) => line.trim() !== "");
  const secondWidth = indentWidth(indentationOf(second ?? ""), tabSize);
  const own = indentWidth(indentationOf(first), tabSize);
  const isTrimmed = own === 0 && second !== undefined && !endsOpen(first) && !/^\s*[)\]}]/.test(second);
  const added = isTrimmed ? body - secondWidth : own === 0 ? 0 : body - own;
  const moved = lines.slice(1).map((line) => {
    const indentation = indentationOf(line);
    const width = Math.max(0, indentWidth(indentation, tabSize) + added);
    return line.trim() === "" ? line : indentOfWidth(width, indent) + line.slice(indentation.length);
  });
  return [indentOfWidth(body, indent) + first.trimStart(), ...moved].join("\n");
}
