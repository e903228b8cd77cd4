import type { SyntaxNode } from "../ports.ts";

/**
 * Visits `root` and its named descendants in text order. `visit` returns `"skip"` to leave out a
 * node's children. Iterative, because expressions in real files nest deeper than a call stack.
 */
export function walkTree(root: SyntaxNode, visit: (node: SyntaxNode) => "skip" | undefined | void): void {
  const waiting: SyntaxNode[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (visit(node) !== "skip") {
      const children = node.namedChildren;
      for (let index = children.length - 1; index >= 0; index -= 1) {
        const child = children[index];
        if (child !== undefined) {
          waiting.push(child);
        }
      }
    }
  }
}

/** Named descendants of the given types, `root` included, in text order. */
export function findAll(root: SyntaxNode, types: ReadonlySet<string>): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  walkTree(root, (node) => {
    if (types.has(node.type)) {
      found.push(node);
    }
  });
  return found;
}

/** The nearest ancestor of one of the types; `node` itself does not count. */
export function closestAncestor(node: SyntaxNode, types: ReadonlySet<string>): SyntaxNode | undefined {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (types.has(at.type)) {
      return at;
    }
  }
  return undefined;
}

/** The node under any number of parentheses. */
export function withoutParentheses(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (at.type === "parenthesized_expression" || at.type === "condition_clause") {
    const inner = at.namedChildren.find((child) => !isComment(child));
    if (inner === undefined || at.namedChildren.filter((child) => !isComment(child)).length !== 1) {
      return at;
    }
    at = inner;
  }
  return at;
}

export function isComment(node: SyntaxNode): boolean {
  return node.type === "comment" || node.type === "line_comment" || node.type === "block_comment";
}

/** Text of the anonymous operator between operands, such as `==`; the grammar names it where it can. */
export function operatorOf(node: SyntaxNode): string | undefined {
  const named = node.childForFieldName("operator");
  if (named !== null) {
    return named.type;
  }
  return node.children.find((child) => !child.isNamed && child.type !== "(" && child.type !== ")")?.type;
}
