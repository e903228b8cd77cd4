import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { EfficiencyEvent } from "../../../../src/core/efficiency/events.ts";
import { dailyCsv, dailyCsvColumns } from "../../../../src/core/efficiency/dailyCsv.ts";
import { rollUp, rowsIn } from "../../../../src/core/efficiency/rollUp.ts";
import { summarize } from "../../../../src/core/efficiency/summary.ts";
import { typingSpeeds } from "../../../../src/core/efficiency/typingSpeed.ts";
import { countsOnly, harmed, helped, PersonaLog, type Persona } from "../../../fakes/seededEvents.ts";

const lastDayMs = Date.UTC(2026, 10, 24, 9);
const query = { fromDay: null, toDay: "2026-11-24", ws: null };

function reportOf(events: readonly EfficiencyEvent[]): ReturnType<typeof summarize> {
  const rows = rollUp(events);
  return summarize(query, rowsIn(rows), query.toDay, rows[0]?.day ?? null);
}

function netOf(persona: Persona): number {
  const report = reportOf(new PersonaLog(persona).write(lastDayMs));
  return report.ledger.phases.reduce((sum, { netSeconds }) => sum + (netSeconds ?? 0), 0);
}

function assertFinite(value: unknown, path: string): void {
  if (typeof value === "number") {
    assert.ok(Number.isFinite(value), path);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      assertFinite(inner, `${path}.${key}`);
    }
  }
}

describe("summarize", () => {
  it("says nothing, and nothing wrong, about an empty log", () => {
    const report = reportOf([]);
    assert.equal(report.days, 0);
    assert.deepEqual(report.byDay, []);
    assert.ok(report.ledger.phases.every(({ netSeconds }) => netSeconds === 0));
    assert.deepEqual(report.ledger.unpriced, []);
    assertFinite(report, "report");
  });

  it("finds a gain for the helped, a loss for the harmed, no price for the new", () => {
    assert.ok(netOf(helped) > 0);
    assert.ok(netOf(harmed) < 0);
    const report = reportOf(new PersonaLog(countsOnly).write(lastDayMs));
    const python = report.ledger.unpriced.find(
      ({ reason, lang }) => reason === "tooFewBursts" && lang === "python",
    );
    assert.ok(python !== undefined && python.chars > 0 && (python.have ?? 60) < 60);
  });

  it("has sums that agree with each other", () => {
    const report = reportOf(new PersonaLog(helped).write(lastDayMs));
    for (const key of [
      "offered",
      "acceptedChars",
      "keptChars",
      "promptTokens",
      "waitingMs",
      "requests",
    ] as const) {
      const sum = (parts: readonly { readonly [K in typeof key]: number }[]): number =>
        parts.reduce((total, part) => total + part[key], 0);
      assert.equal(sum(report.byDay), report.totals[key], `${key} by day`);
      assert.equal(sum(report.byFeature), report.totals[key], `${key} by feature`);
      assert.equal(sum(report.byLanguage), report.totals[key], `${key} by language`);
    }
    const activeMs = report.active.reduce((sum, phase) => sum + phase.activeMs, 0);
    const byDay = report.byDay.flatMap((day) => Object.values(day.activeMs)).reduce((sum, ms) => sum + ms, 0);
    assert.equal(byDay, activeMs);
    for (const { lines, netSeconds } of report.ledger.phases) {
      const sum = lines.reduce((total, { seconds }) => total + seconds, 0);
      assert.ok(netSeconds === null || Math.abs(sum - netSeconds) < 1e-6);
    }
  });

  it("does not depend on the order of events, nor on events that arrive twice", () => {
    const events = new PersonaLog({ ...helped, days: 3 }).write(lastDayMs);
    const expected = reportOf(events);
    fc.assert(
      fc.property(fc.shuffledSubarray([...events], { minLength: events.length }), (shuffled) => {
        assert.deepEqual(reportOf([...shuffled, ...shuffled.slice(0, 50)]), expected);
      }),
      { numRuns: 5 },
    );
  });

  it("stays finite whatever the sizes", () => {
    const [first] = new PersonaLog(helped).write(lastDayMs);
    const size = fc.integer({ min: 0, max: 1e12 });
    fc.assert(
      fc.property(fc.array(fc.tuple(size, size, size), { maxLength: 80 }), (sizes) => {
        const events = sizes.flatMap(([a, b, c], index) => [
          {
            ...(first as EfficiencyEvent),
            id: `a${index}`,
            type: "edit.burst",
            origin: "typed",
            insertedChars: a,
            deletedChars: b,
            lines: 0,
            durationMs: c,
            isUndo: false,
          },
          {
            ...(first as EfficiencyEvent),
            id: `b${index}`,
            type: "suggest.retain",
            rid: "r",
            feature: "completion",
            horizon: "10m",
            kept: 1,
            keptChars: b,
            chars: a,
            isCensored: false,
          },
        ]) as EfficiencyEvent[];
        assertFinite(reportOf(events), "report");
      }),
    );
  });

  it("has no percentage anywhere in its numbers' names", () => {
    const report = reportOf(new PersonaLog(helped).write(lastDayMs));
    assert.doesNotMatch(JSON.stringify(report), /percent|productiv|acceptanceRate/i);
  });
});

describe("dailyCsv", () => {
  it("has the agreed columns and as many cells in every line", () => {
    const rows = rollUp(new PersonaLog(countsOnly).write(lastDayMs));
    const lines = dailyCsv(rows, typingSpeeds(rows)).trimEnd().split("\r\n");
    assert.equal(
      lines[0],
      "date,phase,language,feature,activeSeconds,offered,accepted,keptChars,savedSecondsLow,costSeconds,tokens,waitingSeconds",
    );
    assert.ok(lines.length > 10);
    for (const line of lines) {
      assert.equal(line.split(",").length, dailyCsvColumns.length);
    }
  });

  it("leaves the saved seconds empty where a language has no speed", () => {
    const row = { day: "2026-11-24", ws: "", phase: "testing", lang: "go" } as const;
    const kept = { ...row, metric: "kept@10m", dim: "completion", n: 1, total: 40 };
    const [, line] = dailyCsv([kept], []).split("\r\n");
    assert.equal(line, "2026-11-24,testing,go,completion,0,0,0,40,,0,0,0");
    const speed = { lang: "go", bursts: 60, chars: 240, seconds: 60, charsPerSecond: 4 };
    const [, priced] = dailyCsv([kept], [speed]).split("\r\n");
    assert.equal(priced, "2026-11-24,testing,go,completion,0,0,0,40,10,0,0,0");
  });
});
