import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { TreeSitterParser } from "../../src/adapters/treeSitter/treeSitterParser.ts";

const { resolve } = createRequire(import.meta.url);

/** The real parser on the grammars of the installed packages, so that unit tests need no build. */
export function createTestParser(): TreeSitterParser {
  const grammars = dirname(resolve("@vscode/tree-sitter-wasm/package.json"));
  return new TreeSitterParser(join(grammars, "wasm"), dirname(resolve("web-tree-sitter")));
}
