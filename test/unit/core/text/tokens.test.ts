import assert from "node:assert/strict";
import { cutToTokens, estimateTokens } from "../../../../src/core/text/tokens.ts";

describe("tokens", () => {
  it("counts Latin by thirds and Chinese nearly by the character", () => {
    assert.equal(estimateTokens(""), 0);
    assert.equal(estimateTokens("a".repeat(33)), 10);
    assert.equal(estimateTokens("计算订单"), 3);
  });

  it("cuts to a budget from either end", () => {
    const text = "abcdefghij".repeat(100);
    assert.ok(estimateTokens(cutToTokens(text, 50, "start")) <= 50);
    assert.ok(text.startsWith(cutToTokens(text, 50, "start")));
    assert.ok(text.endsWith(cutToTokens(text, 50, "end")));
    assert.equal(cutToTokens("short", 50, "end"), "short");
    assert.equal(cutToTokens("short", 0, "end"), "");
  });

  it("never cuts an emoji in two", () => {
    for (let tokens = 1; tokens < 12; tokens += 1) {
      for (const keep of ["start", "end"] as const) {
        assert.doesNotMatch(cutToTokens("🎉".repeat(10), tokens, keep), /^[\udc00-\udfff]|[\ud800-\udbff]$/);
      }
    }
  });
});
