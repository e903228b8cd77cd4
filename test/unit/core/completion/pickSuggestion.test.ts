import assert from "node:assert/strict";
import { pickSuggestion } from "../../../../src/core/completion/pickSuggestion.ts";
import { readyPart } from "../../../../src/core/completion/readyPart.ts";
import { ShownText } from "../../../../src/core/completion/shownText.ts";
import { SuggestionEntry } from "../../../../src/core/completion/suggestionEntry.ts";
import { documentAt } from "./makeHole.ts";

const place = documentAt("x = ‸\n");

function entryOf(
  text: string,
  more: { isMultiline?: boolean; state?: "streaming" | "done" } = {},
): SuggestionEntry {
  const { isMultiline = true, state = "done" } = more;
  const entry = new SuggestionEntry(place.snapshot, place.offset, {
    ...{ source: "remote", requestRid: text, isMultiline },
  });
  entry.text = text;
  entry.state = state;
  return entry;
}

function shown(entry: SuggestionEntry): ShownText {
  const ready = readyPart(entry, place.snapshot, place.offset);
  assert.ok(ready);
  return new ShownText(ready, { rid: "r", sinceMs: 0, ...place });
}

function pick(
  candidates: readonly (SuggestionEntry | undefined)[],
  current?: SuggestionEntry,
  marked = "x = ‸\n",
): string | undefined {
  const { snapshot, offset } = documentAt(marked);
  const text = current === undefined ? undefined : shown(current);
  return pickSuggestion(candidates, text, snapshot, offset)?.fitted.text;
}

describe("pickSuggestion", () => {
  it("takes the first candidate that has something to show", () => {
    assert.equal(pick([]), undefined);
    assert.equal(pick([undefined, entryOf(""), entryOf("one;"), entryOf("two;")]), "one;");
  });

  it("keeps what is shown before any other text", () => {
    assert.equal(pick([entryOf("other;")], entryOf("shown;")), "shown;");
    assert.equal(pick([entryOf("show")], entryOf("shown;")), "shown;");
    assert.equal(pick([entryOf("shown;")], entryOf("shown;")), "shown;");
  });

  it("gives way to a text that begins with it", () => {
    assert.equal(pick([entryOf("other;"), entryOf("shown + more;")], entryOf("shown")), "shown + more;");
  });

  it("does not take the shown entry for another candidate", () => {
    const entry = entryOf("shown;");
    assert.equal(pick([entry, entryOf("other;")], entry), "shown;");
  });

  it("takes another when what is shown no longer fits", () => {
    assert.equal(pick([entryOf("other;")], entryOf("shown;"), "x = o‸\n"), "ther;");
    assert.equal(pick([], entryOf("shown;"), "x = o‸\n"), undefined);
  });
});

describe("readyPart", () => {
  const at = (entry: SuggestionEntry, marked = "x = ‸\n"): ReturnType<typeof readyPart> => {
    const { snapshot, offset } = documentAt(marked);
    return readyPart(entry, snapshot, offset);
  };

  it("shows settled text alone", () => {
    const growing = entryOf("a,\n  b", { state: "streaming" });
    assert.equal(at(growing)?.fitted.text, "a,");
    assert.equal(at(growing)?.isWhole, false);
    assert.equal(at(entryOf("abc", { state: "streaming" })), undefined);
    assert.equal(at(entryOf("abc"))?.isWhole, true);
  });

  it("shows what is left of it", () => {
    const ready = at(entryOf("value;"), "x = va‸\n");
    assert.deepEqual([ready?.consumed, ready?.fitted.text], [2, "lue;"]);
    assert.equal(at(entryOf("value;"), "x = value;‸\n"), undefined);
    assert.equal(at(entryOf("value;"), "x = w‸\n"), undefined);
  });

  it("shows one line of a single-line entry, and the next part as a whole", () => {
    const entry = entryOf("a;", { isMultiline: false });
    entry.extend("\nb;\nc;");
    const first = at(entry);
    assert.deepEqual([first?.fitted.text, first?.isWhole], ["a;", true]);
    entry.state = "streaming";
    assert.equal(at(entry)?.isWhole, true, "the first part is all there");
    entry.state = "done";
    assert.equal(at(entry, "x = a;‸\n")?.fitted.text, "\nb;\nc;");
  });
});
