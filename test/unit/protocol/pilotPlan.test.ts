import assert from "node:assert/strict";
import { detectableReduction } from "../../../src/protocol/pilotPlan.ts";
import { decodeTokenPrices } from "../../../src/protocol/statisticsMessages.ts";

function onePerson(tasks: number, spread: number): number {
  return detectableReduction({ people: 1, weeks: 1, tasksAWeek: tasks, spread }) ?? Number.NaN;
}

describe("detectableReduction", () => {
  it("agrees with the published table of tasks for 80 % power within a point", () => {
    const table = [
      [712, 0.5, 0.1],
      [164, 0.5, 0.2],
      [36, 0.5, 0.4],
      [1392, 0.7, 0.1],
      [316, 0.7, 0.2],
      [64, 0.7, 0.4],
      [2296, 0.9, 0.1],
      [516, 0.9, 0.2],
      [104, 0.9, 0.4],
    ] as const;
    for (const [tasks, spread, reduction] of table) {
      assert.ok(
        Math.abs(onePerson(tasks, spread) - reduction) < 0.02,
        `${tasks} ${spread}: ${onePerson(tasks, spread)}`,
      );
    }
  });

  it("finds less where people differ, and nothing in a handful of tasks", () => {
    const team = detectableReduction({ people: 10, weeks: 4, tasksAWeek: 10, spread: 0.7 }) ?? 0;
    assert.ok(team > onePerson(400, 0.7));
    assert.equal(detectableReduction({ people: 1, weeks: 1, tasksAWeek: 5, spread: 0.7 }), null);
    assert.equal(detectableReduction({ people: Number.NaN, weeks: 1, tasksAWeek: 5, spread: 0.7 }), null);
  });
});

describe("decodeTokenPrices", () => {
  it("takes prices from zero on and nothing else", () => {
    assert.deepEqual(decodeTokenPrices({ currency: "CNY", input: 2, output: 8 }), {
      currency: "CNY",
      input: 2,
      cached: 2,
      output: 8,
    });
    for (const wrong of [{}, { input: -1, output: 1 }, { input: "2", output: 8 }, null, []]) {
      assert.equal(decodeTokenPrices(wrong), undefined);
    }
  });
});
