import { existsSync, mkdirSync, readdirSync, renameSync, statSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { localDay } from "../../core/efficiency/days.ts";
import { decodeEvent } from "../../core/efficiency/eventSchema.ts";
import type { EfficiencyEvent, Phase } from "../../core/efficiency/events.ts";
import { rollUp, rowsIn, sumRows, type RollUpRow, type RowQuery } from "../../core/efficiency/rollUp.ts";
import { AssistantError } from "../../core/errors.ts";
import type { Clock, Log } from "../../core/ports.ts";
import { EventDatabase } from "./eventDatabase.ts";
import { EventSpool } from "./eventSpool.ts";
import { isCorruption } from "./sqliteErrors.ts";

export interface StoreStatus {
  readonly state: "ok" | "setAside" | "unavailable";
  readonly setAsidePath: string | null;
  readonly reason: string | null;
  readonly databasePath: string;
}

export interface AppendResult {
  readonly written: number;
  readonly waiting: number;
  readonly dropped: number;
  /** Set when this call found the database corrupt and set it aside. */
  readonly setAsidePath: string | null;
}

/** Events held in memory while neither the database nor the spool can be written. */
const maxHeldEvents = 20_000;

/** How often a database that failed is tried again, and abandoned spools are looked for (ms). */
const retryMs = 30_000;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** First name of the form `events.corrupt-<day>.sqlite`, `…-2.sqlite` … that is free. */
function freeSetAsidePath(storageDir: string, day: string): string {
  for (let count = 1; ; count += 1) {
    const suffix = count === 1 ? "" : `-${count}`;
    const path = join(storageDir, `events.corrupt-${day}${suffix}.sqlite`);
    if (!existsSync(path)) {
      return path;
    }
  }
}

/**
 * The event log of this machine: a database shared by all windows, with a spool file per window for the time
 * that the database is locked, full or unreadable, and memory for the time that not even that works. Nothing
 * here throws for the state of the disk; `status` tells.
 */
export class EventStore {
  readonly #storageDir: string;
  readonly #databasePath: string;
  readonly #spool: EventSpool;
  readonly #busyTimeoutMs: number;
  readonly #clock: Clock;
  readonly #log: Log;
  #database: EventDatabase | undefined;
  #mayCreate = false;
  #openedInode = 0;
  #setAsidePath: string | null = null;
  #reason: string | null = null;
  #held: EfficiencyEvent[] = [];
  #spooled = 0;
  #nextTryMs = 0;

  /** `busyTimeoutMs`: how long a write waits for another window's before it goes to the spool. */
  constructor(storageDir: string, windowId: string, clock: Clock, log: Log, busyTimeoutMs = 5000) {
    this.#busyTimeoutMs = busyTimeoutMs;
    this.#storageDir = storageDir;
    this.#databasePath = join(storageDir, "events.sqlite");
    this.#spool = new EventSpool(storageDir, windowId);
    this.#clock = clock;
    this.#log = log;
  }

  /** `mayCreate` false opens a log that is there and makes none. */
  open(mayCreate: boolean): void {
    this.#mayCreate = mayCreate;
    if (this.#database === undefined) {
      this.#nextTryMs = 0;
      this.#ensureDatabase();
    }
  }

  get status(): StoreStatus {
    const isOpen = this.#database !== undefined;
    const state = this.#setAsidePath === null ? "ok" : "setAside";
    return {
      state: isOpen ? state : "unavailable",
      setAsidePath: this.#setAsidePath,
      reason: this.#reason,
      databasePath: this.#databasePath,
    };
  }

  append(values: readonly unknown[]): AppendResult {
    const events = values.map(decodeEvent).filter((event) => event !== undefined);
    const setAsideBefore = this.#setAsidePath;
    let dropped = values.length - events.length;
    let written = 0;
    if (this.#ensureDatabase()) {
      const result = this.#tryWrite([...this.#held, ...events]);
      if (result === undefined) {
        dropped += this.#keepAside(events);
      } else {
        written = result;
        this.#held = [];
      }
    } else {
      dropped += this.#keepAside(events);
    }
    const waiting = this.#held.length + this.#spooled;
    const setAsidePath = this.#setAsidePath === setAsideBefore ? null : this.#setAsidePath;
    return { written, waiting, dropped, setAsidePath };
  }

  /** Daily sums as the query wants them; events that only memory holds are included. */
  rows(query: RowQuery): readonly RollUpRow[] {
    const stored = this.#read((database) => database.rows(query), []);
    return this.#held.length === 0 ? stored : sumRows([...stored, ...rowsIn(rollUp(this.#held))(query)]);
  }

  loggedDays(): { readonly first: string; readonly last: string } | undefined {
    return this.#read((database) => database.loggedDays(), undefined);
  }

  /** Every stored event as JSON text, oldest first. */
  eventTexts(): Iterable<string> {
    return this.#ensureDatabase() && this.#database !== undefined ? this.#database.eventTexts() : [];
  }

  /** The newest stored events as JSON text, newest first. */
  recentTexts(limit: number): readonly string[] {
    return this.#read((database) => database.recentTexts(limit), []);
  }

  eventsOfDay(day: string): readonly EfficiencyEvent[] {
    return this.#read((database) => database.eventsOfDay(day), []);
  }

  /** Moves what was logged on a local day from one phase to another; returns how many events were moved. */
  relabel(day: string, from: Phase, to: Phase): number {
    return this.#read((database) => database.relabel(day, from, to), 0);
  }

  /** Deletes single events older than `days`; the daily sums stay. */
  purge(days: number): number {
    const beforeMs = this.#clock.nowMs() - days * 86_400_000;
    return this.#read((database) => database.purge(beforeMs), 0);
  }

  /**
   * Deletes everything this log ever wrote: events, sums, waiting events, and damaged databases that were set
   * aside. Throws where the disk refuses or the database cannot be opened, since a deletion that was asked for must not fail in silence.
   */
  deleteAll(): void {
    this.#held = [];
    this.#spooled = 0;
    this.#spool.deleteAll();
    this.#nextTryMs = 0;
    if (this.#ensureDatabase()) {
      this.#database?.deleteAll();
    } else if (existsSync(this.#databasePath)) {
      throw new AssistantError("unexpected", `The event database cannot be opened: ${this.#reason ?? ""}`, {
        detail: this.#databasePath,
      });
    }
    if (existsSync(this.#storageDir)) {
      for (const name of readdirSync(this.#storageDir)) {
        if (/^events\.corrupt-.*\.sqlite(?:-wal|-shm)?$/.test(name)) {
          unlinkSync(join(this.#storageDir, name));
        }
      }
    }
    this.#setAsidePath = null;
  }

  close(): void {
    this.#database?.close();
    this.#database = undefined;
    this.#nextTryMs = Number.POSITIVE_INFINITY;
  }

  #read<T>(read: (database: EventDatabase) => T, fallback: T): T {
    if (!this.#ensureDatabase() || this.#database === undefined) {
      return fallback;
    }
    try {
      return read(this.#database);
    } catch (error) {
      this.#onFailure(error);
      return this.#database === undefined ? fallback : read(this.#database);
    }
  }

  /** Undefined when the database refused; it is open again afterwards if it was only corrupt. */
  #tryWrite(events: readonly EfficiencyEvent[]): number | undefined {
    const tried = this.#database;
    try {
      return this.#writeAndFold(events);
    } catch (error) {
      this.#onFailure(error);
      if (this.#database === undefined || this.#database === tried) {
        return undefined;
      }
    }
    try {
      return this.#writeAndFold(events);
    } catch (error) {
      this.#reason = messageOf(error);
      return undefined;
    }
  }

  #writeAndFold(events: readonly EfficiencyEvent[]): number | undefined {
    const written = this.#database?.append(events);
    this.#foldSpool();
    this.#reason = null;
    return written;
  }

  #keepAside(events: readonly EfficiencyEvent[]): number {
    const waiting = [...this.#held, ...events];
    try {
      if (waiting.length > 0) {
        this.#spool.put(waiting);
        this.#spooled += waiting.length;
      }
      this.#held = [];
      return 0;
    } catch (error) {
      this.#reason = messageOf(error);
      this.#held = waiting.slice(-maxHeldEvents);
      return waiting.length - this.#held.length;
    }
  }

  #foldSpool(): void {
    const nowMs = this.#clock.nowMs();
    if (this.#spooled === 0 && nowMs < this.#nextTryMs) {
      return;
    }
    this.#nextTryMs = nowMs + retryMs;
    this.#spool.foldInto((events) => this.#database?.append(events), nowMs);
    this.#spooled = 0;
  }

  /** True when a database is open. Opens it, again where it was replaced or a failure is some time ago. */
  #ensureDatabase(): boolean {
    if (this.#database !== undefined && this.#inode() === this.#openedInode) {
      return true;
    }
    const hadOne = this.#database !== undefined;
    this.#database?.close();
    this.#database = undefined;
    if (hadOne || this.#clock.nowMs() >= this.#nextTryMs) {
      this.#open();
    }
    return this.#database !== undefined;
  }

  #open(): void {
    this.#nextTryMs = this.#clock.nowMs() + retryMs;
    if (!this.#mayCreate && !existsSync(this.#databasePath)) {
      return;
    }
    try {
      mkdirSync(this.#storageDir, { recursive: true });
      this.#connect();
    } catch (error) {
      this.#onFailure(error);
    }
  }

  #connect(): void {
    const database = new EventDatabase(this.#databasePath, this.#busyTimeoutMs);
    this.#database = database;
    this.#openedInode = this.#inode();
    this.#reason = null;
    this.#spool.foldInto((events) => database.append(events), this.#clock.nowMs());
    this.#spooled = 0;
  }

  /** Changes when another window set the file aside; 0 where the file is gone. */
  #inode(): number {
    return statSync(this.#databasePath, { throwIfNoEntry: false })?.ino ?? 0;
  }

  /** Another window may have set the damaged file aside already. */
  #canConnectAgain(): boolean {
    try {
      this.#connect();
      return true;
    } catch (error) {
      if (isCorruption(error)) {
        return false;
      }
      throw error;
    }
  }

  #onFailure(error: unknown): void {
    this.#reason = messageOf(error);
    this.#log.error(`The event database failed: ${this.#reason}`);
    if (!isCorruption(error)) {
      // Locked, full or read-only: the connection is good, the moment is not.
      return;
    }
    this.#database?.close();
    this.#database = undefined;
    try {
      if (this.#canConnectAgain()) {
        return;
      }
      const target = freeSetAsidePath(this.#storageDir, localDay(this.#clock.nowMs(), 0));
      for (const suffix of ["", "-wal", "-shm"]) {
        if (existsSync(this.#databasePath + suffix)) {
          renameSync(this.#databasePath + suffix, target + suffix);
        }
      }
      this.#setAsidePath = target;
      this.#connect();
    } catch (secondError) {
      this.#reason = messageOf(secondError);
      this.#log.error(`The damaged event database could not be set aside: ${this.#reason}`);
    }
  }
}
