import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Language, Parser } from "web-tree-sitter";
import type { CodeParser, SyntaxTree } from "../../core/ports.ts";

/** Language id to the grammar that reads it; C is read by the C++ grammar, its superset for our ends. */
const grammarByLanguage: Readonly<Record<string, string | undefined>> = {
  python: "python",
  java: "java",
  javascript: "javascript",
  javascriptreact: "javascript",
  typescript: "typescript",
  typescriptreact: "tsx",
  c: "cpp",
  cpp: "cpp",
  csharp: "c-sharp",
  go: "go",
  rust: "rust",
};

/**
 * Parses with tree-sitter grammars compiled to WebAssembly. Runtime and grammars are read from disk
 * when a language is first parsed. A grammar or runtime that cannot be loaded, or that crashes, makes
 * `parse` return undefined for its language and nothing else.
 */
export class TreeSitterParser implements CodeParser {
  readonly #wasmDir: string;
  readonly #runtimeDir: string;
  readonly #parserByGrammar = new Map<string, Promise<Parser | undefined>>();
  #runtime: Promise<boolean> | undefined;

  /**
   * @param wasmDir folder of the `tree-sitter-<language>.wasm` files
   * @param runtimeDir folder of `web-tree-sitter.wasm`, when it is another one
   */
  constructor(wasmDir: string, runtimeDir: string = wasmDir) {
    this.#wasmDir = wasmDir;
    this.#runtimeDir = runtimeDir;
  }

  async parse(languageId: string, text: string): Promise<SyntaxTree | undefined> {
    const grammar = Object.hasOwn(grammarByLanguage, languageId) ? grammarByLanguage[languageId] : undefined;
    if (grammar === undefined) {
      return undefined;
    }
    const parser = await this.#parserOf(grammar);
    if (parser === undefined) {
      return undefined;
    }
    try {
      return parser.parse(text) ?? undefined;
    } catch {
      // A trap inside WebAssembly leaves the parser in an unknown state: use it no more.
      this.#parserByGrammar.set(grammar, Promise.resolve(undefined));
      return undefined;
    }
  }

  #parserOf(grammar: string): Promise<Parser | undefined> {
    let parser = this.#parserByGrammar.get(grammar);
    if (parser === undefined) {
      parser = this.#load(grammar);
      this.#parserByGrammar.set(grammar, parser);
    }
    return parser;
  }

  async #load(grammar: string): Promise<Parser | undefined> {
    this.#runtime ??= this.#startRuntime();
    if (!(await this.#runtime)) {
      return undefined;
    }
    try {
      const language = await Language.load(
        await readFile(join(this.#wasmDir, `tree-sitter-${grammar}.wasm`)),
      );
      const parser = new Parser();
      parser.setLanguage(language);
      return parser;
    } catch {
      return undefined;
    }
  }

  async #startRuntime(): Promise<boolean> {
    try {
      // Handed over as bytes: inside a bundle the runtime cannot find its file by its own address.
      const wasmBinary = await readFile(join(this.#runtimeDir, "web-tree-sitter.wasm"));
      await Parser.init({ wasmBinary });
      return true;
    } catch {
      return false;
    }
  }
}
