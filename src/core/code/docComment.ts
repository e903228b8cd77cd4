import type { SyntaxNode } from "../ports.ts";
import type { CodeFamily } from "./codeFamily.ts";
import { listCodeUnits } from "./codeUnits.ts";
import { isComment } from "./walkTree.ts";

/**
 * The lines of a unit's doc comment without its marks: the docstring in Python, else the comments that
 * stand directly above. Empty when there is none.
 */
export function docCommentOf(outer: SyntaxNode, node: SyntaxNode, family: CodeFamily): string[] {
  if (family === "python") {
    const docstring = docstringOf(node);
    if (docstring.length > 0) {
      return docstring;
    }
  }
  return cleanComments(commentsAbove(outer));
}

/** The docstring of a module, or the comment a file begins with. */
export function fileCommentOf(root: SyntaxNode, family: CodeFamily): string[] {
  const [first] = root.namedChildren;
  if (family === "python" && first !== undefined && first.type === "expression_statement") {
    return stringLines(first);
  }
  const comments: SyntaxNode[] = [];
  for (const child of root.namedChildren) {
    const isNext =
      comments.length === 0 || child.startPosition.row <= (comments.at(-1)?.endPosition.row ?? 0) + 1;
    if (!isComment(child) || !isNext) {
      break;
    }
    comments.push(child);
  }
  return isOfNextUnit(root, comments.length, family) ? [] : cleanComments(comments);
}

/** Whether the comments that a file begins with stand directly above a function or class, and so are its own. */
function isOfNextUnit(root: SyntaxNode, commentCount: number, family: CodeFamily): boolean {
  const last = root.namedChildren[commentCount - 1];
  const next = root.namedChildren[commentCount];
  return (
    last !== undefined &&
    next !== undefined &&
    next.startPosition.row <= last.endPosition.row + 1 &&
    listCodeUnits(next, family).some(({ outer }) => outer.startIndex === next.startIndex)
  );
}

const maxSentenceChars = 120;

/** What a doc comment says first, on one line and without its tags; empty where it has only tags. */
export function firstSentence(doc: readonly string[]): string {
  const end = doc.findIndex((line) => line.trim() === "" || /^\s*[@\\:]\w/.test(line));
  const text = (end === -1 ? doc : doc.slice(0, end)).join(" ").replace(/\s+/g, " ").trim();
  const sentence = /^.*?(?:[.!?](?=\s)|[。！？])/u.exec(text)?.[0] ?? text;
  return sentence.length > maxSentenceChars ? `${sentence.slice(0, maxSentenceChars - 1)}…` : sentence;
}

function docstringOf(node: SyntaxNode): string[] {
  const first = node.childForFieldName("body")?.namedChildren.find((child) => !isComment(child));
  return first === undefined ? [] : stringLines(first);
}

function stringLines(statement: SyntaxNode): string[] {
  const text = statement.namedChildren[0];
  if (statement.type !== "expression_statement" || text?.type !== "string") {
    return [];
  }
  const content = text.text.replace(/^[rRuUbB]*("""|'''|"|')/, "").replace(/("""|'''|"|')$/, "");
  return trimLines(content.split(/\r?\n/).map((line) => line.trim()));
}

function commentsAbove(outer: SyntaxNode): SyntaxNode[] {
  const siblings = outer.parent?.namedChildren ?? [];
  const found: SyntaxNode[] = [];
  let nextRow = outer.startPosition.row;
  for (
    let index = siblings.findIndex((node) => node.startIndex === outer.startIndex) - 1;
    index >= 0;
    index -= 1
  ) {
    const node = siblings[index];
    const before = siblings[index - 1];
    // A comment behind code on its line belongs to that code.
    // A directive of the preprocessor ends with its line, at the beginning of the next one.
    const isTrailing =
      before !== undefined &&
      before.endPosition.row === node?.startPosition.row &&
      before.endPosition.column > 0 &&
      !isComment(before);
    if (node === undefined || !isComment(node) || isTrailing || node.endPosition.row < nextRow - 1) {
      break;
    }
    found.unshift(node);
    nextRow = node.startPosition.row;
    if (node.text.startsWith("/*")) {
      break;
    }
  }
  return found;
}

function cleanComments(comments: readonly SyntaxNode[]): string[] {
  const lines = comments.flatMap((comment) =>
    comment.text
      .replace(/^\/\*+!?/, "")
      .replace(/\*+\/$/, "")
      .split(/\r?\n/)
      .map((line) => line.replace(/^\s*(\*(?!\/)|\/{2,}[!<]?|#+)?\s?/, "").trimEnd()),
  );
  return trimLines(lines);
}

/** Without blank lines at either end. */
function trimLines(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== "");
  const last = lines.findLastIndex((line) => line.trim() !== "");
  return first === -1 ? [] : lines.slice(first, last + 1);
}
