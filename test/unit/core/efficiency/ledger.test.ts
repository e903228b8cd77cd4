import assert from "node:assert/strict";
import { baselinesOf } from "../../../../src/core/efficiency/baselines.ts";
import { ledgerDayMetrics, ledgerOf } from "../../../../src/core/efficiency/ledger.ts";
import { rowsIn, rowsOfEvent, type RollUpRow } from "../../../../src/core/efficiency/rollUp.ts";
import { helped, PersonaLog } from "../../../fakes/seededEvents.ts";

function row(
  metric: string,
  dim: string,
  n: number,
  total: number,
  more: Partial<RollUpRow> = {},
): RollUpRow {
  return { day: "2026-11-24", ws: "", phase: "development", lang: "python", metric, dim, n, total, ...more };
}

/** 60 bursts of 20 characters at 4 characters a second. */
const typing = [row("typingChars", "typed", 60, 1200), row("typingMs", "typed", 60, 300_000)];
const active = row("active", "edit", 60, 3_600_000);

function development(rows: readonly RollUpRow[], typingRows: readonly RollUpRow[] = typing) {
  const source = rowsIn(rows);
  const query = { fromDay: null, toDay: "2026-12-31", ws: null };
  const { ledger } = ledgerOf(
    {
      totals: source({ ...query, keep: ["phase", "lang"], metrics: null }),
      daily: source({ ...query, keep: ["day", "phase", "lang"], metrics: ledgerDayMetrics }),
    },
    baselinesOf(typingRows),
  );
  const found = ledger.phases.find(({ phase }) => phase === "development");
  assert.ok(found !== undefined);
  return { ...found, ledger };
}

