import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { EfficiencyEvent } from "../../core/efficiency/events.ts";
import {
  rollUpVersion,
  rowsOfEvent,
  sumRows,
  type RollUpRow,
  type RowQuery,
} from "../../core/efficiency/rollUp.ts";
import { AssistantError } from "../../core/errors.ts";
import { loadSqlite } from "./loadSqlite.ts";

/** Version of the tables, in `PRAGMA user_version`. */
export const databaseVersion = 1;

/** A full check reads the whole file; above this size only its header and first pages are looked at. */
const maxCheckedPages = 8192;

const schemaSql = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS daily (
    day TEXT NOT NULL, metric TEXT NOT NULL, dim TEXT NOT NULL, phase TEXT NOT NULL, lang TEXT NOT NULL,
    ws TEXT NOT NULL, n INTEGER NOT NULL, total INTEGER NOT NULL,
    PRIMARY KEY (metric, dim, day, phase, lang, ws)
  ) WITHOUT ROWID;
  PRAGMA user_version = ${databaseVersion};
`;

const upsertSql = `
  INSERT INTO daily (day, metric, dim, phase, lang, ws, n, total) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET n = n + excluded.n, total = total + excluded.total`;

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
    const conditions = ["day >= ?", "day <= ?"];
    const values = [fromDay ?? "", toDay];
    if (ws !== null) {
      conditions.push("ws = ?");
      values.push(ws);
    }
    if (metrics !== null) {
      conditions.push(`metric IN (${metrics.map(() => "?").join(", ")})`);
      values.push(...metrics);
    }
    const sql = `SELECT ${columns}, SUM(n) AS n, SUM(total) AS total FROM daily
      WHERE ${conditions.join(" AND ")} GROUP BY ${columns}`;
    return this.#readRows(sql, values);
  }

  loggedDays(): { readonly first: string; readonly last: string } | undefined {
    const row = this.#database.prepare("SELECT MIN(day) AS first, MAX(day) AS last FROM daily").get();
    const { first, last } = row as { first: string | null; last: string | null };
    return first === null || last === null ? undefined : { first, last };
  }

  /** Every event as its JSON text, in the order of their ids, which is the order of time. */
  *eventTexts(): IterableIterator<string> {
    for (const row of this.#database.prepare("SELECT body FROM events ORDER BY id").iterate()) {
      yield String(row["body"]);
    }
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
    const known = this.#database.prepare("SELECT value FROM meta WHERE key = 'rollUpVersion'").get();
    const counted = Number(known?.["value"] ?? 0);
    if (counted >= rollUpVersion) {
      return;
    }
    this.#database.exec("DELETE FROM daily");
    let rows: RollUpRow[] = [];
    for (const text of this.eventTexts()) {
      rows.push(...rowsOfEvent(JSON.parse(text) as EfficiencyEvent));
      if (rows.length > 50_000) {
        rows = [...sumRows(rows)];
      }
    }
    this.#addRows(sumRows(rows));
    this.#database
      .prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('rollUpVersion', ?)")
      .run(String(rollUpVersion));
  }

  #addRows(rows: readonly RollUpRow[]): void {
    this.#upsert ??= this.#database.prepare(upsertSql);
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
