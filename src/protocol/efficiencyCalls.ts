import type { EfficiencyEvent } from "../core/efficiency/events.ts";

/** The event store; only the worker opens the database. */
export interface EfficiencyCalls {
  "events.open": {
    params: { storageDir: string };
    /** `setAside`: the database was corrupt and was renamed to `setAsidePath`; a new one was begun. */
    result: { state: "ok" | "setAside" | "unavailable"; setAsidePath: string | null };
  };
  "events.append": { params: { events: readonly EfficiencyEvent[] }; result: { written: number } };
}
