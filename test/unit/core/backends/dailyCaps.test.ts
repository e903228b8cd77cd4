import assert from "node:assert/strict";
import { DailyCaps } from "../../../../src/core/backends/dailyCaps.ts";
import { DailyTokens } from "../../../../src/core/backends/dailyTokens.ts";
import { FakeClock, settle } from "../../../fakes/fakeClock.ts";
import { MemoryTokenCounts } from "../../../fakes/memoryTokenCounts.ts";

const minuteMs = 60_000;

describe("DailyCaps", () => {
  let clock: FakeClock;
  let day: string;
  let cap: number | undefined;
  let changes: number;
  let caps: DailyCaps;
  beforeEach(() => {
    clock = new FakeClock();
    day = "2026-11-24";
    cap = 100;
    changes = 0;
    const tokens = new DailyTokens(new MemoryTokenCounts(), () => day, "w1");
    caps = new DailyCaps(
      tokens,
      (profile) => (profile === "capped" ? cap : undefined),
      clock,
      () => (changes += 1),
    );
  });
  afterEach(() => caps.dispose());

  it("is spent when the tokens reach the cap, and tells it once", () => {
    caps.add("capped", 99);
    assert.deepEqual([caps.isSpent("capped"), changes], [false, 0]);
    caps.add("capped", 1);
    assert.deepEqual([caps.isSpent("capped"), caps.usedToday("capped"), changes], [true, 100, 1]);
    caps.add("capped", 5);
    assert.equal(changes, 1);
  });

  it("a profile without a cap is never spent, and nobody waits for it", () => {
    caps.add("free", 1_000_000);
    assert.deepEqual([caps.isSpent("free"), changes, clock.pendingCount], [false, 0, 0]);
  });

  it("heals at the day's turn, and tells it within a minute", async () => {
    caps.add("capped", 100);
    await clock.advance(10 * minuteMs);
    assert.equal(changes, 1);
    day = "2026-11-25";
    assert.equal(caps.isSpent("capped"), false, "a request need not wait for the news");
    await clock.advance(minuteMs);
    assert.deepEqual([changes, clock.pendingCount], [2, 0]);
    caps.add("capped", 100);
    assert.equal(changes, 3, "and may be spent again");
  });

  it("tells it too when the tokens were spent before this window began, and asks for one timer only", async () => {
    caps.add("capped", 100);
    caps.isSpent("capped");
    caps.isSpent("capped");
    await settle();
    assert.equal(clock.pendingCount, 1);
    cap = 200;
    await clock.advance(minuteMs);
    assert.deepEqual([caps.isSpent("capped"), changes], [false, 2]);
  });

  it("waits for nothing once it is disposed of", async () => {
    caps.add("capped", 100);
    await settle();
    caps.dispose();
    await settle();
    day = "2026-11-25";
    await clock.advance(minuteMs);
    assert.deepEqual([changes, clock.pendingCount], [1, 0]);
    caps.add("capped", 100);
    await settle();
    assert.equal(clock.pendingCount, 0);
  });
});
