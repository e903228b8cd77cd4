import { codeFamilyOf, type CodeFamily } from "../core/code/codeFamily.ts";
import type { CodeParser, SyntaxNode } from "../core/ports.ts";

/** Parses a text, works on its tree and frees it; undefined for a language without a grammar. Throws on `signal`. */
export async function withSyntaxTree<T>(
  parser: CodeParser,
  { languageId, text }: { readonly languageId: string; readonly text: string },
  signal: AbortSignal,
  work: (root: SyntaxNode, family: CodeFamily) => T,
): Promise<T | undefined> {
  const family = codeFamilyOf(languageId);
  const tree = family === undefined ? undefined : await parser.parse(languageId, text);
  if (family === undefined || tree === undefined) {
    return undefined;
  }
  try {
    signal.throwIfAborted();
    return work(tree.rootNode, family);
  } finally {
    tree.delete();
  }
}
