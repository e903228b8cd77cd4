import { operatorOf, withoutParentheses } from "../../code/walkTree.ts";
import type { SyntaxNode } from "../../ports.ts";
import { type Rule, type RuleCode, type RuleFix, replaceNode } from "../rule.ts";

const namesOfNan: Readonly<Record<RuleCode["family"], RegExp>> = {
  javascript: /^(Number\.)?NaN$/,
  java: /^(Double|Float)\.NaN$/,
  python: /^((math|np|numpy)\.nan|float\(\s*(["'])nan\3\s*\))$/i,
  cpp: /^NAN$/,
};

/** How a language asks whether `{0}` is not a number. */
const questions: Readonly<Record<RuleCode["family"], string | undefined>> = {
  javascript: "Number.isNaN({0})",
  java: "{1}.isNaN({0})",
  python: undefined,
  cpp: undefined,
};

/** Marks `x == NaN`, which is never true, and `x != NaN`, which always is. */
export const nanComparison: Rule = {
  id: "nan-comparison",
  families: ["python", "java", "javascript", "cpp"],
  nodeTypes: ["binary_expression", "comparison_operator"],
  inspect: (node, code) => {
    const operator = node.childForFieldName("operators")?.text ?? operatorOf(node) ?? "";
    const [left, right, more] = node.namedChildren;
    if (left === undefined || right === undefined || more !== undefined || !/^[!=]==?$/.test(operator)) {
      return undefined;
    }
    const isNan = (side: SyntaxNode): boolean => namesOfNan[code.family].test(withoutParentheses(side).text);
    const nan = isNan(right) ? right : isNan(left) ? left : undefined;
    if (nan === undefined) {
      return undefined;
    }
    const value = nan === right ? left : right;
    const isNegated = operator.startsWith("!");
    const id = isNegated ? "review.nanComparison.always" : "review.nanComparison.never";
    return { node, message: { id, args: [node.text] }, fix: fixOf(node, value, nan, { isNegated, code }) };
  },
};

function fixOf(
  node: SyntaxNode,
  value: SyntaxNode,
  nan: SyntaxNode,
  { isNegated, code }: { isNegated: boolean; code: RuleCode },
): RuleFix | undefined {
  const question = questions[code.family];
  if (question === undefined) {
    return undefined;
  }
  const owner = nan.text.split(".")[0] ?? "";
  const call = question.replace("{0}", () => withoutParentheses(value).text).replace("{1}", () => owner);
  return {
    title: { id: "review.fix.replaceWith", args: [call] },
    edits: [replaceNode(node, `${isNegated ? "!" : ""}${call}`)],
  };
}
