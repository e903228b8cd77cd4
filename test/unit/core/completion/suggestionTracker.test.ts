import assert from "node:assert/strict";
import type { AcceptedRange } from "../../../../src/core/completion/acceptedText.ts";
import type { Offer } from "../../../../src/core/completion/completionTypes.ts";
import { SuggestionTracker } from "../../../../src/core/completion/suggestionTracker.ts";
import type { EventBody } from "../../../../src/core/efficiency/events.ts";
import { FakeClock, settle } from "../../../fakes/fakeClock.ts";
import { EngineSetup } from "./engineSetup.ts";
import { documentAt } from "./makeHole.ts";

/** An engine that has just offered `text` at the cursor. */
async function offering(text: string): Promise<EngineSetup> {
  const setup = new EngineSetup("x = ‸");
  const { answer } = setup.ask();
  await settle();
  setup.last.text(text).end();
  await answer;
  return setup;
}

function resolved(setup: EngineSetup): unknown[] {
  return setup
    .eventsOf("suggest.resolve")
    .map(({ outcome, takenChars, certainty }) => [outcome, takenChars, certainty]);
}

describe("SuggestionTracker", () => {
  it("calls a suggestion offered only after 30 ms without an edit that takes it away", async () => {
    const setup = await offering("value;");
    await setup.clock.advance(29);
    assert.deepEqual(setup.eventsOf("suggest.offered"), []);
    await setup.clock.advance(1);
    assert.equal(setup.eventsOf("suggest.offered").length, 1);
    const early = await offering("value;");
    await early.clock.advance(20);
    early.type("q");
    await early.clock.advance(5000);
    assert.deepEqual(early.eventsOf("suggest.offered"), []);
    assert.deepEqual(early.eventsOf("suggest.resolve"), []);
  });

  it("counts one offer while it is typed along", async () => {
    const setup = await offering("value;");
    for (const key of "val") {
      await setup.clock.advance(90);
      setup.type(key);
      await setup.ask().answer;
    }
    await setup.clock.advance(100);
    assert.equal(setup.eventsOf("suggest.offered").length, 1);
    assert.deepEqual(resolved(setup), []);
  });

  it("infers that it was typed through", async () => {
    const setup = await offering("val;");
    await setup.clock.advance(50);
    setup.type("val;\n");
    assert.deepEqual(resolved(setup), [["typed_through", 4, "inferred"]]);
    assert.deepEqual(setup.accepted, []);
  });

  it("infers a partial acceptance, and tells of the text", async () => {
    const setup = await offering("value.size;");
    await setup.clock.advance(50);
    setup.edit({ offset: 4, removedLength: 0, text: "value" });
    setup.type("q");
    assert.deepEqual(resolved(setup), [["partial", 5, "inferred"]]);
    assert.deepEqual(
      setup.accepted.map(({ offset, text }) => [offset, text]),
      [[4, "value"]],
    );
  });

  it("resolves as ignored when the typist goes another way or the cursor leaves", async () => {
    const setup = await offering("value;");
    await setup.clock.advance(50);
    setup.type("q");
    assert.deepEqual(resolved(setup), [["ignore", 0, "inferred"]]);
    const left = await offering("value;");
    await left.clock.advance(50);
    left.engine.didMoveCursor(left.snapshot.uri, 0);
    assert.deepEqual(resolved(left), [["ignore", 0, "inferred"]]);
  });

  it("knows an acceptance by its command, once, after some typing too", async () => {
    const setup = await offering("value;");
    await setup.clock.advance(50);
    setup.type("va");
    const offer = await setup.ask().answer;
    assert.ok(offer);
    setup.accept(offer);
    setup.engine.didAccept(offer.rid);
    assert.deepEqual(resolved(setup), [["accept", 6, "exact"]]);
    assert.deepEqual(
      setup.accepted.map(({ offset, text }) => [offset, text]),
      [[6, "lue;"]],
    );
  });

  it("knows nothing of a command for a suggestion that is long gone", async () => {
    const setup = await offering("value;");
    await setup.clock.advance(50);
    setup.type("q");
    setup.engine.didAccept("rid1");
    assert.equal(resolved(setup).length, 1);
    assert.deepEqual(setup.accepted, []);
  });
});

/** The tracker by itself, with an offer `text` at the cursor. */
class TrackerSetup {
  readonly clock = new FakeClock();
  readonly events: EventBody[] = [];
  readonly accepted: AcceptedRange[] = [];
  readonly tracker = new SuggestionTracker(
    this.clock,
    { record: (body) => this.events.push(body) },
    { didAccept: (range) => this.accepted.push(range) },
  );
  snapshot = documentAt("x = ‸;\n// end\n").snapshot;

  offer(text: string, rid = "a", at = 4, uri = this.snapshot.uri): void {
    const offer: Offer = { rid, text, replaceStart: at, replaceEnd: at, source: "remote" };
    this.tracker.didOffer({ offer, snapshot: { ...this.snapshot, uri }, latencyMs: 7 });
  }

  edit(offset: number, text: string, removedLength = 0): void {
    const before = this.snapshot.text;
    this.snapshot = {
      ...this.snapshot,
      text: before.slice(0, offset) + text + before.slice(offset + removedLength),
    };
    this.tracker.didChange(this.snapshot, { edits: [{ offset, removedLength, text }], reason: "other" });
  }

  get told(): unknown[] {
    return this.events.map((event) =>
      event.type === "suggest.offered"
        ? [event.rid, "offered", event.chars, event.lines, event.latencyMs]
        : event.type === "suggest.resolve"
          ? [event.rid, event.outcome, event.takenChars, event.decideMs]
          : event.type,
    );
  }
}

