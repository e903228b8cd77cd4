import type { DatabaseSync, StatementSync } from "node:sqlite";
import { addDays, localDay } from "../../core/efficiency/days.ts";
import type { EfficiencyEvent, Phase } from "../../core/efficiency/events.ts";
import {
  rollUpVersion,
  rowsOfEvent,
  sumRows,
  type RollUpRow,
  type RowQuery,
} from "../../core/efficiency/rollUp.ts";
import { AssistantError } from "../../core/errors.ts";
import { addToDaySql, databaseVersion, fillMonthsSql, loggedDaysSql, schemaSql } from "./eventSchemaSql.ts";
import { loadSqlite } from "./loadSqlite.ts";

/** Events deleted in one transaction when their time is over: others wait while it runs. */
const maxPurged = 20_000;

/** The first 48 bits of a UUID of version 7 are its millisecond. */
function firstIdAt(ms: number): string {
  const hex = Math.max(0, Math.floor(ms)).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}

/** A full check reads the whole file; above this size only its header and first pages are looked at. */
const maxCheckedPages = 8192;

interface RangeSql {
  readonly sql: string;
  readonly values: readonly string[];
}

function wholeDays(fromDay: string | null, toDay: string): RangeSql {
  return { sql: "SELECT * FROM daily WHERE day >= ? AND day <= ?", values: [fromDay ?? "", toDay] };
}

/** The sums of a range without its days: of its whole months, and of the days before and after them. */
function wholeMonths(fromDay: string | null, toDay: string): RangeSql {
  const firstMonth = fromDay === null ? "" : addDays(`${fromDay.slice(0, 7)}-01`, 31).slice(0, 7);
  const lastMonth = toDay.slice(0, 7);
  if (fromDay !== null && firstMonth >= lastMonth) {
    return wholeDays(fromDay, toDay);
  }
  const columns = "metric, dim, phase, lang, ws, n, total";
  return {
    sql: `SELECT ${columns} FROM monthly WHERE month >= ? AND month < ? AND (n <> 0 OR total <> 0)
      UNION ALL SELECT ${columns} FROM daily
      WHERE (day >= ? AND day < ?) OR (day >= ? AND day <= ?)`,
    values: [firstMonth, lastMonth, fromDay ?? "", firstMonth, lastMonth, toDay],
  };
}

/**
 * One connection to the event database. Several windows have one each. An event and what it adds to the daily
 * sums are written in one transaction, so the sums never disagree with the events; the id is the primary key,
 * so an event that arrives twice counts once. Every method throws SQLite's own errors.
 */
export class EventDatabase {
  readonly #database: DatabaseSync;
  #insert: StatementSync | undefined;
  #upsert: StatementSync | undefined;

  constructor(path: string, busyTimeoutMs: number) {
    const { DatabaseSync } = loadSqlite();
    this.#database = new DatabaseSync(path);
    try {
      this.#prepareFile(busyTimeoutMs);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** Writes the events that are not there yet, and their daily sums; returns how many were new. */
  append(events: readonly EfficiencyEvent[]): number {
    return this.#inTransaction(() => {
      const insert = this.#insertStatement();
      const rows: RollUpRow[] = [];
      let written = 0;
      for (const event of events) {
        if (Number(insert.run(event.id, JSON.stringify(event)).changes) > 0) {
          written += 1;
          rows.push(...rowsOfEvent(event));
        }
      }
      this.#addRows(sumRows(rows));
      return written;
    });
  }

  /** Daily sums as the query wants them, the workspaces added up. */
  rows(query: RowQuery): readonly RollUpRow[] {
    const { fromDay, toDay, ws, keep, metrics } = query;
    const columns = ["metric", "dim", ...keep].join(", ");
    const source = keep.includes("day") ? wholeDays(fromDay, toDay) : wholeMonths(fromDay, toDay);
    const conditions = ["TRUE"];
    const values = [...source.values];
    if (ws !== null) {
      conditions.push("ws = ?");
      values.push(ws);
    }
    if (metrics !== null) {
      conditions.push(`metric IN (${metrics.map(() => "?").join(", ")})`);
      values.push(...metrics);
    }
    const sql = `SELECT ${columns}, SUM(n) AS n, SUM(total) AS total FROM (${source.sql})
      WHERE ${conditions.join(" AND ")} GROUP BY ${columns}`;
    return this.#readRows(sql, values);
  }

