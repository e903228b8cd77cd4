import { isInsideAssertion, isRepeatable, isSameCode } from "../../code/expressions.ts";
import { closestAncestor, operatorOf, withoutParentheses } from "../../code/walkTree.ts";
import type { SyntaxNode } from "../../ports.ts";
import type { Rule } from "../rule.ts";

/** `!=` is left out: `x != x` is how "not a number" is told where the language has no name for it. */
const comparisons = new Set(["==", "===", "<", ">", "<=", ">=", "is", "is not"]);

function operandsOf(node: SyntaxNode): readonly [SyntaxNode, SyntaxNode] | undefined {
  if (node.type === "method_invocation") {
    const object = node.childForFieldName("object");
    const arguments_ = node.childForFieldName("arguments")?.namedChildren ?? [];
    const only = arguments_.length === 1 ? arguments_[0] : undefined;
    const isEquals = node.childForFieldName("name")?.text === "equals";
    return isEquals && object !== null && only !== undefined ? [object, only] : undefined;
  }
  const [left, right, more] = node.namedChildren;
  return left !== undefined && right !== undefined && more === undefined ? [left, right] : undefined;
}

/** Marks a comparison whose two sides are the same code. */
export const selfComparison: Rule = {
  id: "self-comparison",
  families: ["python", "java", "javascript", "cpp"],
  nodeTypes: ["binary_expression", "comparison_operator", "method_invocation"],
  inspect: (node) => {
    const operands = operandsOf(node);
    if (operands === undefined) {
      return undefined;
    }
    const isMethod = node.type === "method_invocation";
    const operator = isMethod
      ? "equals"
      : ((node.childForFieldName("operators") ?? undefined)?.text ?? operatorOf(node) ?? "");
    if (!isMethod && !comparisons.has(operator)) {
      return undefined;
    }
    const [left, right] = operands.map(withoutParentheses) as [SyntaxNode, SyntaxNode];
    // Generic code checks the requirements of a type in this way.
    if (closestAncestor(node, new Set(["template_declaration", "requires_clause"])) !== undefined) {
      return undefined;
    }
    if (isLiteral(left) || !isSameCode(left, right) || !isRepeatable(left) || isInsideAssertion(node)) {
      return undefined;
    }
    return { node, message: { id: "review.selfComparison", args: [left.text] } };
  },
};

/** `1 == 1` is written on purpose. */
function isLiteral(node: SyntaxNode): boolean {
  return /literal|^(integer|float|number|string|true|false|none|null)$/i.test(node.type);
}