describe("ledgerOf", () => {
  it("prices kept characters at the user's own speed and subtracts what was measured", () => {
    const result = development([
      active,
      row("credited@10m", "completion", 2, 520),
      row("waiting", "ask", 1, 12_000),
      row("review", "completion", 3, 8000),
      row("active", "ai_prompt", 1, 5000),
    ]);
    assert.equal(result.gainSeconds?.toFixed(6), "100.000000");
    assert.equal(result.costSeconds, 25);
    assert.equal(result.netSeconds?.toFixed(6), "75.000000");
    const [line] = result.lines;
    assert.deepEqual(line === undefined ? undefined : { ...line, seconds: Math.round(line.seconds) }, {
      kind: "kept",
      feature: "completion",
      lang: "python",
      chars: 520,
      countedShare: 1,
      correctionShare: 0,
      charsPerSecond: 4,
      bursts: 60,
      seconds: 100,
    });
  });

  it("goes below zero when the cost is above the gain", () => {
    const result = development([
      active,
      row("credited@10m", "completion", 1, 52),
      row("waiting", "ask", 1, 60_000),
    ]);
    assert.equal(result.netSeconds, -50);
  });

  it("has no price below 60 bursts, and says how many there are", () => {
    const few = [row("typingChars", "typed", 59, 1180), row("typingMs", "typed", 59, 295_000)];
    const result = development(
      [active, row("kept@10m", "completion", 1, 40), row("credited@10m", "completion", 1, 40)],
      few,
    );
    assert.equal(result.gainSeconds, null);
    assert.equal(result.netSeconds, null);
    assert.equal(result.unpricedChars, 40);
    assert.deepEqual(result.ledger.unpriced[0], {
      reason: "tooFewBursts",
      lang: "python",
      count: 1,
      chars: 40,
      have: 59,
    });
  });

  it("counts a cost even where nothing was kept", () => {
    const result = development([active, row("waiting", "ask", 1, 3000)]);
    assert.equal(result.netSeconds, -3);
  });

  it("does not lend one language the speed of another", () => {
    const result = development([active, row("credited@10m", "completion", 1, 40, { lang: "java" })]);
    assert.equal(result.gainSeconds, null);
  });

  it("leaves out a day on which more than twice the active time would be saved", () => {
    const short = row("active", "edit", 1, 10_000);
    const much = row("credited@10m", "completion", 1, 520);
    assert.deepEqual(development([short, much]).ledger.leftOutDays, ["2026-11-24"]);
    assert.equal(development([short, much]).netSeconds, 0);
    const enough = row("active", "edit", 1, 50_000);
    assert.deepEqual(development([enough, much]).ledger.leftOutDays, []);
  });

  it("subtracts every kind of cost, and charges an active second once", () => {
    const result = development([
      row("active", "edit", 1, 30_000),
      row("waiting", "ask", 1, 4000),
      row("attention", "completion", 1, 3000),
      row("past", "completion", 2, 2000),
      row("rework", "completion", 1, 5000),
      row("answerDwell", "ask", 1, 6000),
      row("dwell", "completion", 2, 7000),
    ]);
    assert.equal(result.costSeconds, 27);
    assert.deepEqual(
      result.lines.map(({ kind, seconds }) => [kind, seconds]),
      [
        ["waiting", -4],
        ["attention", -3],
        ["past", -2],
        ["reading", -6],
        ["dwell", -7],
        ["rework", -5],
      ],
    );
    const crowded = development([row("active", "edit", 1, 5000), row("waiting", "ask", 1, 9000)]);
    assert.equal(crowded.netSeconds, -5);
    assert.deepEqual(crowded.lines.at(-1), { kind: "capped", seconds: 4 });
  });

  it("charges the time to passing tests in the low reading only", () => {
    const rates = [
      row("off.task", "done", 10, 1),
      row("off.active", "edit", 1, 1_000_000),
      row("off.typed", "typed", 1, 1000),
      row("shadow", "completion", 300, 300_000),
      row("shadowChars", "completion", 300, 3000),
    ];
    const costs = [row("recovery", "completion", 1, 90_000), row("rework", "completion", 1, 5000)];
    const result = development(
      [active, row("credited@10m", "completion", 1, 520), ...costs],
      [...typing, ...rates],
    );
    assert.equal(result.costSeconds, 95);
    assert.equal(result.costLowSeconds, 5);
    const kept = (seconds: number | null): number | null => (seconds === null ? null : Math.round(seconds));
    assert.equal(kept(result.netMidSeconds), (result.gainMidSeconds ?? 0) - 5);
    assert.equal(kept(result.netHighSeconds), 515);
    assert.deepEqual(
      result.lines.slice(1).map(({ kind, seconds }) => [kind, seconds]),
      [
        ["rework", -5],
        ["recovery", -90],
      ],
    );
  });

  it("charges the pause after accepting only beyond the user's own pauses", () => {
    const pauses = row("ownPause", "typed", 100, 200_000);
    const dwell = row("dwell", "completion", 10, 50_000);
    assert.equal(development([active, dwell], [...typing, pauses]).costSeconds, 30);
    const short = row("dwell", "completion", 10, 15_000);
    assert.equal(development([active, short], [...typing, pauses]).costSeconds, 0);
  });

  it("credits the user's own corrections, from 2,000 typed characters on", () => {
    const typed = [row("inserted", "typed", 60, 2000), row("corrected", "typed", 60, 200)];
    const kept = row("credited@10m", "completion", 1, 520);
    assert.equal(Math.round(development([active, kept], [...typing, ...typed]).gainSeconds ?? 0), 110);
  });

  it("has an upper reading only with ten tasks without the assistant", () => {
    const off = (tasks: number) => [
      row("off.task", "done", tasks, 1),
      row("off.active", "edit", 1, 1_000_000),
      row("off.typed", "typed", 1, 1000),
    ];
    const kept = row("credited@10m", "completion", 1, 520);
    assert.equal(development([active, kept], [...typing, ...off(9)]).gainHighSeconds, null);
    assert.equal(development([active, kept], [...typing, ...off(10)]).gainHighSeconds, 520);
  });

  it("lists what was accepted and not yet looked at after ten minutes", () => {
    const notSettled = (...rows: readonly RollUpRow[]): unknown =>
      development([active, ...rows]).ledger.unpriced.find(({ reason }) => reason === "notSettled");
    const accepted = row("accepted", "completion", 3, 90);
    const waiting = { reason: "notSettled", lang: null, have: null };
    assert.deepEqual(notSettled(accepted), { ...waiting, count: 3, chars: 90 });
    const early = row("checked@30s", "completion", 3, 80);
    const settled = row("checked@10m", "completion", 1, 30);
    assert.deepEqual(notSettled(accepted, early, settled), { ...waiting, count: 2, chars: 50 });
    const censored = row("censored@10m", "completion", 2, 50);
    assert.equal(notSettled(accepted, early, settled, censored), undefined);
  });

  it("does not count the later use of an answer as a second answer", () => {
    const [event] = new PersonaLog({ ...helped, days: 1 }).write(Date.UTC(2026, 10, 24, 9));
    assert.ok(event !== undefined);
    const turn = { type: "chat.turn", rid: "r", feature: "ask", used: "none" } as const;
    const rows = [
      ...rowsOfEvent({ ...event, ...turn, promptChars: 9, waitMs: 900, answerChars: 300 }),
      ...rowsOfEvent({ ...event, ...turn, used: "copy", promptChars: 0, waitMs: 0, answerChars: 0 }),
    ];
    const answers = development(rows).ledger.unpriced.find(({ reason }) => reason === "answers");
    assert.deepEqual(answers, { reason: "answers", lang: null, count: 1, chars: 300, have: null });
  });
});
