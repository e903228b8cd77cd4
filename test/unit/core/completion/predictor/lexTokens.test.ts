import assert from "node:assert/strict";
import { lexTokens } from "../../../../../src/core/completion/predictor/lexTokens.ts";

function tokens(text: string): string[] {
  const { bounds, count } = lexTokens(text);
  return Array.from({ length: count }, (_, index) => text.slice(bounds[index * 2], bounds[index * 2 + 1]));
}

describe("lexTokens", () => {
  it("cuts words, operators, and ends lines", () => {
    assert.deepEqual(tokens("const a = b.c(1);\n"), [
      "const",
      "a",
      "=",
      "b",
      ".",
      "c",
      "(",
      "1",
      ")",
      ";",
      "",
    ]);
    assert.deepEqual(tokens("a => b === c?.d"), ["a", "=>", "b", "===", "c", "?.", "d"]);
  });

  it("passes over empty lines and both kinds of line ending", () => {
    assert.deepEqual(tokens("a\r\n\r\n  \nb\n"), ["a", "", "b", ""]);
  });

  it("takes Chinese as words and cuts endless ones", () => {
    assert.deepEqual(tokens("变量 = 1"), ["变量", "=", "1"]);
    assert.deepEqual(
      tokens("x".repeat(130)).map((token) => token.length),
      [64, 64, 2],
    );
  });

  it("covers every character that is not blank, in order", () => {
    const text = "if (a<b) { return `x${y}`; } // done\n#define A '\\''\n";
    assert.equal(tokens(text).join(""), text.replace(/\s/g, ""));
  });
});
