import { operatorOf, withoutParentheses } from "../../code/walkTree.ts";
import type { SyntaxNode } from "../../ports.ts";
import type { Rule, RuleCode } from "../rule.ts";

const lengths: Readonly<Record<RuleCode["family"], RegExp>> = {
  python: /^len\([^()]*\)$/,
  java: /\.(length|length\(\)|size\(\))$/,
  javascript: /\.length$/,
  cpp: /(\.|->)(size|length)\(\)$/,
};

/** Marks `length < 0` (never) and `length >= 0` (always). */
export const impossibleLength: Rule = {
  id: "impossible-length",
  families: ["python", "java", "javascript", "cpp"],
  nodeTypes: ["binary_expression", "comparison_operator"],
  inspect: (node, { family }) => {
    const [left, right, more] = node.namedChildren;
    if (left === undefined || right === undefined || more !== undefined) {
      return undefined;
    }
    const operator = node.childForFieldName("operators")?.text ?? operatorOf(node) ?? "";
    const isZero = (side: SyntaxNode): boolean => side.text === "0";
    const isLength = (side: SyntaxNode): boolean =>
      !side.type.startsWith("binary") && lengths[family].test(withoutParentheses(side).text);
    const verdict =
      isLength(left) && isZero(right)
        ? { "<": "never", ">=": "always" }[operator]
        : isZero(left) && isLength(right)
          ? { ">": "never", "<=": "always" }[operator]
          : undefined;
    return verdict === undefined
      ? undefined
      : { node, message: { id: `review.impossibleLength.${verdict}`, args: [node.text] } };
  },
};
