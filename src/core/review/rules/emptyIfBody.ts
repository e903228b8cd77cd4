import { isComment } from "../../code/walkTree.ts";
import type { Rule } from "../rule.ts";

/** Marks `if (a);`: the semicolon is all that the condition decides about. */
export const emptyIfBody: Rule = {
  id: "empty-if-body",
  families: ["java", "javascript", "cpp"],
  nodeTypes: ["if_statement"],
  inspect: (node) => {
    const body = node.childForFieldName("consequence");
    if (
      body === null ||
      body.text !== ";" ||
      node.childForFieldName("alternative") !== null ||
      node.namedChildren.some(isComment)
    ) {
      return undefined;
    }
    const siblings = node.parent?.namedChildren ?? [];
    const next = siblings[siblings.findIndex((sibling) => sibling.startIndex === node.startIndex) + 1];
    if (next?.type.startsWith("preproc") === true) {
      return undefined;
    }
    const isBlockNext = next !== undefined && /^(block|statement_block|compound_statement)$/.test(next.type);
    return {
      node: body,
      message: { id: "review.emptyIfBody", args: [] },
      fix: isBlockNext
        ? {
            title: { id: "review.fix.removeSemicolon", args: [] },
            edits: [{ startOffset: body.startIndex, endOffset: body.endIndex, newText: "" }],
          }
        : undefined,
    };
  },
};
