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
    ["an empty prediction at a word that follows other text", "(foo", "", false, undefined],
    ["the editor indents less", "{\n a", "{\n    ab", false, 7],
    ["the editor indents less, and nothing is typed behind it", "{\n\t", "{\n    ab", false, 6],
    ["the editor indents where none is predicted", "{\n\t\ta", "{\nab", false, 3],
    ["the editor does not indent where it is predicted", "{\na", "{\n\t ab", false, 5],
    ["white space within a line must be the same", "a  b", "a b", false, undefined],
    ["as must tabs", "a\tb", "a b", false, undefined],
    ["white space at the start of the text is within a line", " a", "  ab", false, undefined],
    ["white space behind a line break is not", "\n a", "\n  ab", false, 4],
    ["text where indentation is predicted, and other text after it", "{\nx", "{\n  a", false, undefined],
    ["other text on the next line", "a\nb", "a\nc", false, undefined],
    ["the end of the prediction is no beginning", "c", "abc", false, undefined],
    ["a new line is no indentation to use up", "{\n\t\n", "{\n  \n  a", false, 5],
    ["typed into the next line's indentation", "{\n\t\n ", "{\n  \n  a", false, 7],
    ["more than there is yet after other indentation", "{\n\tabc", "{\n  ab", true, 6],
    ["more than there is after other indentation", "{\n\tabc", "{\n  ab", false, undefined],
    ["nothing has arrived yet", "foo(", "", true, 0],
  ];
  for (const [says, typed, predicted, mayGrow, used] of cases) {
    it(says, () => assert.equal(matchTyped(typed, predicted, mayGrow), used));
  }
});
