import assert from "node:assert/strict";
import * as fc from "fast-check";
import { RetainedText, type RangeEdit } from "../../../../src/core/efficiency/retention.ts";

/** A document, an accepted text in it, and edits by hand. */
class Scene {
  text: string;
  readonly retained: RetainedText;

  constructor(before: string, accepted: string, after: string) {
    this.text = before + accepted + after;
    this.retained = new RetainedText([{ offset: before.length, text: accepted }], this.text);
  }

  edit(offset: number, deletedChars: number, inserted: string): void {
    this.text = this.text.slice(0, offset) + inserted + this.text.slice(offset + deletedChars);
    this.retained.follow([{ offset, deletedChars, insertedChars: inserted.length }]);
  }

  get kept(): number {
    return this.retained.keptChars(this.text);
  }
}

describe("RetainedText", () => {
  it("keeps everything while edits happen elsewhere", () => {
    const scene = new Scene("aaaa", "return total", "bbbb");
    scene.edit(0, 2, "xyz\n");
    scene.edit(scene.text.length, 0, "more");
    assert.equal(scene.kept, 12);
  });

  it("loses what is deleted, at the front, in the middle, at the end", () => {
    const scene = new Scene("aa", "0123456789", "bb");
    scene.edit(1, 3, "");
    scene.edit(3, 2, "");
    scene.edit(7, 1, "");
    assert.equal(scene.text, "a23678" + "9b".slice(0, 1) + "b");
    assert.equal(scene.kept, 6);
  });

  it("does not count text typed into it as kept", () => {
    const scene = new Scene("", "ab", "");
    scene.edit(1, 0, "XXXX");
    assert.equal(scene.kept, 2);
  });

  it("counts nothing when it is undone", () => {
    const scene = new Scene("head\n", "return total", "\ntail");
    scene.edit(5, 12, "");
    assert.equal(scene.kept, 0);
  });

  it("finds it again when undo and redo put it back", () => {
    const scene = new Scene("head\n", "return total", "\ntail");
    scene.edit(5, 12, "");
    scene.edit(5, 0, "return total");
    assert.equal(scene.kept, 12);
  });

  it("recognises its lines after a formatter has replaced them", () => {
    const scene = new Scene("def f():\n", "  a = first()\n  return a\n", "\n");
    scene.edit(0, scene.text.length, "def f():\n    a = first()\n    return a\n\n");
    assert.equal(scene.kept, "  a = first()\n  return a\n".length);
  });

  it("does not take a bracket or a line that another text owns for its own", () => {
    const scene = new Scene("x\n", "}\n", "");
    scene.edit(0, 4, "}\n");
    assert.equal(new RetainedText([{ offset: 0, text: "foo(1)\nfoo(1)\n" }]).keptChars("foo(1)\n"), 14);
    const twice = new RetainedText([{ offset: 0, text: "foo(1)\nfoo(1)\n" }]);
    twice.follow([{ offset: 0, deletedChars: 14, insertedChars: 7 }]);
    assert.equal(twice.keptChars("foo(1)\n"), 7);
  });

  it("looks for text whose place is not known in the whole file", () => {
    const retained = new RetainedText([{ offset: null, text: "line one\nline two\n" }]);
    assert.equal(retained.keptChars(`${"x\n".repeat(4000)}line two\n`), 9);
  });

  it("does not take the same text elsewhere in the file for what was deleted", () => {
    const scene = new Scene("a = total\nreturn a\n", "return a\n", "b = total\n");
    scene.edit(19, 9, "");
    assert.equal(scene.kept, 0, "the line above was there before");
    const word = new Scene("a = total\nb = ", "total", "\n");
    word.edit(14, 5, "");
    assert.equal(word.kept, 0);
  });

  it("does not take what is typed key by key for text that came back", () => {
    const scene = new Scene("head\n", "return total", "\ntail");
    scene.edit(5, 12, "");
    for (const [index, key] of "return total".split("").entries()) {
      scene.edit(5 + index, 0, key);
    }
    assert.equal(scene.kept, 0);
  });

  it("counts what undo took and redo brought back once, beside the same text that stayed", () => {
    const scene = new Scene("return total\n", "return total\n", "tail");
    scene.edit(13, 13, "");
    scene.edit(13, 0, "return total\n");
    assert.equal(scene.kept, 13);
  });

  it("believes the file alone once the document was closed", () => {
    const saved = new Scene("head\n", "return total\n", "tail");
    saved.retained.loseSight();
    assert.equal(saved.kept, 13, "saved and closed");
    const thrownAway = new Scene("head\n", "return total\n", "tail");
    thrownAway.retained.loseSight();
    assert.equal(thrownAway.retained.keptChars("head\ntail"), 0, "closed without saving");
    const elsewhere = new Scene("head\n", "one = first()\ntwo = second()\n", "tail");
    elsewhere.retained.loseSight();
    assert.equal(elsewhere.retained.keptChars("more\nhead\none = first()\ntwo = 2\ntail"), 14);
    assert.equal(elsewhere.retained.keptChars(undefined), 0, "nothing was seen");
  });

  it("is not what another accepted text put in again, nor back in a closed file after it was deleted", () => {
    const scene = new Scene("head\n", "return total\n", "tail");
    scene.edit(5, 13, "");
    scene.edit(5, 0, "return total\n");
    scene.retained.disown(13);
    assert.equal(scene.kept, 0);
    scene.retained.loseSight();
    assert.equal(scene.kept, 0);
  });

  it("finds text of a file with carriage returns", () => {
    const scene = new Scene("head\r\n", "return a\r\nreturn b\r\n", "tail");
    const retained = new RetainedText([{ offset: 6, text: "return a\nreturn b\n" }], scene.text);
    retained.loseSight();
    assert.equal(retained.keptChars(scene.text), 18);
    assert.equal(retained.keptChars("head\r\ntail"), 0);
  });

  it("follows several ranges of one change", () => {
    const retained = new RetainedText([{ offset: 10, text: "abcdef" }]);
    retained.follow([
      { offset: 0, deletedChars: 5, insertedChars: 0 },
      { offset: 12, deletedChars: 2, insertedChars: 9 },
    ]);
    assert.equal(retained.keptChars(undefined), 4);
  });

  it("never keeps more than was accepted, nor less than nothing", () => {
    const edit: fc.Arbitrary<RangeEdit> = fc.record({
      offset: fc.nat(60),
      deletedChars: fc.nat(30),
      insertedChars: fc.nat(30),
    });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 20 }), fc.string({ maxLength: 100 }), (edits, text) => {
        const retained = new RetainedText([
          { offset: 5, text: "one two\n" },
          { offset: 30, text: "three" },
        ]);
        for (const one of edits) {
          retained.follow([one]);
        }
        if (edits.length > 10) {
          retained.loseSight();
        }
        const kept = retained.keptChars(text);
        assert.ok(kept >= 0 && kept <= retained.chars);
      }),
    );
  });
});
