import { isRepeatable } from "../../code/expressions.ts";
import type { SyntaxNode } from "../../ports.ts";
import type { Rule } from "../rule.ts";

/** Marks a `case` whose value an earlier `case` of the same `switch` has. */
export const duplicateCase: Rule = {
  id: "duplicate-case",
  families: ["javascript"],
  nodeTypes: ["switch_body"],
  inspect: (node) => {
    const valueByText = new Map<string, SyntaxNode>();
    for (const branch of node.namedChildren) {
      const value = branch.type === "switch_case" ? branch.childForFieldName("value") : null;
      if (value !== null && isRepeatable(value)) {
        const earlier = valueByText.get(value.text);
        if (earlier !== undefined) {
          return {
            node: value,
            message: { id: "review.duplicateCase", args: [value.text, earlier.startPosition.row + 1] },
          };
        }
        valueByText.set(value.text, value);
      }
    }
    return undefined;
  },
};
