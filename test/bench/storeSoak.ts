/**
 * Soak: eight windows write to one database at once for a while; then every window's confirmed events have to be
 * there once, and the daily sums have to equal those of a single writer who replays the events. Arguments:
 * seconds (20), windows (8). Prints the figures; fails where one is wrong.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventStore } from "../../src/adapters/sqlite/eventStore.ts";
import { SystemClock } from "../../src/adapters/systemClock.ts";
import type { EfficiencyEvent } from "../../src/core/efficiency/events.ts";
import { sumRows, type RowQuery } from "../../src/core/efficiency/rollUp.ts";
import { QuietLog } from "../fakes/quietLog.ts";

const seconds = Number(process.argv[2] ?? 20);
const windows = Number(process.argv[3] ?? 8);
const folder = mkdtempSync(join(tmpdir(), "flywheel-soak-"));
const writer = join(import.meta.dirname, "..", "fakes", "storeWriter.ts");
const everything: RowQuery = {
  fromDay: null,
  toDay: "2999-12-31",
  ws: null,
  keep: ["day", "phase", "lang"],
  metrics: null,
};

/** Runs one window for the time given; the number of its last confirmed event. */
function writeAsWindow(windowId: string): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [writer, folder, windowId], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let last = 0;
    let rest = "";
    child.stdout.on("data", (chunk: Buffer) => {
      const lines = (rest + chunk.toString("utf8")).split("\n");
      rest = lines.pop() ?? "";
      last = Math.max(last, ...lines.map(Number));
    });
    child.on("exit", () => resolve(last));
    setTimeout(() => child.kill("SIGKILL"), 1000 * seconds);
  });
}

function open(storageDir: string, windowId: string): EventStore {
  const store = new EventStore(storageDir, windowId, new SystemClock(), new QuietLog());
  store.open(true);
  return store;
}

const confirmed = await Promise.all(
  Array.from({ length: windows }, (_, index) => writeAsWindow(`w${index}`)),
);
const store = open(folder, "reader");
const events = [...store.eventTexts()].map((text) => JSON.parse(text) as EfficiencyEvent);
const sums = sumRows(store.rows(everything));
const byMonths = sumRows(store.rows({ ...everything, keep: ["phase", "lang"] }));
store.close();

const replayFolder = mkdtempSync(join(tmpdir(), "flywheel-soak-replay-"));
const replay = open(replayFolder, "single");
replay.append(events);
const replayed = sumRows(replay.rows(everything));
replay.close();
rmSync(folder, { recursive: true, force: true });
rmSync(replayFolder, { recursive: true, force: true });

const missing = confirmed.filter(
  (count, index) => events.filter(({ win }) => win === `w${index}`).length < count,
).length;
const doubles = events.length - new Set(events.map(({ id }) => id)).size;
const isEqual =
  JSON.stringify(sums) === JSON.stringify(replayed) &&
  JSON.stringify(byMonths) === JSON.stringify(sumRows(replayed.map((row) => ({ ...row, day: "" }))));
console.log(
  `windows ${windows}, ${seconds} s, events ${events.length}, windows with lost events ${missing}, double events ${doubles}, sums equal to a single writer's: ${isEqual}`,
);
process.exitCode = missing + doubles === 0 && isEqual ? 0 : 1;
