import { bodyOf } from "../code/codeUnits.ts";
import { walkTree } from "../code/walkTree.ts";
import type { SyntaxNode } from "../ports.ts";
import { isImport } from "./importUnion.ts";
import { suiteOf, type TestFile } from "./testFile.ts";

/** A statement or member with the comments before it; dead with its tree. */
export interface TestPiece {
  readonly node: SyntaxNode;
  /** From the line start of its first comment to its end, closing signs of its line included. */
  readonly text: string;
  /** What it declares at its level: function, class, constant, test; undefined when nothing. */
  readonly name: string | undefined;
  readonly nameNode: SyntaxNode | undefined;
  /** True when its name is a title in quotes and not an identifier. */
  readonly isTitled: boolean;
  /** The GoogleTest suite that the name counts in; "" for anything else. */
  readonly suiteName: string;
}

/** The parts of a file that are neither imports nor the closing lines of a script. */
export function topPieces(file: TestFile): TestPiece[] {
  const start = file.root.namedChildren.filter((node) => isImport(node, file)).at(-1)?.endIndex ?? 0;
  const nodes = file.root.namedChildren.filter(
    (node) => !isImport(node, file) && !isMainGuard(node) && !isDocString(node, file),
  );
  return piecesOf(nodes, start, file);
}

/** The members of a class or the statements of a suite's block. */
export function innerPieces(body: SyntaxNode, file: TestFile): TestPiece[] {
  const start = file.family === "python" ? lineStart(file.text, body.startIndex) : body.startIndex + 1;
  return piecesOf(body.namedChildren, start, file);
}

export function isMainGuard(node: SyntaxNode): boolean {
  return node.type === "if_statement" && /^if\s*\(?\s*__name__\b/.test(node.text);
}

function isDocString(node: SyntaxNode, file: TestFile): boolean {
  return (
    file.family === "python" &&
    node.type === "expression_statement" &&
    node.namedChildren[0]?.type === "string"
  );
}

function piecesOf(nodes: readonly SyntaxNode[], startIndex: number, file: TestFile): TestPiece[] {
  const pieces: TestPiece[] = [];
  let from = startIndex;
  for (const node of nodes) {
    if (node.type.endsWith("comment")) {
      // What stands behind a statement on its line belongs to that statement.
      const isTrailing = pieces.length > 0 && !file.text.slice(from, node.startIndex).includes("\n");
      from = isTrailing ? node.endIndex : from;
      continue;
    }
    const end = endOf(node, file);
    const text = trimBlankLines(file.text.slice(from, end));
    from = end;
    if (text !== "" && text.trim() !== ";") {
      pieces.push({ node, text, ...nameOfPiece(node, file) });
    }
  }
  return pieces;
}

/** A class of C++ ends behind its brace, at a sign that is no part of it to the parser. */
function endOf(node: SyntaxNode, file: TestFile): number {
  const sign = file.family === "cpp" ? /^\s*;/.exec(file.text.slice(node.endIndex)) : null;
  return node.endIndex + (sign?.[0].length ?? 0);
}

/** Blank lines around go, the first line keeps its indentation. */
function trimBlankLines(text: string): string {
  return text.replace(/^(?:[ \t]*;?[ \t]*\r?\n)+/, "").replace(/\s+$/, "");
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

function nameOfPiece(
  node: SyntaxNode,
  file: TestFile,
): Pick<TestPiece, "name" | "nameNode" | "isTitled" | "suiteName"> {
  const own = file.cases.find(
    ({ startIndex, endIndex }) => startIndex === node.startIndex && endIndex === node.endIndex,
  );
  const suite = file.family === "javascript" ? suiteOf(node) : undefined;
  if (suite !== undefined) {
    return { name: suite.title, nameNode: undefined, isTitled: true, suiteName: "" };
  }
  if (own !== undefined) {
    const nameNode = nodeAt(node, own.nameStart, own.nameEnd);
    const suiteName = file.family === "cpp" ? own.container : "";
    return { name: own.name, nameNode, isTitled: nameNode === undefined, suiteName };
  }
  const nameNode = declaredName(node, file);
  return { name: nameNode?.text, nameNode, isTitled: false, suiteName: "" };
}

function nodeAt(root: SyntaxNode, startIndex: number, endIndex: number): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  walkTree(root, (node) => {
    if (
      node.startIndex === startIndex &&
      node.endIndex === endIndex &&
      node.namedChildren.length === 0 &&
      node.type.endsWith("identifier")
    ) {
      found = node;
    }
  });
  return found;
}

function declaredName(node: SyntaxNode, file: TestFile): SyntaxNode | undefined {
  const inner =
    node.type === "decorated_definition" || node.type === "export_statement"
      ? (node.childForFieldName("definition") ?? node.childForFieldName("declaration") ?? node)
      : node;
  const direct = inner.childForFieldName("name");
  if (direct !== null) {
    return direct;
  }
  const assigned = inner.type === "expression_statement" ? inner.namedChildren[0] : undefined;
  if (file.family === "python" && assigned?.type === "assignment") {
    const left = assigned.childForFieldName("left");
    return left?.type === "identifier" ? left : undefined;
  }
  const declarator = inner.namedChildren.find((child) => child.type.endsWith("declarator"));
  let at = declarator ?? null;
  while (at !== null && !at.type.endsWith("identifier")) {
    at = at.childForFieldName("name") ?? at.childForFieldName("declarator");
  }
  return at ?? undefined;
}

/** The block of a suite or test class, which members can be added to; undefined for anything else. */
export function containerBody(node: SyntaxNode, file: TestFile): SyntaxNode | undefined {
  if (file.family === "javascript") {
    return suiteOf(node)?.body;
  }
  return file.family === "python" && node.type === "class_definition" ? bodyOf(node) : undefined;
}

/** True for the same code in another layout. */
export function isSame(a: string, b: string): boolean {
  return a.replace(/\s+/g, " ").trim() === b.replace(/\s+/g, " ").trim();
}
