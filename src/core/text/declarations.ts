import { findClosing, findMark } from "./codeScan.ts";
import { indentOf } from "./reindent.ts";
import { toTextLines, type TextLine } from "./textLines.ts";

/** A function, method or type of a text, found by its shape alone; lines are zero-based and inclusive. */
export interface Declaration {
  readonly name: string;
  /** The header without blanks, to tell overloads apart. */
  readonly signature: string;
  /** Its own first line, after comments and annotations. */
  readonly line: number;
  /** First line of the comments and annotations directly above, or `line`. */
  readonly headLine: number;
  readonly endLine: number;
}

const keywordDeclaration =
  /^\s*(?:(?:export|default|public|private|protected|internal|abstract|final|static|async|sealed|open|data|partial|pub(?:\([^)]*\))?|unsafe|const|inline|override|suspend|declare|typedef|friend|template\s*<[^{;]*>)\s+)*(?:function\s*\*?|def|class|interface|enum(?:\s+(?:class|struct))?|struct|union|record|trait|object|namespace|module|fn|fun|func(?:\s*\([^)]*\))?|sub|impl(?:\s*<[^>]*>)?|type|protocol)\s+(?<name>[\p{L}_$][\p{L}\p{N}_$.:]*)/u;
const boundFunction =
  /^\s*(?:export\s+)?(?:const|let|var|val)\s+(?<name>[\p{L}_$][\p{L}\p{N}_$]*)\s*(?::[^=]+)?=\s*(?:async\s*)?(?:function\b|\([^)]*\)?[^=]*=>|[\w$]+\s*=>|\($)/u;
