import type { SyntaxNode } from "../../ports.ts";

/** Nodes that hold statements without brackets of their own; the first kind may begin with a statement. */
const plainBlocks = new Set([
  "module",
  "block",
  "program",
  "translation_unit",
  "source_file",
  "compilation_unit",
]);
const labelledBlocks = new Set([
  "switch_block_statement_group",
  "switch_case",
  "switch_default",
  "case_statement",
  "expression_case",
  "type_case",
  "communication_case",
  "default_case",
  "switch_section",
]);
const openers = new Set(["{", "(", "["]);
const closers = new Set(["}", ")", "]"]);

/** The innermost list of statements, members or elements that `position` stands in. */
export function containerAt(root: SyntaxNode, position: number): SyntaxNode | undefined {
  let container: SyntaxNode | undefined;
  let node: SyntaxNode | undefined = root;
  while (node !== undefined) {
    // Below an error nothing can be trusted.
    if (node.isError) {
      return undefined;
    }
    if (holds(node, position)) {
      container = node;
    }
    node = node.children.find(({ startIndex, endIndex }) => startIndex <= position && endIndex > position);
  }
  return container;
}

function holds(node: SyntaxNode, position: number): boolean {
  const { startIndex } = node;
  if (isBracketed(node)) {
    const last = node.children.at(-1);
    return startIndex < position && last !== undefined && position < last.startIndex;
  }
  return plainBlocks.has(node.type) || (labelledBlocks.has(node.type) && startIndex < position);
}

function isBracketed(node: SyntaxNode): boolean {
  const children = node.children;
  return openers.has(children[0]?.type ?? "") && closers.has(children.at(-1)?.type ?? "");
}

/** The statements, members or elements, with the brackets and separators between them. */
export function partsOf(container: SyntaxNode): SyntaxNode[] {
  // One grammar puts a list of its own between the brackets.
  return container.children.flatMap((child) => (child.type === "statement_list" ? child.children : [child]));
}

/** True for the bracket that closes the container. */
export function isCloserOf(container: SyntaxNode, child: SyntaxNode): boolean {
  return closers.has(child.type) && isBracketed(container) && child.endIndex === container.endIndex;
}
