import { type Rule, replaceNode } from "../rule.ts";

/** Marks `raise NotImplemented`, a value that is no exception. */
export const pythonRaiseNotImplemented: Rule = {
  id: "python-raise-not-implemented",
  families: ["python"],
  nodeTypes: ["raise_statement"],
  inspect: (node) => {
    const raised = node.namedChildren[0];
    const name = raised?.type === "call" ? raised.childForFieldName("function") : raised;
    if (name?.type !== "identifier" || name.text !== "NotImplemented") {
      return undefined;
    }
    return {
      node,
      message: { id: "review.pythonRaiseNotImplemented", args: [] },
      fix: {
        title: { id: "review.fix.replaceWith", args: ["NotImplementedError"] },
        edits: [replaceNode(name, "NotImplementedError")],
      },
    };
  },
};
