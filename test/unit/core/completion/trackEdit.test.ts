import assert from "node:assert/strict";
import { shiftOffset, trackEdit } from "../../../../src/core/completion/trackEdit.ts";

const at = (offset: number, text: string, removedLength = 0) => ({ offset, removedLength, text });

describe("trackEdit", () => {
  const cases: readonly [says: string, text: string, kind: string, cursor: number][] = [
    ["a character", "x", "typed", 6],
    ["a Chinese character", "值", "typed", 6],
    ["a pair that the editor closed", "()", "typed", 6],
    ["Enter with its indentation", "\n    ", "typed", 10],
    ["Enter between brackets", "\n    \n", "typed", 10],
    ["Enter between brackets, CRLF", "\r\n  \r\n", "typed", 9],
    ["Enter in a comment", "\n // ", "typed", 10],
    ["a Tab of four blanks", "    ", "typed", 9],
    ["pasted text", "hello world", "inserted", 16],
  ];
  for (const [says, text, kind, cursor] of cases) {
    it(says, () => assert.deepEqual(trackEdit({ edits: [at(5, text)], reason: "other" }), { kind, cursor }));
  }

  it("a deletion", () => {
    assert.deepEqual(trackEdit({ edits: [at(5, "", 2)], reason: "other" }), { kind: "deleted", cursor: 5 });
  });

  it("undo and several cursors tell no place", () => {
    assert.deepEqual(trackEdit({ edits: [at(5, "x")], reason: "undoRedo" }), {
      kind: "undoRedo",
      cursor: undefined,
    });
    const two = { edits: [at(9, "x"), at(5, "x")], reason: "other" } as const;
    assert.deepEqual(trackEdit(two), { kind: "multiple", cursor: undefined });
  });
});

describe("shiftOffset", () => {
  it("moves with edits before it and stays for edits at or after it", () => {
    assert.equal(shiftOffset(10, [at(2, "abc")]), 13);
    assert.equal(shiftOffset(10, [at(2, "", 4)]), 6);
    assert.equal(shiftOffset(10, [at(10, "abc")]), 10);
    assert.equal(shiftOffset(10, [at(12, "abc")]), 10);
    assert.equal(shiftOffset(10, [at(12, "x"), at(1, "yy")]), 12);
  });

  it("is lost when its surroundings are replaced", () => {
    assert.equal(shiftOffset(10, [at(8, "new", 4)]), undefined);
  });
});
