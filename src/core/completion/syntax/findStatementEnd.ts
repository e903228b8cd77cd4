import type { CodeParser, SyntaxNode } from "../../ports.ts";
import { opensBlockAtEnd } from "../cutReply.ts";
import { containerAt, isCloserOf, partsOf } from "./container.ts";
import { openTokens } from "./openText.ts";

export interface StatementQuestion {
  readonly languageId: string;
  /** Code before the cursor, in reach of the parser; `\n` endings. */
  readonly before: string;
  /** The reply so far, in complete lines. */
  readonly reply: string;
  /** `statement`: the reply ends with the statement that stands on the cursor's line; `block`: with its block. */
  readonly scope: "statement" | "block";
  /** The document has the block's closing bracket already, below the cursor. */
  readonly hasCloserBelow: boolean;
  /** More lines than this are not kept, but whole statements of them. */
  readonly maxLines: number;
}

export interface StatementVerdict {
  /** Offset in the reply at which it must end; null while its block goes on. */
  readonly end: number | null;
  /** The reply stops inside brackets or a string: how far left its next line stands means nothing. */
  readonly isInside: boolean;
}

/**
 * Where a reply leaves the statement or block that the cursor stands in, by its syntax tree. Undefined for
 * a language without a grammar, and where the code around the cursor cannot be understood.
 */
export async function findStatementEnd(
  parser: CodeParser,
  question: StatementQuestion,
): Promise<StatementVerdict | undefined> {
  const { languageId, before, reply } = question;
  const position = breaksOffInside(reply, languageId) ? undefined : positionOf(before, reply);
  const text = before + reply;
  const first = position === undefined ? undefined : await parser.parse(languageId, text);
  if (first === undefined || position === undefined) {
    return undefined;
  }
  let open;
  try {
    open = openTokens(first.rootNode);
    if (open.length === 0) {
      return verdictOf(first.rootNode, text, position, question, false);
    }
  } finally {
    first.delete();
  }
  // A parser gives up the shape of what is not closed: it is closed for it.
  const closers = open.map(({ closer }) => closer).reverse();
  const closed = await parser.parse(languageId, `${text}\n${closers.join("")}`);
  if (closed === undefined) {
    return undefined;
  }
  try {
    const isInside = open.some(({ startIndex }) => startIndex >= before.length);
    return verdictOf(closed.rootNode, text, position, question, isInside);
  } finally {
    closed.delete();
  }
}

const preprocessed = new Set(["c", "cpp", "csharp"]);

