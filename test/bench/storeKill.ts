/**
 * Soak: kills a writing process at random moments, again and again on one database, and checks after each kill that
 * nothing confirmed is lost, nothing counts twice, and the daily sums equal the events. Arguments: kills (1000).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventStore } from "../../src/adapters/sqlite/eventStore.ts";
import { SystemClock } from "../../src/adapters/systemClock.ts";
import type { EfficiencyEvent } from "../../src/core/efficiency/events.ts";
import { rollUp, sumRows } from "../../src/core/efficiency/rollUp.ts";
import { killWriterAfter } from "../fakes/killWriter.ts";
import { QuietLog } from "../fakes/quietLog.ts";
import { seededRandom } from "../fakes/seededEvents.ts";

const kills = Number(process.argv[2] ?? 1000);
const folder = mkdtempSync(join(tmpdir(), "flywheel-kill-"));
const random = seededRandom(2026);
const log = new QuietLog();
let confirmed = 0;
let failures = 0;
let stored = 0;
for (let kill = 1; kill <= kills; kill += 1) {
  confirmed += await killWriterAfter(folder, `w${kill}`, 1 + Math.floor(random() * 30));
  const isLast = kill === kills;
  if (kill % 25 !== 0 && !isLast) {
    continue;
  }
  const store = new EventStore(folder, "reader", new SystemClock(), log);
  store.open(true);
  const events = [...store.eventTexts()].map((text) => JSON.parse(text) as EfficiencyEvent);
  const everything = { fromDay: null, toDay: "2999-12-31", ws: null, metrics: null } as const;
  const sums = sumRows(store.rows({ ...everything, keep: ["day", "phase", "lang"] }));
  const byMonths = sumRows(store.rows({ ...everything, keep: ["phase", "lang"] }));
  const expected = sumRows(rollUp(events).map((row) => ({ ...row, ws: "" })));
  const isSound =
    store.status.state === "ok" &&
    events.length >= confirmed &&
    new Set(events.map(({ id }) => id)).size === events.length &&
    JSON.stringify(sums) === JSON.stringify(expected) &&
    JSON.stringify(byMonths) === JSON.stringify(sumRows(sums.map((row) => ({ ...row, day: "" }))));
  failures += isSound ? 0 : 1;
  stored = events.length;
  store.close();
}
rmSync(folder, { recursive: true, force: true });
console.log(`kills ${kills}, confirmed ${confirmed}, stored ${stored}, failed checks ${failures}`);
process.exitCode = failures === 0 ? 0 : 1;
