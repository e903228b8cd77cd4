import assert from "node:assert/strict";
import { Deadlines } from "../../../../src/adapters/models/deadlines.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";

const timeouts = {
  connectMs: 100,
  firstByteMs: 60_000,
  betweenBytesMs: 1_500,
  totalMs: 600_000,
  fillInTotalMs: 20_000,
};

describe("Deadlines", () => {
  const open = (clock: FakeClock, totalMs = 600_000): Deadlines =>
    new Deadlines(clock, timeouts, totalMs, new AbortController().signal);

  it("gives the first byte its time", async () => {
    const clock = new FakeClock();
    const deadlines = open(clock);
    await clock.advance(59_999);
    assert.equal(deadlines.expired, undefined);
    await clock.advance(1);
    assert.equal(deadlines.expired, "firstByte");
    assert.equal(deadlines.signal.aborted, true);
  });

  it("gives less between bytes where less is set, from the first byte on", async () => {
    const clock = new FakeClock();
    const deadlines = open(clock);
    await clock.advance(1_000);
    for (let count = 0; count < 3; count += 1) {
      deadlines.touch();
      await clock.advance(1_499);
      assert.equal(deadlines.expired, undefined);
    }
    await clock.advance(1);
    assert.equal(deadlines.expired, "betweenBytes");
    assert.equal(clock.pendingCount, 0, "no timer stays behind");
  });

  it("ends the whole at its time, however steadily bytes come", async () => {
    const clock = new FakeClock();
    const deadlines = open(clock, 5_000);
    for (let count = 0; count < 5; count += 1) {
      deadlines.touch();
      await clock.advance(1_000);
    }
    assert.equal(deadlines.expired, "total");
  });
});
