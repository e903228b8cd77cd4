import { isComment, operatorOf, withoutParentheses } from "../../code/walkTree.ts";
import type { SyntaxNode } from "../../ports.ts";
import type { Rule } from "../rule.ts";

const loopTypes = new Set(["while_statement", "do_statement", "for_statement"]);

/** Nodes whose `condition` brings its own pair of parentheses. */
const parenthesisedTypes = new Set(["if_statement", "while_statement", "do_statement"]);

function bareCondition(node: SyntaxNode): SyntaxNode | undefined {
  const condition = node.childForFieldName("condition");
  if (condition === null || !parenthesisedTypes.has(node.type)) {
    return condition ?? undefined;
  }
  const inner = condition.namedChildren.filter((child) => !isComment(child));
  return inner.length === 1 ? inner[0] : undefined;
}

/** A result that is worked out on the right is kept on purpose; a plain value was meant for comparing. */
function isPlainValue(node: SyntaxNode): boolean {
  return (
    isConstant(node) ||
    /^(identifier|this|member_expression|field_expression|field_access|qualified_identifier|subscript_expression|array_access)$/.test(
      node.type,
    )
  );
}

/** In a loop `while (p = p->next)` is an idiom; only a constant on the right is a sure mistake. */
function isConstant(node: SyntaxNode): boolean {
  return /literal|^(number|string|true|false|null|undefined)$/.test(node.type);
}

/**
 * Marks `if (a = b)`. Silent where the assignment stands in parentheses of its own, which says that it
 * is meant, and where a result is kept, as in `if (found = find(x))`.
 */
export const assignmentInCondition: Rule = {
  id: "assignment-in-condition",
  families: ["java", "javascript", "cpp"],
  nodeTypes: [
    "if_statement",
    "while_statement",
    "do_statement",
    "for_statement",
    "ternary_expression",
    "conditional_expression",
  ],
  inspect: (node, code) => {
    const assignment = bareCondition(node);
    if (assignment?.type !== "assignment_expression") {
      return undefined;
    }
    const left = assignment.childForFieldName("left");
    const right = assignment.childForFieldName("right");
    if (left === null || right === null || (operatorOf(assignment) ?? "=") !== "=") {
      return undefined;
    }
    const value = withoutParentheses(right);
    if (!isPlainValue(value) || (loopTypes.has(node.type) && !isConstant(value))) {
      return undefined;
    }
    const sign = assignment.children.find((child) => child.type === "=");
    const comparison = code.family === "javascript" ? "===" : "==";
    return {
      node: assignment,
      message: { id: "review.assignmentInCondition", args: [left.text] },
      fix:
        sign === undefined
          ? undefined
          : {
              title: { id: "review.fix.compare", args: [comparison] },
              edits: [{ startOffset: sign.startIndex, endOffset: sign.endIndex, newText: comparison }],
            },
    };
  },
};
