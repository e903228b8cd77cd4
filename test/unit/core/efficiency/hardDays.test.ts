import assert from "node:assert/strict";
import { decodeEvent } from "../../../../src/core/efficiency/eventSchema.ts";
import type { EfficiencyEvent, EventBody } from "../../../../src/core/efficiency/events.ts";
import { ribbonOf } from "../../../../src/core/efficiency/ribbon.ts";
import { rollUp, rowsIn } from "../../../../src/core/efficiency/rollUp.ts";
import { summarize } from "../../../../src/core/efficiency/summary.ts";
import { glanceOf } from "../../../../src/core/efficiency/today.ts";
import { helped, PersonaLog } from "../../../fakes/seededEvents.ts";

const [envelope] = new PersonaLog({ ...helped, days: 1 }).write(Date.UTC(2026, 10, 24, 9));

/** Events at moments of UTC, with what the clock on the wall was ahead of it. */
class Diary {
  readonly events: EfficiencyEvent[] = [];

  at(utc: string, tz: number, body: EventBody): this {
    const number = this.events.length;
    const when = { id: `e${number}`, seq: number, ts: Date.parse(utc), tz };
    const event = decodeEvent({ ...envelope, ...when, phase: "development", lang: "python", ...body });
    assert.ok(event !== undefined, JSON.stringify(body));
    this.events.push(event);
    return this;
  }

  work(utc: string, tz: number, activeMs: number): this {
    return this.at(utc, tz, { type: "activity.slice", state: "edit", file: null, activeMs });
  }

  /** Enough bursts for a typing speed of four characters a second. */
  typing(day: string): this {
    for (let burst = 0; burst < 60; burst += 1) {
      const sizes = { insertedChars: 40, deletedChars: 0, lines: 1, durationMs: 10_000 };
      this.at(`${day}T09:00:00Z`, 480, { type: "edit.burst", origin: "typed", isUndo: false, ...sizes });
    }
    return this;
  }

  keep(utc: string, tz: number, chars: number): this {
    const look = { feature: "completion", horizon: "10m", kept: 1, isCensored: false } as const;
    return this.at(utc, tz, { type: "suggest.retain", rid: "r", ...look, keptChars: chars, chars });
  }

  report(fromDay: string | null, toDay: string): ReturnType<typeof summarize> {
    const rows = rollUp(this.events);
    return summarize({ fromDay, toDay, ws: null }, rowsIn(rows), toDay, rows[0]?.day ?? null);
  }
}

describe("days that are hard to count", () => {
  it("have their hour twice when summer time ends, in one day and one lane of the ribbon", () => {
    const diary = new Diary()
      .work("2026-10-25T00:40:00Z", 120, 60_000)
      .work("2026-10-25T01:40:00Z", 60, 50_000);
    const report = diary.report(null, "2026-10-25");
    assert.deepEqual(
      report.byDay.map(({ day, activeMs }) => [day, activeMs.development]),
      [["2026-10-25", 110_000]],
    );
    assert.deepEqual(ribbonOf(diary.events, "2026-10-25", null).cells, [
      { cell: 10, phase: "development", state: "edit", activeMs: 110_000 },
    ]);
  });

  it("lack an hour when it begins, and nothing else", () => {
    const diary = new Diary()
      .work("2026-03-29T00:59:00Z", 60, 30_000)
      .work("2026-03-29T01:01:00Z", 120, 30_000);
    assert.deepEqual(
      ribbonOf(diary.events, "2026-03-29", null).cells.map(({ cell, activeMs }) => [cell, activeMs]),
      [
        [7, 30_000],
        [12, 30_000],
      ],
    );
  });

  it("come twice over the date line, and are one day", () => {
    const diary = new Diary()
      .work("2026-11-24T15:30:00Z", 480, 600_000)
      .work("2026-11-24T16:30:00Z", 480, 60_000)
      .work("2026-11-25T03:30:00Z", -480, 600_000);
    const report = diary.report(null, "2026-11-25");
    assert.deepEqual(
      report.byDay.map(({ day, activeMs }) => [day, activeMs.development]),
      [
        ["2026-11-24", 1_200_000],
        ["2026-11-25", 60_000],
      ],
    );
    assert.equal(diary.report("2026-11-24", "2026-11-24").active[1]?.activeMs, 1_200_000);
  });

  it("stay their own where the clock is set back over midnight", () => {
    const diary = new Diary()
      .work("2026-11-24T23:59:50Z", 0, 10_000)
      .work("2026-11-25T00:00:10Z", 0, 10_000)
      .work("2026-11-24T23:00:20Z", 0, 10_000);
    assert.deepEqual(
      diary.report(null, "2026-11-25").byDay.map(({ activeMs }) => activeMs.development),
      [20_000, 10_000],
    );
  });

  it("hold no gain that the night before left them, until somebody works on them", () => {
    const diary = new Diary()
      .typing("2026-11-20")
      .work("2026-11-24T23:50:00Z", 0, 600_000)
      .keep("2026-11-25T00:03:00Z", 0, 520);
    const night = diary.report("2026-11-24", "2026-11-25").ledger;
    assert.deepEqual(night.leftOutDays, ["2026-11-25"]);
    assert.equal(night.phases[1]?.gainSeconds, 0);
    assert.equal(glanceOf(rowsIn(rollUp(diary.events)), "2026-11-25"), null);
    diary.work("2026-11-25T09:00:00Z", 0, 55_000);
    const morning = diary.report("2026-11-24", "2026-11-25").ledger;
    assert.deepEqual(morning.leftOutDays, []);
    // 520 characters / 1.3 / 4 a second
    assert.ok(Math.abs((morning.phases[1]?.gainSeconds ?? 0) - 100) < 1e-9);
  });
});
