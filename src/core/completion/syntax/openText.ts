import type { SyntaxNode } from "../../ports.ts";

/** Something that was opened and not closed again. */
export interface OpenToken {
  readonly startIndex: number;
  /** What would close it. */
  readonly closer: string;
}

const closerByOpener: Readonly<Record<string, string | undefined>> = {
  "(": ")",
  "[": "]",
  "{": "}",
  "${": "}",
  "`": "`",
};
const closers = new Set([")", "]", "}"]);

/** Brackets and multi-line strings that are open at the end of the tree's text, outermost first. */
export function openTokens(root: SyntaxNode): OpenToken[] {
  const open: OpenToken[] = [];
  const waiting: SyntaxNode[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const children = node.children;
    if (children.length === 0) {
      noteToken(node, open);
    } else if (node.hasError) {
      // What has no error in it closes all that it opens.
      for (let index = children.length - 1; index >= 0; index -= 1) {
        const child = children[index];
        if (child !== undefined) {
          waiting.push(child);
        }
      }
    }
  }
  return open;
}

function noteToken(token: SyntaxNode, open: OpenToken[]): void {
  const { type, startIndex } = token;
  if (token.isMissing || startIndex === token.endIndex) {
    return;
  }
  const last = open.at(-1);
  const isInString = last !== undefined && !closers.has(last.closer);
  if (last !== undefined && (type === last.closer || (type === "string_end" && isInString))) {
    open.pop();
  } else if (isInString && type !== "${" && type !== "{") {
    // Text of a string that is not closed yet, whatever the parser makes of it.
    return;
  } else if (type === "string_start") {
    open.push({ startIndex, closer: token.text.replace(/^[^"']*/, "") });
  } else if (closers.has(type)) {
    // A closer that fits nothing open is an error of the text, not an end.
    const at = open.findLastIndex(({ closer }) => closer === type);
    open.splice(at < 0 ? open.length : at);
  } else if (Object.hasOwn(closerByOpener, type)) {
    open.push({ startIndex, closer: closerByOpener[type] ?? "" });
  }
}
