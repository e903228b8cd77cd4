/**
 * What the log costs an hour of steady typing: the work of its listeners for each key, measured, on a clock that is
 * moved by hand, and the bytes that the hour leaves in the database. Prints p50 and p99 for each key, the share of
 * a core, and bytes for a day of eight such hours; fails above 2 ms, 1 % or 5 MB.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventStore } from "../../src/adapters/sqlite/eventStore.ts";
import { SystemClock } from "../../src/adapters/systemClock.ts";
import { SystemRandom } from "../../src/adapters/systemRandom.ts";
import { ActiveMeters } from "../../src/core/efficiency/activeMeters.ts";
import { DwellMeter } from "../../src/core/efficiency/dwellMeter.ts";
import { EditBurstMeter } from "../../src/core/efficiency/editBursts.ts";
import { bookEdit } from "../../src/core/efficiency/editOrigin.ts";
import type { EfficiencyEvent, EventBody } from "../../src/core/efficiency/events.ts";
import { PhaseClock } from "../../src/core/efficiency/phaseRules.ts";
import { RetainedText } from "../../src/core/efficiency/retention.ts";
import { QuietLog } from "../fakes/quietLog.ts";
import { seededRandom } from "../fakes/seededEvents.ts";

const hourMs = 3_600_000;
const hoursADay = 8;
const random = seededRandom(5);
const uuids = new SystemRandom();
const started = Date.UTC(2026, 10, 24, 8);
const events: EfficiencyEvent[] = [];
let now = 0;

function record(body: EventBody): void {
  const seq = events.length + 1;
  const envelope = {
    v: 1,
    id: uuids.uuid(),
    ts: started + now,
    mono: now,
    tz: 0,
    win: "w",
    seq,
    sess: "s",
  } as const;
  events.push({ ...envelope, ws: "ws", lang: "python", phase: "development", ext: "0.1.0", ...body });
}

const phase = new PhaseClock();
const active = new ActiveMeters(
  ({ state, activeMs, file }) => record({ type: "activity.slice", state, activeMs, file }),
  record,
  true,
);
const bursts = new EditBurstMeter(({ document: _document, ...burst }) =>
  record({ type: "edit.burst", ...burst }),
);
const dwell = new DwellMeter(({ rid, feature }, dwellMs) =>
  record({ type: "suggest.dwell", rid, feature, dwellMs }),
);
/** As many accepted texts as are followed after an hour of one acceptance every twenty seconds. */
const followed = Array.from(
  { length: 180 },
  (_, index) => new RetainedText([{ offset: index * 60, text: "x".repeat(40) }]),
);
const costs: number[] = [];

function key(): void {
  const path = "src/shop/basket.py";
  const start = performance.now();
  const seen = phase.observe(path, "python", now);
  active.input({ state: "edit", file: "f", phase: seen, languageId: "python" }, now);
  dwell.input(now);
  dwell.edit(now);
  for (const edit of bookEdit({
    pieces: [{ insertedText: "x", deletedChars: 0 }],
    isActive: true,
    isDirty: true,
    isBranchChange: false,
    isKnownText: false,
    hasOtherAssistant: false,
    cursorCount: 1,
  })) {
    bursts.add("f", edit, false, now);
  }
  for (const text of followed) {
    text.follow([{ offset: 12_000, deletedChars: 0, insertedChars: 1 }]);
  }
  costs.push(performance.now() - start);
}

while (now < hourMs) {
  for (let run = 0; run < 30; run += 1) {
    now += Math.round(150 + random() * 200);
    key();
  }
  now += Math.round(2000 + random() * 6000);
  bursts.tick(now);
  if (random() < 0.4) {
    dwell.begin({ rid: `r${events.length}`, feature: "completion" }, now);
  }
}
active.end(now);

const folder = mkdtempSync(join(tmpdir(), "flywheel-hour-"));
const store = new EventStore(folder, "w", new SystemClock(), new QuietLog());
store.open(true);
store.append(events);
store.close();
const bytes = statSync(join(folder, "events.sqlite")).size;
rmSync(folder, { recursive: true, force: true });

costs.sort((a, b) => a - b);
const at = (share: number): number => costs[Math.floor(share * (costs.length - 1))] ?? 0;
const share = costs.reduce((sum, ms) => sum + ms, 0) / hourMs;
const megabytesADay = (hoursADay * bytes) / 1e6;
console.log(`keys ${costs.length}, for each key p50 ${at(0.5).toFixed(4)} ms, p99 ${at(0.99).toFixed(4)} ms`);
console.log(
  `share of a core ${(100 * share).toFixed(4)} %, events ${events.length} an hour, ${megabytesADay.toFixed(2)} MB a day`,
);
process.exitCode = at(0.99) < 2 && share < 0.01 && megabytesADay <= 5 ? 0 : 1;
