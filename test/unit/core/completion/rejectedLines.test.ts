import assert from "node:assert/strict";
import { RejectedLines } from "../../../../src/core/completion/rejectedLines.ts";

describe("RejectedLines", () => {
  it("knows what was noted for the line and nothing else", () => {
    const rejected = new RejectedLines();
    rejected.note(10, "a = b;");
    rejected.note(10, "a = c;");
    assert.equal(rejected.has(10, "a = b;"), true);
    assert.equal(rejected.has(10, "a = c;"), true);
    assert.equal(rejected.has(10, "a = d;"), false);
    assert.equal(rejected.has(11, "a = b;"), false);
    assert.equal(rejected.size, 2);
  });

  it("forgives one slip of the finger that is deleted", () => {
    const rejected = new RejectedLines();
    rejected.note(10, "items.length", "it");
    rejected.note(10, "items.size");
    rejected.didDelete(10, "i");
    rejected.didDelete(11, "it");
    assert.equal(rejected.has(10, "items.length"), true, "not back yet");
    rejected.didDelete(10, "it");
    assert.equal(rejected.has(10, "items.length"), false);
    assert.equal(rejected.has(10, "items.size"), true, "that one was not typed along");
    rejected.note(10, "items.length", "ite");
    rejected.didDelete(10, "it");
    rejected.didDelete(10, "ite");
    assert.equal(rejected.has(10, "items.length"), true, "left twice");
  });

  it("forgives nothing at an empty beginning", () => {
    const rejected = new RejectedLines();
    rejected.note(10, "a");
    rejected.didDelete(10, "");
    assert.equal(rejected.has(10, "a"), true);
  });

  it("forgets when the cursor leaves the line, and when it is told to", () => {
    const rejected = new RejectedLines();
    rejected.note(10, "a");
    rejected.stayOn(10);
    assert.equal(rejected.has(10, "a"), true);
    rejected.stayOn(20);
    assert.equal(rejected.size, 0);
    rejected.note(20, "b");
    rejected.note(30, "c");
    assert.deepEqual([rejected.has(20, "b"), rejected.has(30, "c")], [false, true]);
    rejected.clear();
    assert.equal(rejected.has(30, "c"), false);
  });
});
