import assert from "node:assert/strict";
import { SuggestionEntry, tailOf } from "../../../../src/core/completion/suggestionEntry.ts";
import { documentAt } from "./makeHole.ts";

function entryAt(marked: string, text: string, isMultiline = true): SuggestionEntry {
  const { snapshot, offset } = documentAt(marked);
  const entry = new SuggestionEntry(snapshot, offset, { source: "remote", requestRid: "r", isMultiline });
  entry.text = text;
  return entry;
}

function consumed(entry: SuggestionEntry, marked: string): number | undefined {
  const { snapshot, offset } = documentAt(marked);
  return entry.consumedAt(snapshot, offset);
}

describe("tailOf", () => {
  it("takes the next 52 visible characters of at most 400", () => {
    assert.equal(tailOf("abc d\n e", 1), "bcde");
    assert.equal(tailOf("x".repeat(100), 10), "x".repeat(52));
    assert.equal(tailOf(`a${" ".repeat(398)}bc`, 0), "ab");
  });
});

describe("SuggestionEntry", () => {
  it("begins armed, sure, not offered, and lasts", () => {
    const entry = entryAt("x = ‸", "");
    const { state, confidence, wasOffered, expiresMs, anchor, source, requestRid } = entry;
    assert.deepEqual(
      { state, confidence, wasOffered, expiresMs, anchor, source, requestRid },
      {
        ...{ state: "armed", confidence: 1, wasOffered: false, expiresMs: Infinity, anchor: 4 },
        ...{ source: "remote", requestRid: "r" },
      },
    );
  });

  it("counts its text and what it remembers of the place", () => {
    assert.equal(entryAt("x = ‸;\n", "abc").size, 3 + 4 + 1);
    assert.equal(entryAt(`${"y".repeat(1000)}‸`, "").size, 256);
  });

  it("settles complete lines while it streams, and all of it at the end", () => {
    const entry = entryAt("‸", "a();\nb();\nc");
    assert.equal(entry.settledText, "a();\nb();");
    entry.text = "a();";
    assert.equal(entry.settledText, "");
    entry.state = "done";
    assert.equal(entry.settledText, "a();");
  });

  it("keeps later parts back until their turn", () => {
    const entry = entryAt("‸", "a;");
    entry.state = "done";
    assert.equal(entry.isInLaterPart(0), false);
    assert.equal(entry.isInLaterPart(2), false);
    entry.extend("\nb;");
    entry.extend("\nc;");
    assert.equal(entry.text, "a;\nb;\nc;");
    assert.equal(entry.settledAfter(0), "a;");
    assert.equal(entry.settledAfter(1), "a;");
    assert.equal(entry.settledAfter(2), "a;\nb;");
    assert.equal(entry.settledAfter(5), "a;\nb;\nc;");
    assert.deepEqual(
      [0, 1, 2, 6].map((at) => entry.isInLaterPart(at)),
      [false, false, true, true],
    );
  });

  it("ends no part at or before the end of another, nor an empty one", () => {
    const entry = entryAt("‸", "abcdef");
    entry.state = "done";
    entry.endPart(0);
    assert.equal(entry.isInLaterPart(0), false);
    entry.endPart(4);
    entry.endPart(4);
    entry.endPart(2);
    assert.equal(entry.settledAfter(0), "abcd");
    assert.equal(entry.settledAfter(4), "abcdef");
  });

  it("moves with edits, and is lost when its place is", () => {
    const entry = entryAt("ab‸cd", "x");
    entry.shift([{ offset: 0, removedLength: 0, text: "12" }]);
    assert.equal(entry.anchor, 4);
    entry.shift([{ offset: 3, removedLength: 3, text: "" }]);
    assert.equal(entry.anchor, undefined);
    entry.shift([{ offset: 0, removedLength: 0, text: "1" }]);
    assert.equal(entry.anchor, undefined);
    assert.equal(consumed(entry, "ab‸cd"), undefined);
  });

  it("fits along its text, before and behind the same surroundings", () => {
    const entry = entryAt("x = ‸;\nnext();\n", "value(1)");
    assert.equal(consumed(entry, "x = ‸;\nnext();\n"), 0);
    assert.equal(consumed(entry, "x = val‸;\nnext();\n"), 3);
    assert.equal(consumed(entry, "x =‸ ;\nnext();\n"), undefined, "before the place");
    assert.equal(consumed(entry, "y = val‸;\nnext();\n"), undefined);
    assert.equal(consumed(entry, "x = val‸;\nother();\n"), undefined);
    assert.equal(consumed(entry, "x = vol‸;\nnext();\n"), undefined);
    entry.state = "stopped";
    assert.equal(consumed(entry, "x = ‸;\nnext();\n"), undefined);
  });

  it("may be passed while it grows, and not at the end", () => {
    const entry = entryAt("x = ‸", "va");
    entry.state = "streaming";
    assert.equal(consumed(entry, "x = value‸"), 2);
    entry.state = "done";
    assert.equal(consumed(entry, "x = value‸"), undefined);
    const { snapshot, offset } = documentAt("x = v‸");
    assert.equal(entry.isConsistentAt(snapshot, offset), true);
  });

  it("takes Windows line ends for its own", () => {
    const entry = entryAt("x = ‸", "a;\nb;");
    assert.equal(consumed(entry, "x = a;\r\nb‸"), 4);
    assert.equal(consumed(entry, "x = a;\rb‸"), 4);
  });

  it("bears up to four closers that the editor put behind the cursor", () => {
    const entry = entryAt("f‸\nnext();", "([a])");
    assert.equal(consumed(entry, "f(‸)\nnext();"), 1);
    assert.equal(consumed(entry, "f([`‸`])}\nnext();"), undefined, "other text");
    assert.equal(consumed(entry, "f([‸])}\nnext();"), 2);
    assert.equal(consumed(entry, "f([‸])}'\nnext();"), 2);
    assert.equal(consumed(entry, "f([‸])}'\"\nnext();"), undefined, "five");
    assert.equal(consumed(entry, "f(‸ab\nnext();"), undefined);
  });

  it("compares a long tail by its beginning", () => {
    const long = "z".repeat(60);
    const entry = entryAt(`f‸\n${long}`, "(a)");
    assert.equal(consumed(entry, `f‸\n${long}more`), 0);
    assert.equal(consumed(entry, `f(‸)\n${long}more`), 1);
    assert.equal(consumed(entry, `f‸\n${"z".repeat(40)}y${long}`), undefined);
    const short = entryAt("f‸\nend", "(a)");
    assert.equal(consumed(short, "f‸\nend of it"), undefined, "a short tail is the whole of it");
  });
});