/** The name begins where a word does: tried from within, a word of 10,000 letters would take seconds. */
const callShape =
  /^\s*(?<before>[\p{L}\p{N}_$:<>,*&[\]?.~@\s]*?)(?<name>(?<![\p{L}\p{N}_$])(?:[\p{L}_$][\p{L}\p{N}_$]*::)*[~#]?[\p{L}_$][\p{L}\p{N}_$]*)\s*(?:<[^()]*>)?\(/u;
const notNames = new Set(
  "if for while switch catch return else do try throw new await yield case when foreach lock using synchronized sizeof typeof match until unless elif except with assert delete in of and or not super this".split(
    " ",
  ),
);

interface Shape {
  readonly name: string;
  /** Where to look for the body from. */
  readonly offset: number;
  readonly isCallShape: boolean;
}

function shapeOf(line: TextLine): Shape | undefined {
  const byKeyword = keywordDeclaration.exec(line.text) ?? boundFunction.exec(line.text);
  const named = byKeyword?.groups?.["name"];
  if (byKeyword !== null && named !== undefined) {
    return {
      name: named.replace(/[:.]+$/, ""),
      offset: line.startOffset + byKeyword[0].length,
      isCallShape: false,
    };
  }
  const called = callShape.exec(line.text);
  const name = called?.groups?.["name"];
  const before = called?.groups?.["before"] ?? "";
  if (called === null || name === undefined || notNames.has(name)) {
    return undefined;
  }
  const words = before.split(/[^\p{L}\p{N}_$]+/u);
  if (words.some((word) => notNames.has(word)) || /[.]$/.test(before)) {
    return undefined;
  }
  return { name, offset: line.startOffset + called[0].length - 1, isCallShape: true };
}

function isIndented(line: TextLine, indent: string): boolean {
  return (
    line.text.trim() === "" || (indentOf(line.text).length > indent.length && line.text.startsWith(indent))
  );
}

/** Last line of a body that is told by indentation alone, such as Python's. */
function endByIndent(lines: readonly TextLine[], headerEnd: number, indent: string): number {
  let end = headerEnd;
  for (let i = headerEnd + 1; i < lines.length; i += 1) {
    const line = lines[i];
    if (line === undefined || !isIndented(line, indent)) {
      return line !== undefined && line.text.trim() === "end" && indentOf(line.text) === indent ? i : end;
    }
    if (line.text.trim() !== "") {
      end = i;
    }
  }
  return end;
}

/** The line that holds `offset`, which is not above line `from`. */
function lineAt(lines: readonly TextLine[], offset: number, from: number): number {
  let line = from;
  while (line < lines.length - 1 && offset > (lines[line]?.endOffset ?? 0)) {
    line += 1;
  }
  return line;
}

/** What stands between the parameters and the body of a function is shorter than this (characters). */
const maxBeforeBodyChars = 2000;

/** Where the body of a function has to have begun: calls look like its header, and have none up to the file's end. */
function endOfHeader(text: string, start: number): number {
  const near = text.slice(start, start + maxBeforeBodyChars);
  const blankLine = near.search(/\n[ \t\r]*\n/);
  return start + (blankLine === -1 ? near.length : blankLine);
}

const indentedKeyword = /^\s*(?:async\s+)?(?:def|class)\b/;
/** What may stand between a colon after a class's name and its brace: the types it is derived from. */
const baseTypes = /^[\w\s,<>:.&*?()]*$/;

/** Where the braced body begins that the mark after a header leads to; undefined where there is none. */
function braceAfter(text: string, mark: number | undefined, mayBeIndented: boolean): number | undefined {
  if (mark === undefined || text[mark] === "{" || !mayBeIndented) {
    return mark !== undefined && text[mark] === "{" ? mark : undefined;
  }
  // `class Cart` is a header of Python and of Java, JavaScript and C++, where the brace may stand on the next line.
  const next = findMark(text, mark + 1, "{;", endOfHeader(text, mark));
  const between = text.slice(mark + 1, next);
  const isOnNextLine = text[mark] === "\n" && between.trim() === "";
  const isAfterTypes = text[mark] === ":" && baseTypes.test(between) && !/^[ \t]*\n|\n\s*\n/.test(between);
  return next !== undefined && text[next] === "{" && (isOnNextLine || isAfterTypes) ? next : undefined;
}

/** End of the declaration's header (its `{`, or the `:` or line end before an indented body) and of its body. */
function extentOf(
  text: string,
  lines: readonly TextLine[],
  line: number,
  shape: Shape,
): { readonly headerEnd: number; readonly endLine: number } | undefined {
  const afterParameters = text[shape.offset] === "(" ? findClosing(text, shape.offset) : shape.offset;
  if (afterParameters === undefined) {
    return undefined;
  }
  const mayBeIndented = indentedKeyword.test(lines[line]?.text ?? "");
  const end = shape.isCallShape ? endOfHeader(text, afterParameters) : afterParameters + maxBeforeBodyChars;
  const mark = findMark(text, afterParameters, mayBeIndented ? "{;:\n" : "{;", end);
  const brace = braceAfter(text, mark, mayBeIndented);
  if (brace !== undefined) {
    const closing = findClosing(text, brace);
    const between = text.slice(afterParameters, brace);
    const mayPrecedeBody = !shape.isCallShape || !/[^=!<>]=[^=>]|\)\s*\n\s*\w+\s*\(/.test(between);
    return closing === undefined || !mayPrecedeBody
      ? undefined
      : { headerEnd: brace, endLine: lineAt(lines, closing, line) };
  }
  if (shape.isCallShape) {
    return undefined;
  }
  const headerEnd = mark ?? lines[line]?.endOffset ?? text.length;
  const headerLine = lineAt(lines, headerEnd, line);
  const endLine = endByIndent(lines, headerLine, indentOf(lines[line]?.text ?? ""));
  const isOneStatement = mark !== undefined && text[mark] === ";";
  return { headerEnd, endLine: isOneStatement ? headerLine : endLine };
}

const headShape = /^\s*(?:@|\[[A-Z]|#\[|\/\/|\/\*|\*|#(?!include|define|if|endif|pragma)|--|template\s*<)/;

function headLineOf(lines: readonly TextLine[], line: number): number {
  let head = line;
  while (head > 0 && headShape.test(lines[head - 1]?.text ?? "")) {
    head -= 1;
  }
  return head;
}

/** Every declaration of `text`, nested ones included, in the order of their lines. */
export function findDeclarations(text: string): readonly Declaration[] {
  const lines = toTextLines(text);
  const found: Declaration[] = [];
  for (const [line, textLine] of lines.entries()) {
    const isComment = /^\s*(?:\/\/|\/\*|\*|#|--)/.test(textLine.text);
    const shape = isComment ? undefined : shapeOf(textLine);
    const extent = shape === undefined ? undefined : extentOf(text, lines, line, shape);
    if (shape !== undefined && extent !== undefined) {
      const header = text.slice(textLine.startOffset, extent.headerEnd);
      const signature = header.replace(/\s+/g, "");
      found.push({
        name: shape.name,
        signature,
        line,
        headLine: headLineOf(lines, line),
        endLine: extent.endLine,
      });
    }
  }
  return found;
}

/** Those of `declarations` that lie in no other. */
export function outermost(declarations: readonly Declaration[]): readonly Declaration[] {
  let coveredTo = -1;
  return declarations.filter((declaration) => {
    const isOuter = declaration.line > coveredTo;
    coveredTo = Math.max(coveredTo, declaration.endLine);
    return isOuter;
  });
}
