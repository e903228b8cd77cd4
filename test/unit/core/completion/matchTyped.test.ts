import assert from "node:assert/strict";
import { matchTyped } from "../../../../src/core/completion/matchTyped.ts";

describe("matchTyped", () => {
  const cases: readonly [
    says: string,
    typed: string,
    predicted: string,
    mayGrow: boolean,
    used: number | undefined,
  ][] = [
    ["nothing typed", "", "abc", false, 0],
    ["a beginning", "ab", "abc", false, 2],
    ["all of it", "abc", "abc", false, 3],
    ["more than there is", "abcd", "abc", false, undefined],
    ["more than there is yet", "abcd", "abc", true, 3],
    ["other text", "x", "abc", true, undefined],
    ["the editor indents deeper", "{\n    ", "{\n  a", false, 4],
    ["the editor indents by tabs", "{\n\tb", "{\n  bc", false, 5],
    ["other text after other indentation", "{\n\tx", "{\n  bc", false, undefined],
    ["a line break only", "{\n", "{\n  a", false, 2],
    ["an empty prediction at a growing word", "foo", "", false, 0],
    ["an empty prediction after the word", "foo(", "", false, undefined],
    ["nothing has arrived yet", "foo(", "", true, 0],
  ];
  for (const [says, typed, predicted, mayGrow, used] of cases) {
    it(says, () => assert.equal(matchTyped(typed, predicted, mayGrow), used));
  }
});
