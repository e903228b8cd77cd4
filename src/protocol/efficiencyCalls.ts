import type { EfficiencyEvent, Phase } from "../core/efficiency/events.ts";
import type { DayGlance } from "../core/efficiency/today.ts";
import type { StatisticsQuery, StatisticsReport } from "../core/efficiency/report.ts";

export interface StoreState {
  /**
   * `setAside`: the database was corrupt and was renamed to `setAsidePath`; a new one was begun.
   * `unavailable`: it cannot be written now; events wait in a file beside it, or in memory.
   */
  readonly state: "ok" | "setAside" | "unavailable";
  readonly setAsidePath: string | null;
  /** One English sentence for the log; null when all is well. */
  readonly reason: string | null;
  readonly databasePath: string;
}

export type ExportFormat = "csv" | "ndjson" | "both";

/** The event store; only the worker opens the database. */
export interface EfficiencyCalls {
  "events.open": {
    /** `mayCreate` false opens a log that is there and makes none: the statistics are switched off. */
    params: { storageDir: string; windowId: string; mayCreate: boolean };
    result: StoreState;
  };
  /** `waiting`: kept outside the database until it can be written; `dropped`: could not be kept at all. */
  "events.append": {
    params: { events: readonly EfficiencyEvent[] };
    result: { written: number; waiting: number; dropped: number; setAsidePath: string | null };
  };
  "events.statistics": {
    params: { query: StatisticsQuery; today: string };
    result: { report: StatisticsReport; store: StoreState };
  };
  /** Sums of one local day in all workspaces; null where the day cannot be believed. */
  "events.glance": { params: { day: string }; result: { glance: DayGlance | null } };
  /** The newest events as JSON text, newest first. */
  "events.recent": { params: { limit: number }; result: { texts: readonly string[] } };
  /** Moves what was logged on a local day from one phase to another. */
  "events.relabel": { params: { day: string; from: Phase; to: Phase }; result: { moved: number } };
  /** Deletes everything this log ever wrote; fails where the disk refuses. */
  "events.deleteAll": { params: Record<string, never>; result: { isDeleted: true } };
  /** Deletes single events older than `days`; daily sums stay. */
  "events.purge": { params: { days: number }; result: { deleted: number } };
  /** Paths of the written files; none when nothing has been logged. Never overwrites. */
  "events.export": {
    params: { folder: string; format: ExportFormat; today: string };
    result: { paths: readonly string[]; events: number };
  };
}
