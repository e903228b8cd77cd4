import { isInDocstring, type Hole } from "./hole.ts";
import { isQuote, openedOnLine } from "./openedOnLine.ts";

const hasTemplates = /^(?:java|type)script(?:react)?$|^(?:go|vue|svelte)$/;

/** True where the cursor stands in a comment or a string: sentences may be what belongs there. */
export function isInProse({ linePrefix, prefix, languageId }: Hole): boolean {
  const isInBlock = prefix.lastIndexOf("/*") > prefix.lastIndexOf("*/");
  return (
    isInBlock ||
    isInDocstring(prefix, languageId) ||
    isInTemplate(prefix, languageId) ||
    isCommentLine(linePrefix) ||
    isQuote(openedOnLine(linePrefix).at(-1)?.closer ?? "")
  );
}

/** True in a string in backticks, but not in an expression of it. */
function isInTemplate(prefix: string, languageId: string): boolean {
  const isOpen = hasTemplates.test(languageId) && (prefix.match(/`/g) ?? []).length % 2 === 1;
  return isOpen && prefix.lastIndexOf("${") <= Math.max(prefix.lastIndexOf("}"), prefix.lastIndexOf("`"));
}

function isCommentLine(linePrefix: string): boolean {
  return /^\s*(?:\/\/|#|\*|\/\*|--|;|%|<!--|"""|''')/.test(linePrefix) || /\s(?:\/\/|#)\s/.test(linePrefix);
}
