import assert from "node:assert/strict";
import { runInSlices, sliceMs } from "../../../src/core/timeSlices.ts";
import { FakeClock, settle } from "../../fakes/fakeClock.ts";

describe("work in slices", () => {
  let clock: FakeClock;
  let done: number;
  beforeEach(() => {
    clock = new FakeClock();
    done = 0;
  });

  function* work(steps: number): Generator<void, string> {
    for (; done < steps; done += 1) {
      yield;
    }
    return "whole";
  }

  it("goes on without a pause while its slice lasts", async () => {
    assert.equal(await runInSlices(work(1_000), clock), "whole");
    assert.equal(clock.pendingCount, 0);
  });

  it("pauses after its slice, and begins the next one with its time anew", async () => {
    const slow = new SlowClock(clock, sliceMs / 2);
    const result = runInSlices(work(5), slow);
    assert.deepEqual([done, slow.pauses], [1, 1], "two steps are a slice, and the rest waits");
    await clock.advance(0);
    assert.equal(slow.pauses, 2);
    await clock.advance(0);
    await clock.advance(0);
    assert.equal(await result, "whole");
  });

  it("stops between two slices when nobody waits any longer", async () => {
    const leaving = new AbortController();
    const slow = new SlowClock(clock, sliceMs);
    const result = runInSlices(work(50), slow, leaving.signal);
    leaving.abort();
    await assert.rejects(result, { name: "AbortError" });
    await settle();
    assert.ok(done < 3, String(done));
  });
});

/** Each look at it takes some time, as a step of work does. */
class SlowClock {
  pauses = 0;
  readonly #clock: FakeClock;
  readonly #lookMs: number;
  #passedMs = 0;

  constructor(clock: FakeClock, lookMs: number) {
    this.#clock = clock;
    this.#lookMs = lookMs;
  }

  nowMs(): number {
    return this.#clock.nowMs();
  }

  monotonicMs(): number {
    this.#passedMs += this.#lookMs;
    return this.#passedMs;
  }

  delay(ms: number, signal?: AbortSignal): Promise<void> {
    this.pauses += 1;
    return this.#clock.delay(ms, signal);
  }
}
