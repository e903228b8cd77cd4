import assert from "node:assert/strict";
import { codeFamilyOf } from "../../../../src/core/code/codeFamily.ts";
import { innermostUnitAt, listCodeUnits } from "../../../../src/core/code/codeUnits.ts";
import { createTestParser } from "../../../fakes/testParser.ts";

const parser = createTestParser();

async function list(languageId: string, text: string): Promise<string[]> {
  const tree = await parser.parse(languageId, text);
  const family = codeFamilyOf(languageId);
  assert.ok(tree !== undefined && family !== undefined);
  const units = listCodeUnits(tree.rootNode, family).map(
    ({ kind, name, outer }) => `${kind} ${name} ${outer.startPosition.row + 1}-${outer.endPosition.row + 1}`,
  );
  tree.delete();
  return units;
}

describe("code units", () => {
  it("of Python hold their decorators", async () => {
    const text = "@dec\ndef f():\n    def g(): pass\n\nclass A:\n    @property\n    def m(self): ...\n";
    assert.deepEqual(await list("python", text), [
      "function f 1-3",
      "function g 3-3",
      "class A 5-7",
      "method m 6-7",
    ]);
  });

  it("of Java are classes, records, constructors and methods, abstract ones left out", async () => {
    const text = "interface I {\n void a();\n default void b() {}\n}\nrecord P(int x) {\n P {\n }\n}\n";
    assert.deepEqual(await list("java", text), [
      "class I 1-4",
      "method b 3-3",
      "class P 5-8",
      "method P 6-7",
    ]);
  });

  it("of JavaScript take the names of what holds them, and the statement around", async () => {
    const text =
      "export const f = async (x) => x;\nmodule.exports.g = function () {};\nconst o = { h() {}, i: () => 1 };\nclass A { j = () => 2; #k() {} }\nit('x', () => {});\n";
    assert.deepEqual(await list("javascript", text), [
      "function f 1-1",
      "function g 2-2",
      "method h 3-3",
      "method i 3-3",
      "class A 4-4",
      "method j 4-4",
      "method #k 4-4",
    ]);
  });

  it("of C++ hold their template heads, and know methods by their qualified names", async () => {
    const text =
      "template <class T>\nT twice(T a) { return a + a; }\nint* A::f() { return 0; }\nstruct S { int g() { return 1; } S() = default; };\nint h(int);\n";
    assert.deepEqual(await list("cpp", text), [
      "function twice 1-2",
      "method A::f 3-3",
      "class S 4-4",
      "method g 4-4",
    ]);
  });

  it("give the innermost at an offset", async () => {
    const text = "def f():\n    def g():\n        pass\n    return g\n";
    const tree = await parser.parse("python", text);
    assert.ok(tree);
    const units = listCodeUnits(tree.rootNode, "python");
    assert.equal(innermostUnitAt(units, text.indexOf("pass"))?.name, "g");
    assert.equal(innermostUnitAt(units, text.indexOf("return"))?.name, "f");
    assert.equal(innermostUnitAt(units, text.length), undefined);
  });
});