  loggedDays(): { readonly first: string; readonly last: string } | undefined {
    const row = this.#database.prepare(loggedDaysSql).get();
    const { first, last } = row as { first: string | null; last: string | null };
    return first === null || last === null ? undefined : { first, last };
  }

  /** Every event as its JSON text, in the order of their ids, which is the order of time. */
  *eventTexts(): IterableIterator<string> {
    for (const row of this.#database.prepare("SELECT body FROM events ORDER BY id").iterate()) {
      yield String(row["body"]);
    }
  }

  /** The newest events as JSON text, newest first. */
  recentTexts(limit: number): readonly string[] {
    return this.#database
      .prepare("SELECT body FROM events ORDER BY id DESC LIMIT ?")
      .all(limit)
      .map((row) => String(row["body"]));
  }

  /** The events of a local day. */
  eventsOfDay(day: string): readonly EfficiencyEvent[] {
    // A local day begins up to a day before or after the same day of UTC.
    const range = [firstIdAt(Date.parse(addDays(day, -1))), firstIdAt(Date.parse(addDays(day, 2)))];
    return this.#database
      .prepare("SELECT body FROM events WHERE id >= ? AND id < ? ORDER BY id")
      .all(...range)
      .map((row) => JSON.parse(String(row["body"])) as EfficiencyEvent)
      .filter((event) => localDay(event.ts, event.tz) === day);
  }

