import { type Rule } from "../rule.ts";

const literalTypes = new Set(["string", "concatenated_string", "integer", "float", "tuple"]);

/** Marks `x is "a"`: whether it holds depends on how the interpreter stores literals. */
export const pythonIsLiteral: Rule = {
  id: "python-is-literal",
  families: ["python"],
  nodeTypes: ["comparison_operator"],
  inspect: (node) => {
    const operator = node.childForFieldName("operators");
    const [left, right, more] = node.namedChildren;
    if (operator === null || left === undefined || right === undefined || more !== undefined) {
      return undefined;
    }
    const isNegated = /^is\s+not$/.test(operator.text);
    if (
      !(isNegated || operator.text === "is") ||
      ![left, right].some((side) => literalTypes.has(side.type))
    ) {
      return undefined;
    }
    const better = isNegated ? "!=" : "==";
    return {
      node,
      message: { id: "review.pythonIsLiteral", args: [operator.text, better] },
      fix: {
        title: { id: "review.fix.compare", args: [better] },
        edits: [{ startOffset: operator.startIndex, endOffset: operator.endIndex, newText: better }],
      },
    };
  },
};
