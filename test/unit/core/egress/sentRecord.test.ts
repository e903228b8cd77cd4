import assert from "node:assert/strict";
import { SentRecord, type SentRequestStart } from "../../../../src/core/egress/sentRecord.ts";
import { remoteIdentity } from "../../../fakes/fakeChatModel.ts";

function request(text: string): SentRequestStart {
  return {
    timeMs: 1,
    feature: "ask",
    backend: remoteIdentity,
    sources: [],
    withheld: [],
    allowedOnce: [],
    redactedCounts: {},
    text,
    estimatedTokens: 1,
  };
}

describe("SentRecord", () => {
  it("keeps the last 50, newest first", () => {
    const record = new SentRecord();
    for (let number = 1; number <= 60; number += 1) {
      record.add(request(`r${number}`));
    }
    const texts = record.list().map(({ text }) => text);
    assert.equal(texts.length, 50);
    assert.equal(texts[0], "r60");
    assert.equal(texts[49], "r11");
  });

  it("keeps no more than 4 MB of text, but always the newest", () => {
    const record = new SentRecord();
    for (const letter of ["a", "b", "c"]) {
      record.add(request(letter.repeat(2_000_000)));
    }
    assert.deepEqual(
      record.list().map(({ text }) => text[0]),
      ["c", "b"],
    );
    record.add(request("d".repeat(5_000_000)));
    assert.deepEqual(
      record.list().map(({ text }) => text[0]),
      ["d"],
    );
  });

  it("takes later news of a request it still has", () => {
    const record = new SentRecord();
    const id = record.add(request("x"));
    assert.equal(record.find(id)?.outcome, "running");
    record.update(id, { outcome: "failed", errorKind: "timeout" });
    record.update(id + 1, { outcome: "ok" });
    assert.deepEqual(
      [record.find(id)?.outcome, record.find(id)?.errorKind, record.list().length],
      ["failed", "timeout", 1],
    );
  });

  it("tells its listeners until they leave", () => {
    const record = new SentRecord();
    const heard: number[] = [];
    const leave = record.onDidChange(() => heard.push(record.list().length));
    const id = record.add(request("x"));
    record.update(id, { outcome: "ok" });
    record.clear();
    leave();
    record.add(request("y"));
    assert.deepEqual(heard, [1, 1, 0]);
  });
});
