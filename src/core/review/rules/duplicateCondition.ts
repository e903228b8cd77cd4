import { isRepeatable, isSameCode } from "../../code/expressions.ts";
import { withoutParentheses } from "../../code/walkTree.ts";
import type { SyntaxNode } from "../../ports.ts";
import type { Rule } from "../rule.ts";

/** The `if` that follows in an `else`, when there is one. */
function nextIf(statement: SyntaxNode): SyntaxNode | undefined {
  const alternative = statement.childForFieldName("alternative");
  const inner = alternative?.type === "else_clause" ? alternative.namedChildren[0] : alternative;
  return inner?.type === "if_statement" ? inner : undefined;
}

/** True for an `if` that is itself the `else` part of another. */
function isContinuation(statement: SyntaxNode): boolean {
  const parent = statement.parent?.type === "else_clause" ? statement.parent.parent : statement.parent;
  return parent?.type === "if_statement" && nextIf(parent)?.startIndex === statement.startIndex;
}

function conditionsOf(statement: SyntaxNode): SyntaxNode[] {
  const conditions: SyntaxNode[] = [];
  for (let at: SyntaxNode | undefined = statement; at !== undefined; at = nextIf(at)) {
    const clauses = [at, ...at.namedChildren.filter((child) => child.type === "elif_clause")];
    for (const clause of clauses) {
      const condition = clause.childForFieldName("condition");
      if (condition !== null) {
        conditions.push(withoutParentheses(condition));
      }
    }
  }
  return conditions;
}

/** Marks the second of two equal conditions in a chain of `if` and `else if`. */
export const duplicateCondition: Rule = {
  id: "duplicate-condition",
  families: ["python", "java", "javascript", "cpp"],
  nodeTypes: ["if_statement"],
  inspect: (node) => {
    if (isContinuation(node)) {
      return undefined;
    }
    const conditions = conditionsOf(node);
    if (!conditions.every(isRepeatable)) {
      return undefined;
    }
    for (const [index, condition] of conditions.entries()) {
      const earlier = conditions.slice(0, index).find((other) => isSameCode(other, condition));
      if (earlier !== undefined) {
        return {
          node: condition,
          message: { id: "review.duplicateCondition", args: [earlier.startPosition.row + 1] },
        };
      }
    }
    return undefined;
  },
};
