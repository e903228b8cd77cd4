import { functionTypes } from "../../code/codeUnits.ts";
import { closestAncestor } from "../../code/walkTree.ts";
import type { Rule } from "../rule.ts";

/** Marks a `return` inside `finally`: it throws away the error that was on its way. */
export const returnInFinally: Rule = {
  id: "return-in-finally",
  families: ["python", "java", "javascript"],
  nodeTypes: ["return_statement"],
  inspect: (node, { family }) => {
    const around = closestAncestor(node, new Set([...functionTypes[family], "finally_clause", "class_body"]));
    return around?.type === "finally_clause"
      ? { node, message: { id: "review.returnInFinally", args: [] } }
      : undefined;
  },
};
