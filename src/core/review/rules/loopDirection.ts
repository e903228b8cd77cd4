import { operatorOf } from "../../code/walkTree.ts";
import type { SyntaxNode } from "../../ports.ts";
import type { Rule } from "../rule.ts";

/** Which way the update moves `name`: `up`, `down`, or undefined when that is not plain. */
function directionOf(update: SyntaxNode, name: string): "up" | "down" | undefined {
  const match = update.text
    .replace(/\s+/g, "")
    .match(/^(?:(\+\+|--)([\w$]+)|([\w$]+)(\+\+|--)|([\w$]+)([+-])=\d+)$/);
  const target = match?.[2] ?? match?.[3] ?? match?.[5];
  const sign = match?.[1] ?? match?.[4] ?? match?.[6];
  return target === name && sign !== undefined ? (sign.startsWith("+") ? "up" : "down") : undefined;
}

/** C and C++ count down past zero of an unsigned type on purpose; only a plain `int` is judged. */
function isJudged(node: SyntaxNode, family: string): boolean {
  return family !== "cpp" || /^int\s/.test(node.childForFieldName("initializer")?.text ?? "");
}

/** Marks `for (i = 0; i < n; i--)`: it goes away from its end. */
export const loopDirection: Rule = {
  id: "loop-direction",
  families: ["java", "javascript", "cpp"],
  nodeTypes: ["for_statement"],
  inspect: (node, { family }) => {
    const condition = node.childForFieldName("condition");
    const update = node.childForFieldName("update") ?? node.childForFieldName("increment");
    const left = condition?.childForFieldName("left");
    if (
      condition?.type !== "binary_expression" ||
      left?.type !== "identifier" ||
      update === null ||
      !isJudged(node, family)
    ) {
      return undefined;
    }
    const operator = operatorOf(condition) ?? "";
    const wrong = { "<": "down", "<=": "down", ">": "up", ">=": "up" }[operator];
    return wrong !== undefined && directionOf(update, left.text) === wrong
      ? { node: update, message: { id: "review.loopDirection", args: [left.text, condition.text] } }
      : undefined;
  },
};
