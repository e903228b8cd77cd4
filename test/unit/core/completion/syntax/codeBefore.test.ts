import assert from "node:assert/strict";
import { codeBefore } from "../../../../../src/core/completion/syntax/codeBefore.ts";
import { documentAt } from "../makeHole.ts";

describe("codeBefore", () => {
  it("gives all of a short text, with plain line endings", () => {
    const { snapshot, offset } = documentAt("class A {\r\n  f() {\r\n    ‸\r\n  }\r\n}");
    assert.equal(codeBefore(snapshot, offset), "class A {\n  f() {\n    ");
  });

  it("puts the heads of the blocks around before the near lines of a long text", () => {
    const methods = Array.from(
      { length: 400 },
      (_, index) => `    void m${index}() {\n        run(${index});\n    }\n`,
    );
    const { snapshot, offset } = documentAt(
      `package a;\n\nclass A {\n${methods.join("")}    void last() {\n        ‸`,
    );
    const code = codeBefore(snapshot, offset);
    assert.ok(code.length < 6200, String(code.length));
    assert.match(code, /^class A \{\n {4}void m\d+\(\) \{\n/);
    assert.ok(code.endsWith("    void last() {\n        "));
  });

  it("takes closers, comments and empty lines for no heads", () => {
    const body = Array.from({ length: 500 }, (_, index) => `        run(${index});\n`).join("");
    const { snapshot, offset } = documentAt(
      `class A {\n    void f() {\n# c\n// c\n    }\n\n    void g() {\n\n        {\n        }\n${body}        ‸`,
    );
    const code = codeBefore(snapshot, offset);
    assert.match(code, /^class A \{\n {4}void g\(\) \{\n {8}run\(\d+\);\n/);
  });

  it("starts at once where the near lines reach the margin", () => {
    const text = Array.from({ length: 900 }, (_, index) => `run(${index});\n`).join("");
    const { snapshot, offset } = documentAt(`if (a) {\n  b();\n}\n${text}‸`);
    assert.match(codeBefore(snapshot, offset), /^run\(\d+\);\n/);
  });

  it("copes with one endless line", () => {
    const { snapshot, offset } = documentAt(`${"x".repeat(20_000)}‸`);
    assert.equal(codeBefore(snapshot, offset).length <= 20_000, true);
  });
});
