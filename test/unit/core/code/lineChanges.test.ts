import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  findLineChanges,
  measureChanges,
  toTextChanges,
  withLineEnds,
} from "../../../../src/core/code/lineChanges.ts";

function apply(text: string, newText: string): string {
  const changes = toTextChanges(text, findLineChanges(text, newText));
  let result = text;
  for (const change of [...changes].reverse()) {
    result = result.slice(0, change.startOffset) + change.newText + result.slice(change.endOffset);
  }
  return result;
}

describe("line changes", () => {
  it("touch only the lines that differ", () => {
    const changes = findLineChanges("a\nb\nc\nd\n", "a\nB\nc\nd\ne\n");
    assert.deepEqual(changes, [
      { startLine: 1, endLine: 2, newText: "B\n" },
      { startLine: 4, endLine: 4, newText: "e\n" },
    ]);
    assert.deepEqual(measureChanges(changes), { addedLines: 2, removedLines: 1, chars: 4 });
  });

  it("are none for equal texts", () => {
    assert.deepEqual(findLineChanges("a\r\nb", "a\r\nb"), []);
  });

  it("lead from any text to any other", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "", "x y"), { maxLength: 12 })
      .chain((lines) => fc.constantFrom("\n", "\r\n").map((eol) => lines.join(eol)));
    fc.assert(fc.property(text, text, (oldText, newText) => apply(oldText, newText) === newText));
  });

  it("take one replacement where a comparison would be too long", () => {
    const oldText = Array.from({ length: 3000 }, (_, index) => `old ${index}`).join("\n");
    const newText = Array.from({ length: 3000 }, (_, index) => `new ${index}`).join("\n");
    assert.equal(findLineChanges(oldText, newText).length, 1);
    assert.equal(apply(oldText, newText), newText);
  });

  it("write every line end alike", () => {
    assert.equal(withLineEnds("a\nb\r\nc\rd", "\r\n"), "a\r\nb\r\nc\r\nd");
  });
});