  /**
   * Deletes single events that are older than `beforeMs`, oldest first, at most 20,000 at once; their daily sums
   * stay. Returns how many were deleted.
   */
  purge(beforeMs: number): number {
    return this.#inTransaction(() => {
      const changes = this.#database
        .prepare("DELETE FROM events WHERE id IN (SELECT id FROM events WHERE id < ? ORDER BY id LIMIT ?)")
        .run(firstIdAt(beforeMs), maxPurged).changes;
      if (Number(changes) > 0) {
        // Any later local day has all of its events.
        this.#setMeta("completeFromDay", addDays(localDay(beforeMs, 0), 2));
      }
      return Number(changes);
    });
  }

  /** Deletes every event and every sum, and gives the space back so that nothing can be read from the file. */
  deleteAll(): void {
    this.#inTransaction(() => {
      this.#database.exec(
        "DELETE FROM events; DELETE FROM daily; DELETE FROM monthly; DELETE FROM meta WHERE key = 'completeFromDay'",
      );
      return 0;
    });
    this.#database.exec("VACUUM");
    this.#database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get();
  }

  /** Moves what was logged on a local day from one phase to another; returns how many events were moved. */
  relabel(day: string, from: Phase, to: Phase): number {
    if (from === to) {
      // The sums below are put in under the new name before those of the old one are deleted.
      return 0;
    }
    return this.#inTransaction(() => {
      const update = this.#database.prepare("UPDATE events SET body = ? WHERE id = ?");
      const moved = this.eventsOfDay(day).filter(({ phase }) => phase === from);
      for (const event of moved) {
        update.run(JSON.stringify({ ...event, phase: to }), event.id);
      }
      this.#database
        .prepare(
          `INSERT INTO daily (day, metric, dim, phase, lang, ws, n, total)
           SELECT day, metric, dim, ?, lang, ws, n, total FROM daily WHERE day = ? AND phase = ?
           ON CONFLICT DO UPDATE SET n = n + excluded.n, total = total + excluded.total`,
        )
        .run(to, day, from);
      this.#database.prepare("DELETE FROM daily WHERE day = ? AND phase = ?").run(day, from);
      return moved.length;
    });
  }

  close(): void {
    this.#database.close();
  }

  #prepareFile(busyTimeoutMs: number): void {
    const database = this.#database;
    database.exec(`PRAGMA busy_timeout = ${Math.round(busyTimeoutMs)}`);
    const version = Number(database.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
    if (version > databaseVersion) {
      throw new AssistantError(
        "unexpected",
        `The event database was written by a newer version (${version} > ${databaseVersion}).`,
        { detail: "newer" },
      );
    }
    this.#checkPages();
    this.#chooseJournal();
    database.exec("PRAGMA synchronous = NORMAL");
    this.#inTransaction(() => {
      database.exec(schemaSql);
      if (database.prepare("SELECT 1 FROM monthly LIMIT 1").get() === undefined) {
        database.exec(fillMonthsSql);
      }
      this.#recountWhereOutdated();
      return 0;
    });
  }

  #checkPages(): void {
    const pages = Number(this.#database.prepare("PRAGMA page_count").get()?.["page_count"] ?? 0);
    if (pages === 0 || pages > maxCheckedPages) {
      return;
    }
    const verdict = this.#database.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
    if (verdict !== "ok") {
      throw Object.assign(new Error(`The event database is damaged: ${String(verdict)}`), { errcode: 11 });
    }
  }

  /** WAL lets windows read while one writes; some network file systems cannot do it. */
  #chooseJournal(): void {
    try {
      this.#database.prepare("PRAGMA journal_mode = WAL").get();
      this.#database.prepare("SELECT COUNT(*) FROM sqlite_schema").get();
    } catch {
      this.#database.prepare("PRAGMA journal_mode = DELETE").get();
    }
  }

  #recountWhereOutdated(): void {
    const counted = Number(this.#meta("rollUpVersion") ?? 0);
    if (counted >= rollUpVersion) {
      return;
    }
    // Days whose events are deleted in part keep the sums they have.
    const completeFrom = this.#meta("completeFromDay") ?? "";
    this.#database.prepare("DELETE FROM daily WHERE day >= ?").run(completeFrom);
    let rows: RollUpRow[] = [];
    for (const text of this.eventTexts()) {
      rows.push(...rowsOfEvent(JSON.parse(text) as EfficiencyEvent).filter(({ day }) => day >= completeFrom));
      if (rows.length > 50_000) {
        rows = [...sumRows(rows)];
      }
    }
    this.#addRows(sumRows(rows));
    this.#setMeta("rollUpVersion", String(rollUpVersion));
  }

  #meta(key: string): string | undefined {
    const row = this.#database.prepare("SELECT value FROM meta WHERE key = ?").get(key);
    return row === undefined ? undefined : String(row["value"]);
  }

  #setMeta(key: string, value: string): void {
    this.#database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)").run(key, value);
  }

  #addRows(rows: readonly RollUpRow[]): void {
    this.#upsert ??= this.#database.prepare(addToDaySql);
    for (const { day, metric, dim, phase, lang, ws, n, total } of rows) {
      this.#upsert.run(day, metric, dim, phase, lang, ws, n, total);
    }
  }

  #insertStatement(): StatementSync {
    this.#insert ??= this.#database.prepare("INSERT OR IGNORE INTO events (id, body) VALUES (?, ?)");
    return this.#insert;
  }

  #readRows(sql: string, values: readonly string[]): readonly RollUpRow[] {
    return this.#database
      .prepare(sql)
      .all(...values)
      .map((row) => ({
        day: String(row["day"] ?? ""),
        ws: "",
        phase: String(row["phase"] ?? "") as RollUpRow["phase"],
        lang: String(row["lang"] ?? ""),
        metric: String(row["metric"]),
        dim: String(row["dim"]),
        n: Number(row["n"]),
        total: Number(row["total"]),
      }));
  }

  #inTransaction<T>(work: () => T): T {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.#database.isTransaction) {
        this.#database.exec("ROLLBACK");
      }
      throw error;
    }
  }
}
