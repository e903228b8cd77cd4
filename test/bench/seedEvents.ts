import { EventStore } from "../../src/adapters/sqlite/eventStore.ts";
import { SystemClock } from "../../src/adapters/systemClock.ts";
import type { EfficiencyEvent } from "../../src/core/efficiency/events.ts";
import { QuietLog } from "../fakes/quietLog.ts";
import { aYear, PersonaLog, seededRandom } from "../fakes/seededEvents.ts";

/** Events of a made-up year that ends at `nowMs`; the same for the same time. */
export function yearOfEvents(nowMs: number): readonly EfficiencyEvent[] {
  return new PersonaLog(aYear).write(nowMs);
}

/** Writes `count` events of the year, again and again, in three workspaces, into a new store in `folder`. */
export function seedEvents(folder: string, year: readonly EfficiencyEvent[], count: number): EventStore {
  const random = seededRandom(7);
  const store = new EventStore(folder, "w", new SystemClock(), new QuietLog());
  store.open(true);
  for (let done = 0; done < count; done += 5000) {
    const batch = Array.from({ length: Math.min(5000, count - done) }, (_, index) => {
      const number = done + index;
      const source = year[number % year.length];
      if (source === undefined) {
        throw new Error("The year holds no events.");
      }
      // As a UUID of version 7: the time first, so that the events of a day lie together.
      const time = source.ts.toString(16).padStart(12, "0");
      const tail = Math.floor(random() * 2 ** 32).toString(16);
      const id = `${time.slice(0, 8)}-${time.slice(8)}-${number.toString(16)}-${tail}`;
      return { ...source, id, ws: `ws-${number % 3}` };
    });
    store.append(batch);
  }
  return store;
}
