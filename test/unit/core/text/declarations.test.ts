import assert from "node:assert/strict";
import { findDeclarations, outermost } from "../../../../src/core/text/declarations.ts";

describe("findDeclarations", () => {
  it("finds functions, methods and types by their shape, with what stands above them", () => {
    const text = [
      "// Adds.",
      "@Cached",
      "public static Money add(Money a, Money b) {",
      "  return a.plus(b);",
      "}",
      "Shop::~Shop() {",
      "}",
      "class Cart {",
      "  total() {",
      "  }",
      "}",
    ].join("\n");
    const found = findDeclarations(text);
    assert.deepEqual(
      found.map(({ name, headLine, line, endLine }) => [name, headLine, line, endLine]),
      [
        ["add", 0, 2, 4],
        ["Shop::~Shop", 5, 5, 6],
        ["Cart", 7, 7, 10],
        ["total", 8, 8, 9],
      ],
    );
    assert.deepEqual(
      outermost(found).map(({ name }) => name),
      ["add", "Shop::~Shop", "Cart"],
    );
  });

  it("is done with a word of 20,000 letters at once", () => {
    const startMs = performance.now();
    assert.deepEqual(findDeclarations("deadbeef".repeat(2500)), []);
    assert.ok(performance.now() - startMs < 1000);
  });

  it("looks at the calls of a large file without reading to its end for each", () => {
    const functions = Array.from(
      { length: 3000 },
      (_, i) => `def function_${i}(a):\n    log(a)\n    save(a)\n    return total(a)\n`,
    );
    const startMs = performance.now();
    assert.equal(findDeclarations(functions.join("\n")).length, functions.length);
    assert.ok(performance.now() - startMs < 3000);
  });
});
