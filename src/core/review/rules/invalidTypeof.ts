import { operatorOf } from "../../code/walkTree.ts";
import type { SyntaxNode } from "../../ports.ts";
import type { Rule } from "../rule.ts";

/** Every answer `typeof` can give (ECMAScript, "The typeof Operator"); `unknown` came from old hosts. */
const typeNames = new Set([
  "undefined",
  "object",
  "boolean",
  "number",
  "bigint",
  "string",
  "symbol",
  "function",
  "unknown",
]);

function isTypeof(node: SyntaxNode): boolean {
  return node.type === "unary_expression" && node.childForFieldName("operator")?.type === "typeof";
}

/** Marks `typeof x === "strnig"`. */
export const invalidTypeof: Rule = {
  id: "invalid-typeof",
  families: ["javascript"],
  nodeTypes: ["binary_expression"],
  inspect: (node) => {
    const left = node.childForFieldName("left");
    const right = node.childForFieldName("right");
    if (left === null || right === null || !/^[!=]==?$/.test(operatorOf(node) ?? "")) {
      return undefined;
    }
    const text = isTypeof(left) ? right : isTypeof(right) ? left : undefined;
    const name = text?.text.match(/^(["'])([\w ]*)\1$/)?.[2];
    return text?.type === "string" && name !== undefined && !typeNames.has(name)
      ? { node: text, message: { id: "review.invalidTypeof", args: [name] } }
      : undefined;
  },
};
