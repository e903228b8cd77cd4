/**
 * A window whose files may not grow any more (run it under a limit of file size, as on a full disk). Arguments:
 * storage folder, events. Writes them in batches of ten and prints what the store said: how many it wrote, and how
 * many wait in a file or only in memory at the end.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EventStore } from "../../src/adapters/sqlite/eventStore.ts";
import { SystemClock } from "../../src/adapters/systemClock.ts";
import { QuietLog } from "./quietLog.ts";

const [storageDir = "", countText = "0"] = process.argv.slice(2);
const count = Number(countText);
const store = new EventStore(storageDir, "full", new SystemClock(), new QuietLog(), 50);
store.open(true);
let [written, waiting, dropped] = [0, 0, 0];
for (let done = 0; done < count; done += 10) {
  const result = store.append(
    Array.from({ length: 10 }, (_, index) => ({
      ...{ v: 1, id: `e${done + index}`, ts: Date.UTC(2026, 10, 24, 9), mono: 1, tz: 0, win: "full", seq: 1 },
      ...{ sess: "s", ws: "w", lang: "python", phase: "development", ext: "0.1.0" },
      ...{ type: "activity.slice", state: "edit", activeMs: 10, file: null },
    })),
  );
  written += result.written;
  waiting = result.waiting;
  dropped += result.dropped;
}
let spooled = "";
try {
  spooled = readFileSync(join(storageDir, "spool", "full.ndjson"), "utf8");
} catch {
  // Nothing waits in a file.
}
/** Whole lines only: the last may have been cut off. */
const whole = spooled.split("\n").filter((line) => line.endsWith("}"));
const ids = new Set(whole.map((line) => (JSON.parse(line) as { id: string }).id)).size;
store.close();
console.log(JSON.stringify({ written, waiting, dropped, spooledIds: ids }));
