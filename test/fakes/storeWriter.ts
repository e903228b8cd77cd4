/**
 * A window that writes events as fast as it can until it is killed. Arguments: storage folder, window id. Prints the
 * number of each event that `append` has confirmed.
 */
import { writeSync } from "node:fs";
import { EventStore } from "../../src/adapters/sqlite/eventStore.ts";
import { SystemClock } from "../../src/adapters/systemClock.ts";
import { SystemRandom } from "../../src/adapters/systemRandom.ts";
import { QuietLog } from "./quietLog.ts";

const [storageDir = "", windowId = "w"] = process.argv.slice(2);
const random = new SystemRandom();
const clock = new SystemClock();
const store = new EventStore(storageDir, windowId, clock, new QuietLog());
store.open(true);
for (let number = 1; ; number += 1) {
  store.append([
    {
      v: 1,
      id: random.uuid(),
      ts: clock.nowMs(),
      mono: number,
      tz: 0,
      win: windowId,
      seq: number,
      sess: "s",
      ws: "w",
      lang: "python",
      phase: "development",
      ext: "0.1.0",
      type: "activity.slice",
      state: "edit",
      activeMs: 10,
      file: null,
    },
  ]);
  writeSync(1, `${number}\n`);
}
