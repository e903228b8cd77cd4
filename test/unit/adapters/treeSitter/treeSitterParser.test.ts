import assert from "node:assert/strict";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TreeSitterParser } from "../../../../src/adapters/treeSitter/treeSitterParser.ts";
import { createTestParser } from "../../../fakes/testParser.ts";

const samples: Readonly<Record<string, string>> = {
  python: "def f(a):\n    return a\n",
  java: "class A { int f(int a) { return a; } }",
  javascript: "function f(a) { return a; }",
  javascriptreact: "const a = <b>{c}</b>;",
  typescript: "function f(a: number): number { return a; }",
  typescriptreact: "const a = <b>{c as string}</b>;",
  c: "int f(int a) { return a; }",
  cpp: "template <class T> T f(T a) { return a; }",
};

describe("TreeSitterParser", () => {
  const parser = createTestParser();

  for (const [languageId, text] of Object.entries(samples)) {
    it(`parses ${languageId} without an error`, async () => {
      const tree = await parser.parse(languageId, text);
      assert.equal(tree?.rootNode.hasError, false);
      assert.equal(tree.rootNode.text, text);
      tree.delete();
    });
  }

  it("counts offsets in UTF-16 code units", async () => {
    const tree = await parser.parse("python", "s = '飞轮😀'\nx = 1\n");
    const second = tree?.rootNode.namedChildren[1];
    assert.equal(second?.startIndex, 11);
    tree?.delete();
  });

  it("gives nothing for a language without a grammar, names of object members included", async () => {
    assert.equal(await parser.parse("ruby", "a = 1"), undefined);
    assert.equal(await parser.parse("constructor", "x"), undefined);
  });

  it("parses several texts at once", async () => {
    const trees = await Promise.all(["a = 1", "b = 2", "c = 3"].map((text) => parser.parse("python", text)));
    assert.deepEqual(
      trees.map((tree) => tree?.rootNode.text),
      ["a = 1", "b = 2", "c = 3"],
    );
  });

  describe("with damaged files", () => {
    let folder = "";
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "flywheel-grammar-"));
      const modules = join(import.meta.dirname, "../../../../node_modules");
      await cp(join(modules, "web-tree-sitter/web-tree-sitter.wasm"), join(folder, "web-tree-sitter.wasm"));
      await cp(
        join(modules, "@vscode/tree-sitter-wasm/wasm/tree-sitter-java.wasm"),
        join(folder, "tree-sitter-java.wasm"),
      );
      await writeFile(join(folder, "tree-sitter-python.wasm"), "no grammar");
    });
    after(() => rm(folder, { recursive: true }));

    it("gives nothing for a broken or missing grammar and goes on with the others", async () => {
      const damaged = new TreeSitterParser(folder);
      assert.equal(await damaged.parse("python", "a = 1"), undefined);
      assert.equal(await damaged.parse("cpp", "int a;"), undefined);
      assert.notEqual(await damaged.parse("java", "class A {}"), undefined);
    });
  });
});
