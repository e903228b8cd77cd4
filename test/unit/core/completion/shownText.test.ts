import assert from "node:assert/strict";
import type { DocumentSnapshot } from "../../../../src/core/completion/completionTypes.ts";
import { ShownText } from "../../../../src/core/completion/shownText.ts";
import { SuggestionEntry } from "../../../../src/core/completion/suggestionEntry.ts";
import { settle } from "../../../fakes/fakeClock.ts";
import { EngineSetup } from "./engineSetup.ts";
import { documentAt } from "./makeHole.ts";

interface Stage {
  readonly shown: ShownText;
  readonly entry: SuggestionEntry;
  readonly snapshot: DocumentSnapshot;
  readonly offset: number;
}

function show(marked: string, text: string, replacedLength = 0): Stage {
  const { snapshot, offset } = documentAt(marked);
  const entry = new SuggestionEntry(snapshot, offset, {
    source: "remote",
    requestRid: "r",
    isMultiline: true,
  });
  entry.text = text;
  entry.state = "done";
  const ready = { entry, consumed: 0, fitted: { text, replacedLength }, isWhole: true };
  return {
    shown: new ShownText(ready, { rid: "r", sinceMs: 5, snapshot, offset }),
    entry,
    snapshot,
    offset,
  };
}

/** Types into the document and tells both. */
function type({ shown, entry, snapshot, offset }: Stage, text: string): Stage {
  const edits = [{ offset, removedLength: 0, text }];
  shown.shift(edits);
  entry.shift(edits);
  const typed = { ...snapshot, text: snapshot.text.slice(0, offset) + text + snapshot.text.slice(offset) };
  return { shown, entry, snapshot: typed, offset: offset + text.length };
}

describe("ShownText", () => {
  it("has the rest of its text while it is typed, and nothing after its end or another key", () => {
    const stage = show("x = ‸\n", "f(a);");
    const along = type(stage, "f(");
    assert.deepEqual(stage.shown.restAt(along.snapshot, along.offset), { text: "a);", replacedLength: 0 });
    const end = type(along, "a);");
    assert.equal(stage.shown.restAt(end.snapshot, end.offset), undefined);
    const other = type(show("x = ‸\n", "f(a);"), "g");
    assert.equal(other.shown.restAt(other.snapshot, other.offset), undefined);
  });

  it("is gone where the text before it or after it has changed", () => {
    const { shown, snapshot, offset } = show("ab = ‸\n", "f();");
    const edits = [{ offset: 1, removedLength: 1, text: "" }];
    shown.shift(edits);
    const shorter = { ...snapshot, text: snapshot.text.slice(0, 1) + snapshot.text.slice(2) };
    assert.equal(shown.restAt(shorter, offset - 1), undefined);
    const stage = show("f(‸)\n", "a)", 1);
    const closed = { ...stage.snapshot, text: stage.snapshot.text.replace(")", "") };
    assert.equal(stage.shown.restAt(closed, stage.offset), undefined);
  });

  it("outlives the reply behind it, and grows with it", () => {
    const stage = show("‸\n", "if (a) {\n  b();\n}");
    const along = type(stage, "if (");
    stage.entry.text = "if (a) {\n  b();\n}\nc();";
    assert.equal(stage.shown.readyAt(along.snapshot, along.offset)?.fitted.text, "a) {\n  b();\n}\nc();");
    stage.entry.text = "if (a) {";
    assert.equal(stage.shown.readyAt(along.snapshot, along.offset)?.fitted.text, "a) {\n  b();\n}");
    stage.entry.state = "stopped";
    assert.equal(stage.shown.readyAt(along.snapshot, along.offset)?.fitted.text, "a) {\n  b();\n}");
    assert.equal(stage.shown.readyAt(along.snapshot, along.offset)?.consumed, 4);
  });

  it("keeps the closer of a block that is below too, after its bracket was typed", async () => {
    // Judged anew after "if (", the last line looks like the "}" that follows the cursor.
    const setup = new EngineSetup("function f(a) {\n  if ‸\n}\n");
    setup.multiline = "always";
    const { answer } = setup.ask();
    await settle();
    setup.last.text("(a) {\n    return;\n  }\n").end();
    assert.equal((await answer)?.text, "(a) {\n    return;\n  }");
    setup.type("(");
    assert.equal((await setup.ask().answer)?.text, "a) {\n    return;\n  }");
  });

  it("stays to be seen when the stream breaks off behind it", async () => {
    const setup = new EngineSetup("function f() {\n    ‸\n}\n");
    const { answer } = setup.ask();
    await settle();
    setup.last.text("first();\n    sec");
    await setup.clock.advance(60);
    assert.equal((await answer)?.text, "first();");
    setup.last.fail(new Error("gone"));
    await settle();
    setup.type("fi");
    assert.equal((await setup.ask().answer)?.text, "rst();");
  });
});
