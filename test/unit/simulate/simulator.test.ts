import assert from "node:assert/strict";
import { drawLife, type Cell } from "../../simulate/agent.ts";
import { atLeast, atMost, isWithin } from "../../simulate/binomial.ts";
import { cells } from "../../simulate/cells.ts";
import { solveTruth, timesOf } from "../../simulate/dial.ts";
import { gateRows } from "../../simulate/gateRows.ts";
import { simulateRun } from "../../simulate/simulateRun.ts";

function named(name: string): Cell {
  const found = cells.find((cell) => cell.name === name);
  assert.ok(found !== undefined);
  return found;
}

describe("the exact binomial test", () => {
  it("knows the probabilities that can be counted by hand", () => {
    assert.ok(Math.abs(atMost(3, 1, 0.5) - 0.5) < 1e-12);
    assert.ok(Math.abs(atLeast(3, 3, 0.9) - 0.729) < 1e-12);
    assert.equal(atLeast(10, 0, 0.3), 1);
  });

  it("rejects a range only where it rejects both of its ends", () => {
    assert.equal(isWithin(200, 190, 0.93, 0.97), true);
    assert.equal(isWithin(200, 165, 0.93, 0.97), false);
    assert.equal(isWithin(2000, 2000, 0.93, 0.97), false);
    assert.equal(isWithin(0, 0, 0, 1), false);
  });
});

describe("a simulated developer", () => {
  it("lives the same life twice, and its true effect is the sum of its seconds", () => {
    const cell = named("effect 20");
    assert.deepEqual(drawLife(3, cell), drawLife(3, cell));
    const life = drawLife(3, cell);
    const truth = solveTruth(life, cell);
    let without = 0;
    let withIt = 0;
    for (const { tasks } of life.days) {
      for (const task of tasks) {
        for (const snippet of task.snippets) {
          if (snippet.phase === "development") {
            const times = timesOf(task, snippet, truth.spared.development);
            without += snippet.thinkSeconds + snippet.typeSeconds;
            withIt += Object.values(times).reduce((sum, seconds) => sum + seconds, 0);
          }
        }
      }
    }
    // Breaks and chats are in the truth and not here: the order of size has to be right.
    assert.ok(Math.abs(1 - withIt / without - truth.reduction.development) < 0.06);
    assert.ok(Math.abs(truth.reduction.development - 0.2) < 0.03);
  });

  it("gives the same readings for the same seed, all finite", () => {
    const first = simulateRun(5, named("mixed"));
    assert.deepEqual(simulateRun(5, named("mixed")), first);
    const overall = first.rows["overall"];
    assert.ok(overall?.low !== null && Number.isFinite(overall?.low));
  });

  it("reads below zero when every suggestion is worthless", () => {
    assert.ok((simulateRun(2, named("worthless")).rows["overall"]?.low ?? 1) < 0);
  });
});

describe("gate rows", () => {
  it("fail where there are no runs, so that an empty simulation passes nothing", () => {
    const rows = gateRows(new Map());
    assert.ok(rows.length >= 30);
    assert.ok(rows.every(({ isPassed }) => !isPassed));
  });
});
