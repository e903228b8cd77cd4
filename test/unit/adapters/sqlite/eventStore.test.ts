import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { EventStore } from "../../../../src/adapters/sqlite/eventStore.ts";
import type { EfficiencyEvent } from "../../../../src/core/efficiency/events.ts";
import { rollUp, rowsIn, sumRows, type RowQuery } from "../../../../src/core/efficiency/rollUp.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";
import { killWriterAfter } from "../../../fakes/killWriter.ts";
import { QuietLog } from "../../../fakes/quietLog.ts";
import { helped, PersonaLog } from "../../../fakes/seededEvents.ts";

const everything: RowQuery = {
  fromDay: null,
  toDay: "2999-12-31",
  ws: null,
  metrics: null,
  keep: ["day", "phase", "lang"],
};
const events = new PersonaLog({ ...helped, days: 2 }).write(Date.UTC(2026, 10, 24, 9));

describe("EventStore", function () {
  this.timeout(30_000);
  let folder = "";
  let clock: FakeClock;
  let log: QuietLog;
  const stores: EventStore[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "flywheel-store-"));
    clock = new FakeClock();
    log = new QuietLog();
  });

  afterEach(() => {
    for (const store of stores.splice(0)) {
      store.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });

  function open(windowId: string, storageDir = folder, mayCreate = true): EventStore {
    const store = new EventStore(storageDir, windowId, clock, log, 50);
    store.open(mayCreate);
    stores.push(store);
    return store;
  }

  function textsOf(store: EventStore): readonly EfficiencyEvent[] {
    return [...store.eventTexts()].map((text) => JSON.parse(text) as EfficiencyEvent);
  }

  it("deletes old events and keeps their sums, also when the sums are counted again", () => {
    const store = open("a");
    store.append(events);
    const sums = store.rows(everything);
    assert.ok(store.purge(0) > 0);
    const left = textsOf(store);
    assert.ok(left.length < events.length && left.every(({ ts }) => ts >= clock.nowMs()));
    assert.deepEqual(store.rows(everything), sums);
    store.close();
    const database = new DatabaseSync(join(folder, "events.sqlite"));
    database.exec("UPDATE meta SET value = '0' WHERE key = 'rollUpVersion'");
    database.close();
    assert.deepEqual(open("a").rows(everything), sums);
  });

  it("deletes everything, waiting and set-aside events too, and goes on", () => {
    writeFileSync(join(folder, "events.corrupt-2026-01-01.sqlite"), "x");
    const store = open("a");
    store.append(events);
    store.deleteAll();
    assert.deepEqual(textsOf(store), []);
    assert.deepEqual(store.rows(everything), []);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes("corrupt")),
      [],
    );
    const bytes = readFileSync(join(folder, "events.sqlite"));
    assert.ok(!bytes.includes("ws-seeded"));
    assert.equal(store.append(events.slice(0, 5)).written, 5);
  });

  it("says so when a log that is there cannot be deleted, and does not when there is none", () => {
    open("none", join(folder, "empty"), false).deleteAll();
    const database = new DatabaseSync(join(folder, "events.sqlite"));
    database.exec("CREATE TABLE future (x); PRAGMA user_version = 99;");
    database.close();
    assert.throws(() => open("a").deleteAll(), /cannot be opened: .*newer version/);
  });

  it("deletes what could not be opened a moment ago and can be now", () => {
    const before = open("a");
    before.append(events);
    before.close();
    const database = new DatabaseSync(join(folder, "events.sqlite"));
    database.exec("PRAGMA user_version = 99");
    const store = open("a");
    assert.equal(store.status.state, "unavailable");
    database.exec("PRAGMA user_version = 1");
    database.close();
    store.deleteAll();
    assert.deepEqual(textsOf(open("b")), []);
  });

  it("moves the time of a day to another phase, events and sums alike", () => {
    const store = open("a");
    store.append(events);
    const day = "2026-11-24";
    const moved = store.relabel(day, "development", "testing");
    assert.ok(moved > 0);
    assert.ok(!store.eventsOfDay(day).some(({ phase }) => phase === "development"));
    assert.equal(
      store.eventsOfDay(day).length,
      events.filter(({ ts }) => new Date(ts).toISOString().startsWith(day)).length,
    );
    assert.deepEqual(sumRows(store.rows(everything)), sumRows(rowsIn(rollUp(textsOf(store)))(everything)));
    assert.equal(store.relabel(day, "development", "testing"), 0);
  });

  it("keeps the sums of a phase that is moved to itself", () => {
    const store = open("a");
    store.append(events);
    const sums = store.rows(everything);
    assert.equal(store.relabel("2026-11-24", "development", "development"), 0);
    assert.deepEqual(store.rows(everything), sums);
  });

  it("shows the newest events first, as they are stored", () => {
    const store = open("a");
    store.append(events);
    const [newest] = store.recentTexts(1);
    assert.deepEqual(JSON.parse(newest ?? "null"), events.at(-1));
    assert.equal(store.recentTexts(7).length, 7);
  });

  it("gives back what was written, after closing and opening again", () => {
    const first = open("a");
    assert.equal(first.append(events).written, events.length);
    first.close();
    const second = open("a");
    assert.deepEqual(textsOf(second), events);
    assert.deepEqual(second.status, {
      state: "ok",
      setAsidePath: null,
      reason: null,
      databasePath: join(folder, "events.sqlite"),
    });
  });

  it("keeps daily sums that equal those of the events", () => {
    const store = open("a");
    store.append(events.slice(0, 300));
    store.append(events.slice(200));
    const expected = sumRows(rollUp(events).map((row) => ({ ...row, ws: "" })));
    assert.deepEqual(sumRows(store.rows(everything)), expected);
  });

  it("adds up the keys that are not wanted, as memory does", () => {
    const store = open("a");
    store.append(events);
    const inMemory = rowsIn(rollUp(events));
    for (const keep of [[], ["day"], ["phase", "lang"], ["day", "lang"]] as const) {
      const query: RowQuery = { ...everything, keep, metrics: ["active", "kept@10m"] };
      assert.deepEqual(sumRows(store.rows(query)), inMemory(query));
    }
  });

  it("filters by day and workspace", () => {
    const store = open("a");
    store.append(events);
    assert.ok(
      store
        .rows({ ...everything, fromDay: "2026-11-24", toDay: "2026-11-24" })
        .every(({ day }) => day === "2026-11-24"),
    );
    assert.equal(store.rows({ ...everything, ws: "another" }).length, 0);
    assert.deepEqual(store.loggedDays(), { first: "2026-11-23", last: "2026-11-24" });
  });

  it("adds up any range by months as it does by days, after moves of phases too", () => {
    const store = open("a");
    const long = new PersonaLog({ ...helped, days: 70, burstsADay: 4, offersADay: 6, minutesADay: 8 }).write(
      Date.UTC(2026, 10, 24, 9),
    );
    store.append(long);
    const days = [...new Set(rollUp(long).map(({ day }) => day))].sort();
    assert.deepEqual(store.loggedDays(), { first: days[0], last: days.at(-1) });
    store.relabel(days[30] ?? "", "development", "testing");
    const rows = store.rows(everything);
    const ends = [null, days[0], "2026-09-30", "2026-10-01", days[30], "2026-11-01", days.at(-1)];
    for (const fromDay of ends) {
      for (const toDay of ["2026-09-30", "2026-10-01", "2026-10-31", "2026-11-24", "2027-01-01"]) {
        const query = { ...everything, fromDay: fromDay ?? null, toDay, keep: ["phase", "lang"] as const };
        assert.deepEqual(sumRows(store.rows(query)), rowsIn(rows)(query), `${fromDay} to ${toDay}`);
      }
    }
    store.deleteAll();
    assert.deepEqual(store.rows({ ...everything, keep: [] }), []);
    assert.equal(store.loggedDays(), undefined);
  });

  it("fills the months of a log that was made before there were any", () => {
    const store = open("a");
    store.append(events);
    const sums = sumRows(store.rows({ ...everything, toDay: "2099-12-31", keep: [] }));
    store.close();
    const database = new DatabaseSync(join(folder, "events.sqlite"));
    database.exec(
      "DROP TRIGGER daily_inserted; DROP TRIGGER daily_updated; DROP TRIGGER daily_deleted; DROP TABLE monthly",
    );
    database.close();
    const again = open("b");
    assert.deepEqual(sumRows(again.rows({ ...everything, toDay: "2099-12-31", keep: [] })), sums);
    again.append(events.map((event) => ({ ...event, id: `${event.id}x` })));
    const doubled = sums.map((row) => ({ ...row, n: 2 * row.n, total: 2 * row.total }));
    assert.deepEqual(sumRows(again.rows({ ...everything, toDay: "2099-12-31", keep: [] })), doubled);
  });

  it("counts an event that arrives twice once", () => {
    const store = open("a");
    store.append(events);
    assert.equal(store.append(events).written, 0);
    assert.equal(textsOf(store).length, events.length);
  });

  it("refuses what is no event and says how many", () => {
    const store = open("a");
    assert.equal(store.append([{ v: 1, type: "keys", text: "secret" }, ...events.slice(0, 2)]).dropped, 1);
    assert.equal(textsOf(store).length, 2);
  });

  it("is shared by two windows at once", () => {
    const [one, two] = [open("a"), open("b")];
    for (let index = 0; index < 200; index += 2) {
      one.append(events.slice(index, index + 1));
      two.append(events.slice(index + 1, index + 2));
    }
    assert.deepEqual(textsOf(one), events.slice(0, 200));
    assert.deepEqual(one.rows(everything), two.rows(everything));
  });

  it("makes no file where it must not create one, and reads one that is there", () => {
    const off = open("a", folder, false);
    assert.equal(off.status.state, "unavailable");
    assert.deepEqual(readdirSync(folder), []);
    open("b").append(events.slice(0, 3));
    off.open(false);
    assert.equal(textsOf(off).length, 3);
  });

  for (const [what, damage] of [
    ["is no database", () => Buffer.from("this is not a database, whatever its name says".repeat(40))],
    [
      "is damaged in the middle",
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 4096), Buffer.alloc(bytes.length - 4096, 0x5a)]),
    ],
  ] as const) {
    it(`sets aside a file that ${what}, deletes nothing and goes on`, () => {
      const before = open("a");
      before.append(events);
      before.close();
      const path = join(folder, "events.sqlite");
      const damaged = damage(readFileSync(path));
      writeFileSync(path, damaged);
      const store = open("a");
      assert.equal(store.status.state, "setAside");
      assert.equal(store.status.setAsidePath, join(folder, "events.corrupt-2026-11-24.sqlite"));
      assert.deepEqual(readFileSync(join(folder, "events.corrupt-2026-11-24.sqlite")), damaged);
      assert.equal(store.append(events.slice(0, 5)).written, 5);
      store.close();
      writeFileSync(path, damaged);
      assert.equal(open("a").status.setAsidePath, join(folder, "events.corrupt-2026-11-24-2.sqlite"));
    });
  }

  it("follows when another window has set the file aside", () => {
    const one = open("a");
    one.append(events.slice(0, 5));
    execFileSync(process.execPath, [
      "-e",
      "require('fs').renameSync(process.argv[1], process.argv[1] + '.aside')",
      join(folder, "events.sqlite"),
    ]);
    assert.equal(one.append(events.slice(5, 8)).written, 3);
    assert.equal(textsOf(open("b")).length, 3);
  });

  it("leaves a database of a newer version alone and keeps events for it", () => {
    const database = new DatabaseSync(join(folder, "events.sqlite"));
    database.exec("CREATE TABLE future (x); PRAGMA user_version = 99;");
    database.close();
    const store = open("a");
    assert.equal(store.status.state, "unavailable");
    assert.equal(store.append(events.slice(0, 4)).waiting, 4);
    const again = new DatabaseSync(join(folder, "events.sqlite"));
    assert.equal(again.prepare("SELECT COUNT(*) AS n FROM sqlite_schema").get()?.["n"], 1);
    again.close();
  });

  it("counts again from the events when the meaning of the sums has changed", () => {
    const store = open("a");
    store.append(events);
    const expected = store.rows(everything);
    store.close();
    const database = new DatabaseSync(join(folder, "events.sqlite"));
    database.exec("UPDATE meta SET value = '0' WHERE key = 'rollUpVersion'; UPDATE daily SET n = n * 7");
    database.close();
    assert.deepEqual(open("a").rows(everything), expected);
  });

  it("spools while the database is locked and folds the spool in once", () => {
    const store = open("a");
    const blocker = new DatabaseSync(join(folder, "events.sqlite"));
    blocker.exec("BEGIN IMMEDIATE");
    assert.deepEqual(store.append(events.slice(0, 6)), {
      written: 0,
      waiting: 6,
      dropped: 0,
      setAsidePath: null,
    });
    assert.ok(existsSync(join(folder, "spool", "a.ndjson")));
    blocker.exec("COMMIT");
    blocker.close();
    store.append(events.slice(6, 8));
    assert.deepEqual(textsOf(store), events.slice(0, 8));
    assert.deepEqual(readdirSync(join(folder, "spool")), []);
  });

  it("loses nothing that it wrote or put aside on a full disk, and goes on when there is room again", function () {
    if (process.platform === "win32") {
      this.skip();
    }
    const writer = fileURLToPath(new URL("../../../fakes/fullDiskWriter.ts", import.meta.url));
    // No file may grow above 40 blocks of 1 KiB: the database is full first, then the spool.
    const command = 'ulimit -f 40; exec "$0" "$@"';
    const text = execFileSync("bash", ["-c", command, process.execPath, writer, folder, "600"], {
      encoding: "utf8",
    });
    const said = JSON.parse(text) as {
      written: number;
      waiting: number;
      dropped: number;
      spooledIds: number;
    };
    assert.ok(said.written > 0 && said.spooledIds > 0, text);
    assert.equal(said.dropped, 0);
    assert.ok(said.waiting + said.written >= 600, text);
    const store = open("full");
    assert.equal(store.status.state, "ok");
    const found = textsOf(store).map(({ id }) => id);
    assert.equal(new Set(found).size, found.length, "nothing twice");
    assert.equal(found.length, said.written + said.spooledIds, text);
    store.append(events.slice(0, 3));
    assert.deepEqual(
      sumRows(store.rows(everything)),
      sumRows(rollUp(textsOf(store)).map((row) => ({ ...row, ws: "" }))),
    );
  });

  it("reads every event of a spool after a line that the full disk cut off", () => {
    mkdirSync(join(folder, "spool"), { recursive: true });
    const [first, second] = events;
    writeFileSync(
      join(folder, "spool", "a.ndjson"),
      `${JSON.stringify(first)}\n${JSON.stringify(second).slice(0, 40)}`,
    );
    const blocker = new EventStore(folder, "b", clock, log, 50);
    blocker.open(true);
    blocker.close();
    const database = new DatabaseSync(join(folder, "events.sqlite"));
    const store = open("a");
    database.exec("BEGIN IMMEDIATE");
    store.append([second]);
    database.exec("COMMIT");
    database.close();
    store.append(events.slice(2, 4));
    assert.deepEqual(
      new Set(textsOf(store).map(({ id }) => id)),
      new Set(events.slice(0, 4).map(({ id }) => id)),
    );
  });

  it("folds in what a killed window left, torn last line and all, without counting twice", () => {
    const store = open("a");
    store.append(events.slice(0, 3));
    execFileSync(process.execPath, ["-e", "require('fs').mkdirSync(process.argv[1])", join(folder, "spool")]);
    const lines = events.slice(2, 5).map((event) => JSON.stringify(event));
    writeFileSync(join(folder, "spool", "dead.ndjson.1.folding"), `${lines.join("\n")}\n{"v":1,"id":"to`);
    open("b");
    assert.deepEqual(textsOf(store), events.slice(0, 5));
    assert.deepEqual(readdirSync(join(folder, "spool")), []);
  });

  it("holds events in memory where the folder cannot be written, and still shows them", () => {
    writeFileSync(join(folder, "file"), "");
    const store = open("a", join(folder, "file", "storage"));
    assert.equal(store.status.state, "unavailable");
    assert.equal(store.append(events.slice(0, 9)).waiting, 9);
    assert.deepEqual(store.rows(everything), rowsIn(rollUp(events.slice(0, 9)))(everything));
    assert.ok((store.status.reason ?? "").length > 0);
  });

  it("loses nothing that was confirmed when a writer is killed, and is never corrupt", async () => {
    let confirmed = 0;
    for (const after of [1, 7, 40]) {
      confirmed += await killWriterAfter(folder, `w${after}`, after);
    }
    const store = open("reader");
    assert.equal(store.status.state, "ok");
    const written = textsOf(store);
    assert.equal(new Set(written.map(({ id }) => id)).size, written.length);
    assert.ok(written.length >= confirmed, `${written.length} < ${confirmed}`);
    assert.deepEqual(
      sumRows(store.rows(everything)),
      sumRows(rollUp(written).map((row) => ({ ...row, ws: "" }))),
    );
  });

  it("does not tell users that SQLite is experimental", () => {
    const script = fileURLToPath(new URL("../../../fakes/openStore.ts", import.meta.url));
    const output = execFileSync(process.execPath, [script, folder], {
      stdio: ["ignore", "pipe", "pipe"],
      encoding: "utf8",
    });
    assert.equal(output, "ok warned: other\n");
  });
});
