import { join } from "node:path";
import { TreeSitterParser } from "../../src/adapters/treeSitter/treeSitterParser.ts";

const modules = join(import.meta.dirname, "../../node_modules");

/** The real parser on the grammars of the installed packages, so that unit tests need no build. */
export function createTestParser(): TreeSitterParser {
  return new TreeSitterParser(
    join(modules, "@vscode/tree-sitter-wasm/wasm"),
    join(modules, "web-tree-sitter"),
  );
}
