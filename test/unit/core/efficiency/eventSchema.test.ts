import assert from "node:assert/strict";
import * as fc from "fast-check";
import { bodyFields, decodeEvent } from "../../../../src/core/efficiency/eventSchema.ts";
import { helped, PersonaLog } from "../../../fakes/seededEvents.ts";

const lastDayMs = Date.UTC(2026, 10, 24, 9);
const events = new PersonaLog({ ...helped, days: 2 }).write(lastDayMs);
const [sample] = events;

describe("decodeEvent", () => {
  it("gives back every well-formed event unchanged", () => {
    for (const event of events) {
      assert.deepEqual(decodeEvent(JSON.parse(JSON.stringify(event))), event);
    }
  });

  it("leaves out what the schema does not name, so that nothing slips into the log", () => {
    const decoded = decodeEvent({ ...sample, code: "secret()", path: "/home/a/b.ts" });
    assert.deepEqual(decoded, sample);
  });

  it("rounds fractions of milliseconds", () => {
    const offer = events.find(({ type }) => type === "suggest.offered");
    const decoded = decodeEvent({ ...offer, latencyMs: 12.6 });
    assert.equal(decoded?.type === "suggest.offered" && decoded.latencyMs, 13);
  });

  for (const [name, change] of Object.entries({
    "another version": { v: 2 },
    "an unknown type": { type: "keys" },
    "a type from Object.prototype": { type: "constructor" },
    "a sentence as id": { id: "not an id" },
    "a path as workspace": { ws: "/home/a/project" },
    "NaN as time": { ts: Number.NaN },
    "a moment beyond the calendar": { ts: 8e15 },
    "an impossible zone": { tz: 5000 },
    "a phase nobody knows": { phase: "coding" },
    "a negative count": { seq: -1 },
  })) {
    it(`refuses ${name}`, () => {
      assert.equal(decodeEvent({ ...sample, ...change }), undefined);
    });
  }

  it("never throws and never lets through what is not finite", () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(...Object.keys(bodyFields)), (value, type) => {
        const mixed = typeof value === "object" && value !== null ? { ...sample, type, ...value } : value;
        const decoded = decodeEvent(mixed);
        for (const field of Object.values(decoded ?? {})) {
          assert.ok(typeof field !== "number" || Number.isFinite(field));
        }
      }),
    );
  });
});
