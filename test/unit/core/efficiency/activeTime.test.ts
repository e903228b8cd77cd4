import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  ActiveTimeMeter,
  type ActiveSlice,
  type Activity,
} from "../../../../src/core/efficiency/activeTime.ts";

const editing: Activity = { state: "edit", file: "f1", phase: "development", languageId: "python" };
const reading: Activity = { ...editing, state: "read" };

function meterWith(isFocused = true): {
  meter: ActiveTimeMeter;
  slices: ActiveSlice[];
  totalMs: () => number;
} {
  const slices: ActiveSlice[] = [];
  const meter = new ActiveTimeMeter((slice) => slices.push(slice), isFocused);
  return { meter, slices, totalMs: () => slices.reduce((sum, { activeMs }) => sum + activeMs, 0) };
}

describe("ActiveTimeMeter", () => {
  it("counts the time between inputs and half the cut-off after the last", () => {
    const { meter, totalMs } = meterWith();
    meter.input(editing, 0);
    meter.input(editing, 20_000);
    meter.input(editing, 50_000);
    for (let now = 55_000; now <= 200_000; now += 5000) {
      meter.tick(now, now);
    }
    assert.equal(totalMs(), 50_000 + 30_000);
  });

  it("does not count a pause above the cut-off", () => {
    const { meter, totalMs } = meterWith();
    meter.input(editing, 0);
    meter.input(editing, 61_000);
    meter.end(61_000);
    assert.equal(totalMs(), 30_000);
  });

  it("books time to what was done at its beginning", () => {
    const { meter, slices } = meterWith();
    meter.input(editing, 0);
    meter.input(reading, 4000);
    meter.input(editing, 9000);
    meter.end(9000);
    assert.deepEqual(
      slices.map(({ state, activeMs }) => [state, activeMs]),
      [
        ["edit", 4000],
        ["read", 5000],
      ],
    );
  });

  it("counts nothing without the focus, and nothing after losing it", () => {
    const { meter, totalMs } = meterWith(false);
    meter.input(editing, 0);
    meter.input(editing, 10_000);
    assert.equal(totalMs(), 0);
    meter.focus(true, 20_000);
    meter.input(editing, 20_000);
    meter.focus(false, 26_000);
    meter.input(editing, 40_000);
    assert.equal(totalMs(), 6000);
  });

  it("counts nothing inside a sleep, and reports its length", () => {
    const { meter, totalMs } = meterWith();
    meter.tick(0, 0);
    meter.input(editing, 1000);
    meter.tick(5000, 5000);
    const report = meter.tick(3_605_000, 3_605_000);
    assert.equal(report.suspendMs, 3_600_000);
    meter.input(editing, 3_606_000);
    meter.input(editing, 3_607_000);
    meter.end(3_607_000);
    assert.equal(totalMs(), 4000 + 1000);
  });

  it("notices a sleep at the first input after it", () => {
    const { meter, totalMs } = meterWith();
    meter.tick(0, 0);
    meter.input(editing, 1000);
    meter.input(editing, 41_000);
    meter.end(41_000);
    assert.equal(totalMs(), 0);
  });

  it("reports a step of the wall clock and measures through it", () => {
    const { meter, totalMs } = meterWith();
    meter.tick(0, 1_000_000);
    meter.input(editing, 1000);
    assert.equal(meter.tick(5000, 1_005_000 + 3_600_000).clockJumpMs, 3_600_000);
    meter.input(editing, 6000);
    meter.end(6000);
    assert.equal(totalMs(), 5000);
  });

  it("never counts more than has passed, in slices of at most a minute", () => {
    const step = fc.record({
      gap: fc.integer({ min: 0, max: 90_000 }),
      what: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { meter, slices, totalMs } = meterWith();
        let now = 0;
        for (const { gap, what } of steps) {
          now += gap;
          if (what === 3) {
            meter.focus(gap % 2 === 0, now);
          } else {
            meter.input(what === 0 ? editing : reading, now);
          }
        }
        now += 30_000;
        meter.end(now);
        assert.ok(totalMs() <= now + 1);
        assert.ok(slices.every(({ activeMs }) => activeMs > 0 && activeMs <= 60_000));
      }),
    );
  });
});
