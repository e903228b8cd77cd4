import assert from "node:assert/strict";
import { baselinesOf } from "../../../../src/core/efficiency/baselines.ts";
import type { RollUpRow } from "../../../../src/core/efficiency/rollUp.ts";

function row(metric: string, n: number, total: number, more: Partial<RollUpRow> = {}): RollUpRow {
  return { day: "", ws: "", phase: "development", lang: "", metric, dim: "", n, total, ...more };
}

describe("baselinesOf", () => {
  it("knows a rate of withheld suggestions the better, the more alike its days are", () => {
    const sums = [row("shadow", 400, 400_000), row("shadowChars", 400, 4000)];
    const daily = (spreadMs: number) =>
      Array.from({ length: 20 }, (_, index) => [
        row("shadow", 20, 20_000 + (index % 2 === 0 ? spreadMs : -spreadMs), { day: `d${index}` }),
        row("shadowChars", 20, 200, { day: `d${index}` }),
      ]).flat();
    const even = baselinesOf(sums, daily(0));
    assert.equal(even.midSecondsPerChar?.development, 0.1);
    assert.equal(even.midRelativeError?.development, 0);
    const uneven = baselinesOf(sums, daily(4000)).midRelativeError;
    // 20 days of residuals of 4 s, over 400 s and ten prior pairs of 1 s.
    const expected = Math.sqrt((20 / 19) * 20 * 16) / 410;
    assert.ok(Math.abs((uneven?.development ?? 0) - expected) < 1e-9);
    assert.equal(uneven?.design, 0);
  });

  it("knows the speed of full authoring by the spread of the days without the assistant", () => {
    const sums = [row("off.task", 12, 0), row("off.active", 50, 1_000_000), row("off.typed", 50, 2000)];
    const daily = [
      row("off.active", 25, 600_000, { day: "a" }),
      row("off.typed", 25, 1000, { day: "a" }),
      row("off.active", 25, 400_000, { day: "b" }),
      row("off.typed", 25, 1000, { day: "b" }),
    ];
    const { highSecondsPerChar, highRelativeError } = baselinesOf(sums, daily);
    assert.equal(highSecondsPerChar, 0.5);
    assert.ok(Math.abs(highRelativeError - Math.sqrt(2 * 2 * 100_000 ** 2) / 1_000_000) < 1e-9);
    assert.equal(baselinesOf(sums, daily.slice(0, 2)).highRelativeError, 0);
    assert.equal(baselinesOf([row("off.task", 9, 0), ...sums.slice(1)], daily).highRelativeError, 0);
  });
});
