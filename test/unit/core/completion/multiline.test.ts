import assert from "node:assert/strict";
import { decideMultiline } from "../../../../src/core/completion/multiline.ts";
import { documentAt } from "./makeHole.ts";

function decide(marked: string, mode: "auto" | "never" | "always" = "auto"): boolean {
  const { snapshot, offset } = documentAt(marked);
  return decideMultiline(snapshot, offset, mode);
}

describe("decideMultiline", () => {
  it("takes several lines on an empty line and after an opener without a body", () => {
    assert.equal(decide("{\n    ‸\n}"), true);
    assert.equal(decide("function f() {‸}\n"), true);
    assert.equal(decide("def f():‸\n"), true);
  });

  it("takes one line in a statement, before text, and where the block has a body", () => {
    assert.equal(decide("const a = ‸\n"), false);
    assert.equal(decide("  ‸ + b;\n"), false);
    assert.equal(decide("if (a) {‸\n  body();\n}"), false);
  });

  it("obeys the setting, but never before text", () => {
    assert.equal(decide("{\n    ‸\n}", "never"), false);
    assert.equal(decide("const a = ‸\n", "always"), true);
    assert.equal(decide("a(‸b)", "always"), false);
  });
});
