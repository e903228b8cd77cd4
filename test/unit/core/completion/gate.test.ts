import assert from "node:assert/strict";
import { decideGate, maxDocumentChars, type GateInput } from "../../../../src/core/completion/gate.ts";
import { documentAt } from "./makeHole.ts";

function verdict(marked: string, more: Partial<GateInput> = {}): string {
  return decideGate({
    ...documentAt(marked),
    trigger: "automatic",
    isEnabled: true,
    isReadOnly: false,
    cursorCount: 1,
    ...more,
  });
}

describe("decideGate", () => {
  it("passes at a line end, before closers and after a word", () => {
    assert.equal(verdict("foo(‸"), "pass");
    assert.equal(verdict("foo(‸);"), "pass");
    assert.equal(verdict("foo‸ + 1"), "pass");
    assert.equal(verdict("‸foo"), "pass");
  });

  it("stops inside words of any script", () => {
    assert.equal(verdict("fo‸o"), "insideWord");
    assert.equal(verdict("变‸量"), "insideWord");
  });

  it("stops where it is off, unless asked by hand", () => {
    assert.equal(verdict("‸", { isEnabled: false }), "off");
    assert.equal(verdict("‸", { isEnabled: false, trigger: "manual" }), "pass");
  });

  it("stops for read-only, several cursors, binary and huge documents", () => {
    assert.equal(verdict("‸", { isReadOnly: true }), "readOnly");
    assert.equal(verdict("‸", { cursorCount: 2 }), "multiCursor");
    assert.equal(verdict("a\0b‸"), "binary");
    assert.equal(verdict("x".repeat(maxDocumentChars + 1)), "tooLarge");
  });
});
