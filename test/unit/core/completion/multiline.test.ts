import assert from "node:assert/strict";
import { decideMultiline } from "../../../../src/core/completion/multiline.ts";
import { documentAt } from "./makeHole.ts";

function decide(marked: string, mode: "auto" | "never" | "always" = "auto", languageId?: string): boolean {
  const { snapshot, offset } = documentAt(marked, languageId === undefined ? {} : { languageId });
  return decideMultiline(snapshot, offset, mode);
}

describe("decideMultiline", () => {
  it("takes several lines on an empty line and after an opener without a body", () => {
    assert.equal(decide("{\n    ‸\n}"), true);
    assert.equal(decide("function f() {‸}\n"), true);
    assert.equal(decide("def f():‸\n", "auto", "python"), true);
    assert.equal(decide("web:‸\n", "auto", "yaml"), true);
    assert.equal(decide("  case 1:‸\n"), true);
  });

  it("takes one line in a statement, before text, and where the block has a body", () => {
    assert.equal(decide("const a = ‸\n"), false);
    assert.equal(decide("  ‸ + b;\n"), false);
    assert.equal(decide("if (a) {‸\n  body();\n}"), false);
  });

  it("takes one line after a colon that begins no block", () => {
    assert.equal(decide("const a = {\n  host: ‸\n}"), false);
    assert.equal(decide("const a = {\n  host:‸\n}"), false);
    assert.equal(decide("  std::‸\n}", "auto", "cpp"), false);
    assert.equal(decide("x = {\n  'a': ‸\n}", "auto", "python"), false);
    assert.equal(decide("  color:‸\n}", "auto", "css"), false);
  });

  it("obeys the setting, but never before text", () => {
    assert.equal(decide("{\n    ‸\n}", "never"), false);
    assert.equal(decide("const a = ‸\n", "always"), true);
    assert.equal(decide("a(‸b)", "always"), false);
  });
});
