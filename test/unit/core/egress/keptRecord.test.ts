import assert from "node:assert/strict";
import { KeptRecord } from "../../../../src/core/egress/keptRecord.ts";
import { decodeKeptLines } from "../../../../src/core/egress/keptRecordLines.ts";
import { SentRecord, type SentRequestStart } from "../../../../src/core/egress/sentRecord.ts";
import { remoteIdentity } from "../../../fakes/fakeChatModel.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";
import { MemoryAppendFolder } from "../../../fakes/memoryAppendFolder.ts";

const dayMs = 86_400_000;
const startMs = Date.UTC(2026, 10, 24, 23, 0, 0);

function request(text: string, more: Partial<SentRequestStart> = {}): SentRequestStart {
  return {
    timeMs: startMs,
    feature: "ask",
    backend: remoteIdentity,
    sources: [{ path: "a.py", startLine: 1, endLine: 2 }],
    withheld: [{ path: ".env", reason: "denyList" }],
    allowedOnce: [],
    redactedCounts: { PASSWORD: 1 },
    text,
    estimatedTokens: 1,
    ...more,
  };
}

function setUp({ isOn = true, folder = new MemoryAppendFolder(), sessionId = "s1", nowMs = startMs } = {}) {
  const record = new SentRecord();
  const clock = new FakeClock(nowMs);
  const problems: unknown[] = [];
  const setting = { isOn };
  const kept = new KeptRecord({
    record,
    folder,
    clock,
    sessionId,
    isOn: () => setting.isOn,
    onProblem: (error) => problems.push(error),
  });
  return { record, clock, folder, problems, setting, kept };
}

const textsOf = async (kept: KeptRecord, max = 100): Promise<string[]> =>
  (await kept.recent(max)).map(({ text }) => text);

describe("KeptRecord", () => {
  it("writes nothing while it is off, and notices when it is switched", async () => {
    const { record, folder, setting, kept } = setUp({ isOn: false });
    const first = record.add(request("one"));
    await kept.settled();
    assert.deepEqual([...folder.textByName.keys()], []);
    assert.equal(await kept.isAny(), false);
    setting.isOn = true;
    record.update(first, { outcome: "ok" });
    await kept.settled();
    assert.equal(await kept.isAny(), false, "a request that was not kept has no end either");
    const second = record.add(request("two"));
    setting.isOn = false;
    record.update(second, { outcome: "ok" });
    await kept.settled();
    const lines = (folder.textByName.get("2026-11-24.ndjson") ?? "").split("\n");
    assert.equal(lines.length, 3, "a request that was kept has its end, too");
    assert.equal(await kept.isAny(), true);
  });

  it("gives back to another window what was sent, with its end", async () => {
    const here = setUp();
    const usage = { promptTokens: 3, completionTokens: 2, isEstimated: false };
    const id = here.record.add(request("one"));
    here.record.update(id, { usage });
    here.record.update(id, { outcome: "ok" });
    here.record.update(id, { outcome: "failed" });
    const failed = here.record.add(request("two\nlines"));
    here.record.update(failed, { outcome: "failed", errorKind: "timeout" });
    here.record.add(request("three"));
    await here.kept.settled();
    assert.deepEqual(await textsOf(here.kept), [], "the record in memory still shows them");
    const there = setUp({ folder: here.folder, sessionId: "s2" });
    there.record.add(request("own"));
    const read = await there.kept.recent(100);
    assert.deepEqual(
      read.map(({ text, outcome, errorKind }) => [text, outcome, errorKind]),
      [
        ["three", "running", undefined],
        ["two\nlines", "failed", "timeout"],
        ["one", "ok", undefined],
      ],
    );
    assert.deepEqual(read[2]?.usage, usage);
    assert.deepEqual(
      { ...read[2], key: "", usage: undefined, outcome: "", errorKind: undefined },
      { ...request("one"), key: "", usage: undefined, outcome: "", errorKind: undefined },
    );
    assert.deepEqual(await textsOf(there.kept, 2), ["three", "two\nlines"]);
    here.record.clear();
    assert.deepEqual(await textsOf(here.kept, 1), ["own"]);
  });

  it("begins a file each day and reads the newest first", async () => {
    const { record, clock, folder, kept } = setUp();
    record.add(request("one"));
    await clock.advance(2 * 3_600_000);
    record.add(request("two"));
    await kept.settled();
    assert.deepEqual([...folder.textByName.keys()], ["2026-11-24.ndjson", "2026-11-25.ndjson"]);
    record.clear();
    assert.deepEqual(await textsOf(kept), ["two", "one"]);
    assert.deepEqual(await textsOf(kept, 1), ["two"]);
  });

  it("drops what is older than 30 days and leaves files of others alone", async () => {
    const { record, folder, kept } = setUp();
    const dayName = (days: number) => `${new Date(startMs - days * dayMs).toISOString().slice(0, 10)}.ndjson`;
    for (const name of [
      dayName(40),
      dayName(30),
      dayName(29),
      dayName(1),
      "notes.txt",
      "2020-01-01.ndjson.bak",
    ]) {
      folder.textByName.set(name, "");
    }
    record.add(request("one"));
    await kept.settled();
    assert.deepEqual(
      [...folder.textByName.keys()].sort(),
      ["2020-01-01.ndjson.bak", dayName(29), dayName(1), dayName(0), "notes.txt"].sort(),
    );
  });

  it("drops the oldest beyond 50 MB, and of the only file its older half", async () => {
    const { record, folder, kept } = setUp();
    const sizes = [30_000_000, 15_000_000, 15_000_000];
    for (const [index, size] of sizes.entries()) {
      folder.textByName.set(`2026-11-2${index}.ndjson`, "");
      folder.sizeByName.set(`2026-11-2${index}.ndjson`, size);
    }
    record.add(request("one"));
    await kept.settled();
    assert.deepEqual([...folder.textByName.keys()].sort(), [
      "2026-11-21.ndjson",
      "2026-11-22.ndjson",
      "2026-11-24.ndjson",
    ]);
    const today = "2026-11-24.ndjson";
    record.add(request("two"));
    record.add(request("three"));
    await kept.settled();
    folder.sizeByName.set(today, 51_000_000);
    record.add(request("x".repeat(1_000_000)));
    await kept.settled();
    assert.deepEqual([...folder.textByName.keys()], [today]);
    record.clear();
    assert.deepEqual(
      (await textsOf(kept)).map((text) => text.length),
      [1_000_000],
    );
  });

  it("looks for old files once at the start and then once in a million characters", async () => {
    const { record, folder, kept } = setUp();
    record.add(request("one"));
    await kept.settled();
    folder.textByName.set("2020-01-01.ndjson", "");
    record.add(request("two"));
    await kept.settled();
    assert.ok(folder.textByName.has("2020-01-01.ndjson"));
    record.add(request("x".repeat(1_000_000)));
    await kept.settled();
    assert.ok(!folder.textByName.has("2020-01-01.ndjson"));
  });

  it("deletes everything of its own on demand", async () => {
    const { record, folder, kept } = setUp();
    folder.textByName.set("2026-11-01.ndjson", "");
    folder.textByName.set("notes.txt", "");
    record.add(request("one"));
    await kept.deleteAll();
    assert.deepEqual([...folder.textByName.keys()], ["notes.txt"]);
  });

  it("tells of a failure once, and goes on when the disk does", async () => {
    const { record, folder, problems, kept } = setUp();
    folder.failure = new Error("no room");
    record.add(request("one"));
    record.add(request("two"));
    await kept.settled();
    assert.deepEqual(problems, [folder.failure]);
    await assert.rejects(kept.recent(1), folder.failure);
    folder.failure = undefined;
    record.add(request("three"));
    await kept.settled();
    record.clear();
    assert.deepEqual(await textsOf(kept), ["three"]);
  });

  it("hears nothing more once it is disposed of", async () => {
    const { record, folder, kept } = setUp();
    kept.dispose();
    record.add(request("one"));
    await kept.settled();
    assert.equal(folder.textByName.size, 0);
  });
});

