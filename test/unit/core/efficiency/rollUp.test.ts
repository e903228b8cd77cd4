import assert from "node:assert/strict";
import { decodeEvent } from "../../../../src/core/efficiency/eventSchema.ts";
import type { EventBody } from "../../../../src/core/efficiency/events.ts";
import { rowsOfEvent } from "../../../../src/core/efficiency/rollUp.ts";
import { helped, PersonaLog } from "../../../fakes/seededEvents.ts";

const [envelope] = new PersonaLog({ ...helped, days: 1 }).write(Date.UTC(2026, 10, 24, 9));

/** What one event adds, as `metric dim: total`. */
function rows(body: EventBody, arm?: "on" | "off"): readonly string[] {
  const event = decodeEvent({ ...envelope, ...body, ...(arm === undefined ? {} : { arm }) });
  assert.ok(event !== undefined);
  return rowsOfEvent(event).map(({ metric, dim, total }) => `${metric} ${dim}: ${total}`);
}

describe("rowsOfEvent", () => {
  const decided = {
    type: "suggest.resolve",
    rid: "r",
    takenChars: 0,
    certainty: "inferred",
    chars: 45,
  } as const;

  it("charges a refusal for ten seconds at most, and for two where an offer was only replaced", () => {
    assert.deepEqual(rows({ ...decided, outcome: "reject", decideMs: 25_000 }), [
      "outcome reject: 0",
      "turnedDown completion: 0",
      "attention completion: 10000",
      "decide 40: 10000",
    ]);
    assert.ok(rows({ ...decided, outcome: "ignore", decideMs: 25_000 }).includes("past completion: 10000"));
    assert.ok(
      rows({ ...decided, outcome: "superseded", decideMs: 25_000 }).includes("past completion: 2000"),
    );
  });

  it("credits kept text without what the editor would have put in itself", () => {
    const found = rows({
      type: "suggest.retain",
      rid: "r",
      feature: "completion",
      horizon: "10m",
      kept: 0.5,
      keptChars: 50,
      chars: 100,
      isCensored: false,
      autoChars: 20,
    });
    assert.ok(found.includes("kept@10m completion: 50"));
    assert.ok(found.includes("credited@10m completion: 40"));
    assert.ok(found.includes("size@10m 80: 40"));
  });

  it("tells reading an answer from the pause after accepting, three minutes at most", () => {
    const dwell = { type: "suggest.dwell", rid: "r", dwellMs: 400_000 } as const;
    assert.deepEqual(rows({ ...dwell, feature: "completion" }), ["dwell completion: 180000"]);
    assert.deepEqual(rows({ ...dwell, feature: "explain" }), ["answerDwell explain: 180000"]);
  });

  it("counts work without the assistant apart, by the arm of the draw", () => {
    const slice = { type: "activity.slice", state: "edit", activeMs: 9000, file: null } as const;
    assert.deepEqual(rows(slice), ["active edit: 9000"]);
    assert.deepEqual(rows(slice, "off"), ["active edit: 9000", "off.active edit: 9000"]);
    assert.deepEqual(rows({ type: "task.end", outcome: "done", activeMs: 5 }, "off"), ["off.task done: 5"]);
  });

  it("keeps events that were written before the optional fields existed", () => {
    const { chars: _chars, ...old } = decided;
    assert.ok(rows({ ...old, outcome: "reject", decideMs: 900 }).includes("decide 0: 900"));
    assert.equal(decodeEvent({ ...envelope, arm: "sideways" }), undefined);
  });
});