describe("SuggestionTracker by itself", () => {
  it("counts characters, lines and the time to decide", async () => {
    const setup = new TrackerSetup();
    setup.offer("ab\ncd");
    assert.equal(setup.tracker.currentRid, "a");
    await setup.clock.advance(500);
    assert.equal(setup.tracker.didAccept("a"), true);
    assert.deepEqual(setup.told, [
      ["a", "offered", 5, 2, 7],
      ["a", "accept", 5, 500],
    ]);
    assert.deepEqual(
      setup.accepted.map(({ offset, text }) => [offset, text]),
      [[4, "ab\ncd"]],
    );
    assert.equal(setup.tracker.currentRid, undefined);
    assert.equal(setup.clock.pendingCount, 0);
  });

  it("records an acceptance that comes before 30 ms as offered, once", async () => {
    const setup = new TrackerSetup();
    setup.offer("ab");
    assert.equal(setup.tracker.didAccept("b"), false);
    assert.equal(setup.tracker.didAccept("a"), true);
    assert.equal(setup.tracker.didAccept("a"), false);
    await setup.clock.advance(100);
    assert.deepEqual(setup.told, [
      ["a", "offered", 2, 1, 7],
      ["a", "accept", 2, 0],
    ]);
  });

  it("takes the edit of an acceptance and its command for one", async () => {
    const setup = new TrackerSetup();
    setup.offer("abc");
    await setup.clock.advance(40);
    setup.edit(4, "abc");
    assert.deepEqual(setup.accepted, [], "the command may still follow");
    setup.tracker.didAccept("a");
    assert.deepEqual(setup.told.at(-1), ["a", "accept", 3, 40]);
    assert.deepEqual(
      setup.accepted.map(({ offset, text }) => [offset, text]),
      [[4, "abc"]],
    );
  });

  it("takes the whole text in one edit without a command for partial steps", async () => {
    const setup = new TrackerSetup();
    setup.offer("abc");
    await setup.clock.advance(40);
    setup.edit(4, "abc");
    setup.edit(7, "d");
    assert.deepEqual(setup.told.at(-1), ["a", "partial", 3, 40]);
  });

  it("tells a text that was typed to its end from one that was left", async () => {
    const setup = new TrackerSetup();
    setup.offer("ab");
    await setup.clock.advance(40);
    setup.edit(4, "a");
    setup.edit(5, "b");
    assert.equal(setup.told.length, 1);
    setup.tracker.didLeave("reject");
    assert.deepEqual(setup.told.at(-1), ["a", "typed_through", 2, 40]);
    const left = new TrackerSetup();
    left.offer("ab");
    await left.clock.advance(40);
    left.edit(4, "a");
    left.tracker.didLeave("reject");
    assert.deepEqual(left.told.at(-1), ["a", "reject", 1, 40]);
    left.tracker.didLeave();
    assert.equal(left.told.length, 2);
  });

  it("calls a new offer's predecessor superseded, and the same offer again no new one", async () => {
    const setup = new TrackerSetup();
    setup.offer("ab");
    await setup.clock.advance(40);
    setup.edit(4, "a");
    setup.offer("b", "a", 5);
    await setup.clock.advance(40);
    assert.equal(setup.told.length, 1);
    setup.offer("xyz", "b");
    assert.deepEqual(setup.told.at(-1), ["a", "superseded", 1, 80]);
    await setup.clock.advance(40);
    assert.deepEqual(setup.told.at(-1), ["b", "offered", 3, 1, 7]);
    setup.offer("xyz", "b", 4, "file:///other.ts");
    assert.deepEqual(setup.told.at(-1), ["b", "superseded", 0, 40], "the same id elsewhere");
  });

  it("follows edits elsewhere: behind the text, before it, in other documents", async () => {
    const setup = new TrackerSetup();
    setup.offer("ab");
    await setup.clock.advance(40);
    setup.edit(8, "!");
    assert.equal(setup.tracker.currentRid, "a");
    setup.edit(4, "a");
    assert.equal(setup.tracker.currentRid, "a");
    setup.tracker.didChange(
      { ...setup.snapshot, uri: "file:///other.ts" },
      { edits: [{ offset: 0, removedLength: 2, text: "" }], reason: "other" },
    );
    assert.equal(setup.tracker.currentRid, "a");
    setup.edit(0, "y");
    assert.deepEqual(setup.told.at(-1), ["a", "ignore", 1, 40], "an edit before it hides it");
  });

  it("lets go of an offer whose place is removed, and of an edit within its length", async () => {
    const removed = new TrackerSetup();
    removed.offer("ab");
    await removed.clock.advance(40);
    removed.edit(2, "", 4);
    assert.equal(removed.tracker.currentRid, undefined);
    const near = new TrackerSetup();
    near.offer("ab");
    await near.clock.advance(40);
    near.edit(6, "!");
    assert.equal(near.tracker.currentRid, undefined);
    const empty = new TrackerSetup();
    empty.offer("ab");
    empty.tracker.didChange(empty.snapshot, { edits: [], reason: "other" });
    assert.equal(empty.tracker.currentRid, undefined);
    assert.deepEqual(empty.told, [], "never offered");
  });

  it("begins the 30 ms anew with each key until it was offered", async () => {
    const setup = new TrackerSetup();
    setup.offer("abc");
    await setup.clock.advance(20);
    setup.edit(4, "a");
    await setup.clock.advance(29);
    assert.deepEqual(setup.told, []);
    await setup.clock.advance(1);
    assert.deepEqual(setup.told, [["a", "offered", 2, 1, 7]]);
    setup.edit(5, "b");
    await setup.clock.advance(100);
    assert.equal(setup.told.length, 1);
    assert.equal(setup.clock.pendingCount, 0);
  });
});