/** True in the middle of what no closer of ours can close: a comment, or a part under a condition. */
function breaksOffInside(reply: string, languageId: string): boolean {
  if (languageId === "python") {
    return false;
  }
  const count = (pattern: RegExp): number => (reply.match(pattern) ?? []).length;
  return (
    reply.lastIndexOf("/*") > reply.lastIndexOf("*/") ||
    (preprocessed.has(languageId) && count(/^\s*#\s*if/gm) > count(/^\s*#\s*endif/gm))
  );
}

/** First token of the cursor's line, in the reply when nothing stands before the cursor. */
function positionOf(before: string, reply: string): number | undefined {
  const lineStart = before.lastIndexOf("\n") + 1;
  const inLine = before.slice(lineStart).search(/\S/);
  if (inLine >= 0) {
    return lineStart + inLine;
  }
  const inReply = reply.search(/\S/);
  return inReply < 0 ? undefined : before.length + inReply;
}

function verdictOf(
  root: SyntaxNode,
  text: string,
  position: number,
  question: StatementQuestion,
  isInside: boolean,
): StatementVerdict | undefined {
  const container = containerAt(root, position);
  const children = container === undefined ? [] : partsOf(container);
  const start = children.findIndex(({ endIndex }) => endIndex > position);
  const first = children[start];
  if (container === undefined || first?.isNamed !== true || first.isError) {
    return undefined;
  }
  const found =
    question.scope === "statement"
      ? endOfStatement(first, text, question.languageId)
      : endInBlock(container, children.slice(start), text, question);
  if (found === "unknown") {
    return undefined;
  }
  const end = found === undefined ? null : found - question.before.length;
  return end !== null && end <= 0 ? undefined : { end, isInside };
}

type Found = number | "unknown" | undefined;

/** Lines that go on with a statement whose tree looks whole without them. */
const continuation = /^(?:else|elif|elsif|catch|except|finally|while\b[^{]*;|\??\.|&&|\|\||\?|:|\+)/;
const commentLine = /^\s*(?:\/\/|\/\*|\*)/;

function endOfStatement(statement: SyntaxNode, text: string, languageId: string): Found {
  const end = endWithSeparator(text, statement);
  const column = languageId === "python" ? statement.startPosition.column : Infinity;
  return isFollowed(text, end, column) ? end : undefined;
}

/** True when other code than the statement's own comes after it, no farther right than `column`. */
function isFollowed(text: string, end: number, column = Infinity): boolean {
  const rest = text.slice(end);
  const lines = rest.split("\n").filter((line) => line.trim() !== "");
  const isHash = column !== Infinity;
  const code = lines.find((line) => !(isHash ? /^\s*#/ : commentLine).test(line));
  if (code !== undefined) {
    return !continuation.test(code.trim()) && code.search(/\S/) <= column;
  }
  // A comment that is set apart belongs to what comes next.
  return /\n[ \t]*\n/.test(rest) && lines.some((line) => line.search(/\S/) <= column);
}

/** End of a node's last visible character, with the separator after it. */
function endWithSeparator(text: string, { endIndex }: SyntaxNode): number {
  const separator = /^[ \t]*[;,]/.exec(text.slice(endIndex))?.[0].length ?? 0;
  return text.slice(0, endIndex + separator).trimEnd().length;
}

function endInBlock(
  container: SyntaxNode,
  children: readonly SyntaxNode[],
  text: string,
  question: StatementQuestion,
): Found {
  const { before, maxLines } = question;
  const linesUpTo = (end: number): number => text.slice(before.length, end).split("\n").length;
  const isTooLong = linesUpTo(text.trimEnd().length) > maxLines;
  let end = 0;
  for (const child of children) {
    if (child.startIndex >= text.length) {
      break;
    }
    if (isCloserOf(container, child)) {
      return endAtCloser(child, text, question.hasCloserBelow);
    }
    if (child.isError) {
      return "unknown";
    }
    const isNext = end > 0 && child.isNamed;
    const gap = isNext ? text.slice(end, child.startIndex) : "";
    if (isNext && /\n[ \t]*\n/.test(gap) && isFollowed(text, end)) {
      return end;
    }
    const childEnd = endWithSeparator(text, child);
    if (isTooLong && end > 0 && linesUpTo(childEnd) > maxLines) {
      return end;
    }
    end = childEnd;
  }
  return endAtDedent(container, text);
}

/** A block without brackets ends where the next code stands that is not in it. */
function endAtDedent(container: SyntaxNode, text: string): Found {
  if (container.parent === null || container.endIndex >= text.length) {
    return undefined;
  }
  const column = container.startPosition.column;
  // Some grammars count the line's end to the block.
  let lineStart = text.indexOf("\n", container.endIndex - 1) + 1;
  while (lineStart > 0 && lineStart < text.length) {
    const lineEnd = text.indexOf("\n", lineStart);
    const line = text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd);
    const own = line.search(/\S/);
    // A comment in the block may be hung outside of it by the grammar.
    if (own >= 0 && !(own >= column && line[own] === "#")) {
      return text.slice(0, lineStart).trimEnd().length;
    }
    lineStart = lineEnd + 1;
  }
  return undefined;
}

function endAtCloser(closer: SyntaxNode, text: string, hasCloserBelow: boolean): number {
  if (hasCloserBelow) {
    return text.slice(0, closer.startIndex).trimEnd().length;
  }
  // What else the line closes or ends goes with it, but no block that begins anew.
  const rest = /^[^\n]*/.exec(text.slice(closer.endIndex))?.[0] ?? "";
  return closer.endIndex + (opensBlockAtEnd(rest) || commentLine.test(rest) ? 0 : rest.trimEnd().length);
}
