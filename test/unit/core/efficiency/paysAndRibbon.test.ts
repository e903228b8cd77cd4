import assert from "node:assert/strict";
import { baselinesOf } from "../../../../src/core/efficiency/baselines.ts";
import { paysOf } from "../../../../src/core/efficiency/pays.ts";
import { ribbonOf } from "../../../../src/core/efficiency/ribbon.ts";
import { lengthClass, type RollUpRow } from "../../../../src/core/efficiency/rollUp.ts";
import { winsorShares } from "../../../../src/core/efficiency/winsor.ts";
import { helped, PersonaLog } from "../../../fakes/seededEvents.ts";

function row(metric: string, dim: string, n: number, total: number): RollUpRow {
  return { day: "2026-11-24", ws: "", phase: "development", lang: "python", metric, dim, n, total };
}

const typing = [row("typingChars", "typed", 60, 1200), row("typingMs", "typed", 60, 300_000)];

describe("paysOf", () => {
  it("sets the typing that was kept against the time of deciding, by length", () => {
    const rows = [row("decide", "20", 10, 8000), row("size@10m", "20", 3, 104), row("decide", "80", 4, 9000)];
    assert.deepEqual(
      paysOf(rows, baselinesOf(typing)).map(({ fromChars, offers, netSeconds }) => [
        fromChars,
        offers,
        netSeconds?.toFixed(1),
      ]),
      [
        [20, 10, "12.0"],
        [80, 4, "-9.0"],
      ],
    );
    assert.equal(paysOf(rows, baselinesOf([]))[0]?.netSeconds, null);
  });

  it("puts every length into one class", () => {
    assert.deepEqual([0, 9, 10, 79, 80, 5000].map(lengthClass), ["0", "0", "10", "40", "80", "1280"]);
  });
});

describe("winsorShares", () => {
  it("cuts the largest texts to the class of the 99th percentile, from 100 texts on", () => {
    const many = row("size@10m", "20", 990, 29_700);
    const huge = row("size@10m", "1280", 10, 20_000);
    const share = winsorShares([many, huge]).get("python") ?? 0;
    assert.ok(Math.abs(share - (29_700 + 400) / 49_700) < 1e-9);
    assert.equal(winsorShares([row("size@10m", "1280", 99, 200_000)]).get("python"), 1);
  });
});

describe("ribbonOf", () => {
  it("holds the active time of the day and of no other, in its quarters of an hour", () => {
    const events = new PersonaLog({ ...helped, days: 2 }).write(Date.UTC(2026, 10, 24, 9));
    const { cells } = ribbonOf(events, "2026-11-24", null);
    const expected = events.reduce(
      (sum, event) =>
        event.type === "activity.slice" && new Date(event.ts).getUTCDate() === 24
          ? sum + event.activeMs
          : sum,
      0,
    );
    assert.equal(
      cells.reduce((sum, { activeMs }) => sum + activeMs, 0),
      expected,
    );
    assert.ok(cells.every(({ cell }) => cell === 36));
    assert.deepEqual(ribbonOf(events, "2026-11-24", "another").cells, []);
  });
});
