import assert from "node:assert/strict";
import {
  lineEndAt,
  lineEndingOf,
  lineStartAt,
  nonEmptyLinesAfter,
  nonEmptyLinesBefore,
  splitLines,
  withLineEnding,
} from "../../../../src/core/text/lines.ts";

describe("lines", () => {
  const text = "one\r\ntwo\n\n three\r\n";

  it("finds the ends of a line with either ending", () => {
    assert.deepEqual(
      [lineStartAt(text, 0), lineStartAt(text, 3), lineStartAt(text, 5), lineStartAt(text, 7)],
      [0, 0, 5, 5],
    );
    assert.deepEqual(
      [lineEndAt(text, 0), lineEndAt(text, 3), lineEndAt(text, 5), lineEndAt(text, 9)],
      [3, 3, 8, 9],
    );
    assert.equal(lineEndAt("abc", 1), 3);
  });

  it("splits at every kind of ending", () => {
    assert.deepEqual(splitLines("a\r\nb\nc\rd"), ["a", "b", "c", "d"]);
  });

  it("tells and changes line endings", () => {
    assert.equal(lineEndingOf(text), "\r\n");
    assert.equal(lineEndingOf("a\nb\r\n"), "\n");
    assert.equal(lineEndingOf("a"), "\n");
    assert.equal(withLineEnding("a\r\nb\rc\n", "\r\n"), "a\r\nb\r\nc\r\n");
    assert.equal(withLineEnding("a\r\nb", "\n"), "a\nb");
  });

  it("reads the lines around a place", () => {
    assert.deepEqual(nonEmptyLinesAfter(text, 0, 2), ["two", "three"]);
    assert.deepEqual(nonEmptyLinesAfter(text, 0, 1), ["two"]);
    assert.deepEqual(nonEmptyLinesAfter("last", 0, 1), []);
    assert.deepEqual(nonEmptyLinesBefore(text, 12, 2), ["two", "one"]);
  });
});
