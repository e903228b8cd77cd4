import assert from "node:assert/strict";
import { settle } from "../../../fakes/fakeClock.ts";
import { EngineSetup } from "./engineSetup.ts";

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