describe("decodeKeptLines", () => {
  const good = { version: 1, key: "k", ...request("t"), outcome: "running" };
  const line = (fields: Readonly<Record<string, unknown>>): string =>
    `${JSON.stringify({ ...good, ...fields })}\n`;

  it("passes over what it cannot read", () => {
    for (const bad of [
      "",
      "{",
      "null\n",
      "[]\n",
      line({ version: 2 }),
      line({ key: 5 }),
      line({ timeMs: "1" }),
      line({ text: null }),
      line({ estimatedTokens: "1" }),
      line({ feature: 1 }),
      line({ outcome: "odd" }),
      line({ backend: null }),
      line({ backend: { profile: "p", model: "m" } }),
      line({ backend: { profile: "p", origin: "o" } }),
      line({ backend: { model: "p", origin: "o" } }),
      line({ sources: {} }),
      line({ sources: [{}] }),
      line({ withheld: "x" }),
      line({ allowedOnce: [null] }),
      line({ redactedCounts: [] }),
    ]) {
      assert.deepEqual(decodeKeptLines(bad), [], bad);
      assert.equal(decodeKeptLines(`${bad}\n${line({})}`).length, 1, bad);
    }
  });

  it("keeps the last outcome it understands", () => {
    const end = (fields: Readonly<Record<string, unknown>>): string =>
      `${JSON.stringify({ version: 1, key: "k", ...fields })}\n`;
    const read = (text: string) => decodeKeptLines(line({}) + text)[0];
    assert.equal(read(end({ outcome: "ok" }))?.outcome, "ok");
    assert.equal(read(end({ outcome: "odd" }))?.outcome, "running");
    assert.equal(read(end({ outcome: "ok", key: "other" }))?.outcome, "running");
    assert.equal(read(end({ outcome: "failed", errorKind: "tls" }))?.errorKind, "tls");
    assert.equal(read(end({ outcome: "failed", errorKind: 5 }))?.errorKind, undefined);
    const usage = { promptTokens: 1, completionTokens: 1, isEstimated: true };
    assert.deepEqual(read(end({ outcome: "ok", usage }))?.usage, usage);
    for (const bad of [
      null,
      {},
      { ...usage, promptTokens: "1" },
      { ...usage, completionTokens: "1" },
      { ...usage, isEstimated: 1 },
    ]) {
      assert.equal(read(end({ outcome: "ok", usage: bad }))?.usage, undefined);
    }
    assert.equal(decodeKeptLines(line({ text: "first" }) + line({ text: "second" }))[0]?.text, "first");
  });
});
