import { type Rule, replaceNode } from "../rule.ts";

/** Marks `assert (condition, "text")`: a tuple is always true. */
export const pythonAssertTuple: Rule = {
  id: "python-assert-tuple",
  families: ["python"],
  nodeTypes: ["assert_statement"],
  inspect: (node) => {
    const [tuple, more] = node.namedChildren;
    if (tuple?.type !== "tuple" || more !== undefined || tuple.namedChildren.length === 0) {
      return undefined;
    }
    const [condition, text, third] = tuple.namedChildren;
    const isPair = condition !== undefined && text !== undefined && third === undefined;
    return {
      node,
      message: { id: "review.pythonAssertTuple", args: [] },
      fix: isPair
        ? {
            title: { id: "review.fix.unwrapAssert", args: [] },
            edits: [replaceNode(tuple, `${condition.text}, ${text.text}`)],
          }
        : undefined,
    };
  },
};
