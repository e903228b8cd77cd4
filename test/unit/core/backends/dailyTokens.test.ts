import assert from "node:assert/strict";
import { DailyTokens, decodeTokenCounts } from "../../../../src/core/backends/dailyTokens.ts";
import { MemoryTokenCounts } from "../../../fakes/memoryTokenCounts.ts";

describe("DailyTokens", () => {
  it("adds up what all windows counted for a profile today, and for no other", () => {
    const store = new MemoryTokenCounts();
    const one = new DailyTokens(store, () => "2026-11-24", "w1");
    const other = new DailyTokens(store, () => "2026-11-24", "w2");
    one.add("my local server", 10);
    one.add("server", 1);
    other.add("my local server", 20);
    one.add("my local server", 3);
    assert.deepEqual(
      [one.usedToday("my local server"), other.usedToday("server"), one.usedToday("local server")],
      [33, 1, 0],
    );
  });

  it("begins a day at zero and keeps nothing of the last one", () => {
    const store = new MemoryTokenCounts();
    let day = "2026-11-24";
    const tokens = new DailyTokens(store, () => day, "w1");
    tokens.add("p", 10);
    day = "2026-11-25";
    assert.equal(tokens.usedToday("p"), 0);
    tokens.add("p", 2);
    assert.deepEqual(store.get(), { "2026-11-25 w1 p": 2 });
  });

  it("goes on with what an earlier version counted today", () => {
    const earlier = decodeTokenCounts({ day: "2026-11-24", tokens: { "my server": 40, bad: "many" } });
    const store = { get: () => earlier, update: () => Promise.resolve() };
    assert.equal(new DailyTokens(store, () => "2026-11-24", "w1").usedToday("my server"), 40);
    assert.deepEqual(earlier, { "2026-11-24 - my server": 40 });
  });

  it("unreadable counts are none", () => {
    for (const bad of [
      undefined,
      null,
      7,
      "x",
      [],
      { day: "2026-11-24" },
      { "2026-11-24 w p": -1 },
      { tokens: 4 },
    ]) {
      assert.deepEqual(decodeTokenCounts(bad), {}, JSON.stringify(bad));
    }
  });
});
