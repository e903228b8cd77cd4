import { isInsideAssertion, isRepeatable, isSameCode } from "../../code/expressions.ts";
import { operatorOf, withoutParentheses } from "../../code/walkTree.ts";
import type { Rule } from "../rule.ts";

const operators = new Set(["&&", "||", "??", "and", "or"]);

/** Marks `a && a`: one of the two was meant to be something else. */
export const sameOperands: Rule = {
  id: "same-operands",
  families: ["python", "java", "javascript", "cpp"],
  nodeTypes: ["binary_expression", "boolean_operator"],
  inspect: (node) => {
    const left = node.childForFieldName("left");
    const right = node.childForFieldName("right");
    const operator = operatorOf(node) ?? "";
    if (left === null || right === null || !operators.has(operator)) {
      return undefined;
    }
    const side = withoutParentheses(left);
    if (!isSameCode(side, withoutParentheses(right)) || !isRepeatable(side) || isInsideAssertion(node)) {
      return undefined;
    }
    return { node, message: { id: "review.sameOperands", args: [operator, side.text] } };
  },
};
