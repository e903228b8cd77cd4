/**
 * How long the statistics page waits for its report: one million events of a made-up year in three workspaces,
 * read through the daily sums. Arguments: events (1000000). Prints milliseconds; fails above 300.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventStore } from "../../src/adapters/sqlite/eventStore.ts";
import { SystemClock } from "../../src/adapters/systemClock.ts";
import { addDays } from "../../src/core/efficiency/days.ts";
import { rowsOfEvent } from "../../src/core/efficiency/rollUp.ts";
import { ribbonOf } from "../../src/core/efficiency/ribbon.ts";
import { summarize } from "../../src/core/efficiency/summary.ts";
import { glanceOf } from "../../src/core/efficiency/today.ts";
import { QuietLog } from "../fakes/quietLog.ts";
import { seedEvents, yearOfEvents } from "./seedEvents.ts";

const budgetMs = 300;
const count = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), "flywheel-bench-"));
const today = "2026-11-24";
const year = yearOfEvents(Date.parse(`${today}T09:00:00Z`));

const writeStart = performance.now();
const store = seedEvents(folder, year, count);
const writeMs = performance.now() - writeStart;

/** Most processor time of one report: what the clock would show on a machine with nothing else to do. */
let processorMs = 0;

function reportMs(fromDay: string | null, ws: string | null): number {
  const start = performance.now();
  const busy = process.cpuUsage();
  const query = { fromDay, toDay: today, ws };
  const report = summarize(query, (wanted) => store.rows(wanted), today, store.loggedDays()?.first ?? null);
  // The ribbon of the last day is made from its single events.
  const day = report.byDay.findLast(({ activeMs }) => Object.values(activeMs).some((ms) => ms > 0))?.day;
  const ribbon = day === undefined ? null : ribbonOf(store.eventsOfDay(day), day, ws);
  JSON.stringify({ report, ribbon });
  const { user, system } = process.cpuUsage(busy);
  processorMs = Math.max(processorMs, (user + system) / 1000);
  return performance.now() - start;
}

const figures = {
  "all, first": reportMs(null, null),
  "all, again": reportMs(null, null),
  "all, one workspace": reportMs(null, "ws-1"),
  "30 days": reportMs(addDays(today, -29), null),
};
const glanceStart = performance.now();
glanceOf((wanted) => store.rows(wanted), today);
const glanceMs = performance.now() - glanceStart;
store.close();
const reopenStart = performance.now();
const again = new EventStore(folder, "w2", new SystemClock(), new QuietLog());
again.open(true);
const reopenMs = performance.now() - reopenStart;
again.close();
const sample = year.slice(0, 10_000);
const rollStart = performance.now();
for (const event of sample) {
  rowsOfEvent(event);
}
const rollMicros = (1000 * (performance.now() - rollStart)) / sample.length;

console.log(
  `events ${count}, database ${(statSync(join(folder, "events.sqlite")).size / 2 ** 20).toFixed(0)} MiB`,
);
console.log(
  `write ${((1000 * writeMs) / count).toFixed(1)} µs an event, roll-up ${rollMicros.toFixed(1)} µs, open ${reopenMs.toFixed(0)} ms`,
);
for (const [what, ms] of Object.entries(figures)) {
  console.log(`report ${what}: ${ms.toFixed(0)} ms`);
}
console.log(`the day in the status bar: ${glanceMs.toFixed(0)} ms`);
console.log(`processor time of a report: at most ${processorMs.toFixed(0)} ms`);
rmSync(folder, { recursive: true, force: true });
process.exitCode = Object.values(figures).every((ms) => ms <= budgetMs) ? 0 : 1;
