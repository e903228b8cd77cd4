import type { SyntaxNode } from "../../ports.ts";
import type { Rule } from "../rule.ts";

/** The key as a comparable text; undefined for what is computed or written in a way that hides it. */
function keyOf(entry: SyntaxNode): string | undefined {
  if (entry.type === "shorthand_property_identifier") {
    return `text ${entry.text}`;
  }
  const key = entry.type === "pair" ? entry.childForFieldName("key") : null;
  if (key === null) {
    return undefined;
  }
  if (key.type === "property_identifier") {
    return key.text === "__proto__" ? undefined : `text ${key.text}`;
  }
  if (key.type === "string") {
    return plainString(key);
  }
  const isPlainNumber = (key.type === "number" || key.type === "integer") && /^(0|[1-9]\d*)$/.test(key.text);
  return isPlainNumber ? `number ${key.text}` : undefined;
}

function plainString(key: SyntaxNode): string | undefined {
  const match = key.text.match(/^(["'])([^\\]*)\1$/);
  return match === null ? undefined : `text ${match[2] ?? ""}`;
}

/** Marks a key that a dictionary or object literal gives twice: the first value is lost. */
export const duplicateKey: Rule = {
  id: "duplicate-key",
  families: ["python", "javascript"],
  nodeTypes: ["dictionary", "object"],
  inspect: (node) => {
    const entryByKey = new Map<string, SyntaxNode>();
    for (const entry of node.namedChildren) {
      const key = keyOf(entry);
      const earlier = key === undefined ? undefined : entryByKey.get(key);
      if (earlier !== undefined) {
        const shown = (entry.childForFieldName("key") ?? entry).text;
        return {
          node: entry,
          message: { id: "review.duplicateKey", args: [shown, earlier.startPosition.row + 1] },
        };
      }
      if (key !== undefined) {
        entryByKey.set(key, entry);
      }
    }
    return undefined;
  },
};
