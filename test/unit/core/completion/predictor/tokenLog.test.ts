import assert from "node:assert/strict";
import { TokenLog } from "../../../../../src/core/completion/predictor/tokenLog.ts";

function count(log: TokenLog, word: string): number {
  const id = log.vocabulary.find(word);
  return id === undefined ? 0 : log.vocabulary.countOf(id);
}

describe("TokenLog", () => {
  it("subtracts a file's old text when it is put again", () => {
    const log = new TokenLog();
    log.put("a.ts", "alpha alpha beta");
    log.put("a.ts", "alpha gamma");
    assert.deepEqual([count(log, "alpha"), count(log, "beta"), count(log, "gamma")], [1, 0, 1]);
    log.remove("a.ts");
    assert.deepEqual([count(log, "alpha"), count(log, "gamma"), log.size], [0, 0, 0]);
  });

  it("keeps its promise of at most 64 bytes a token", () => {
    const log = new TokenLog();
    for (let file = 0; file < 60; file += 1) {
      log.put(`f${file}.ts`, `const value${file} = compute(${file});\n`.repeat(120));
    }
    assert.ok(log.packedBytes / log.size <= 64, `${log.packedBytes / log.size}`);
  });

  it("is swept of dead text without losing the living", () => {
    const log = new TokenLog();
    log.put("keep.ts", "keep this line");
    for (let round = 0; round < 40; round += 1) {
      log.put("busy.ts", `round ${round} `.repeat(600));
    }
    assert.equal(log.needsSweep, true);
    const fresh = new TokenLog();
    let files = 0;
    for (const _ of log.sweep(fresh)) {
      files += 1;
    }
    assert.equal(files, 2);
    assert.equal(fresh.size, log.size);
    assert.equal(fresh.needsSweep, false);
    assert.equal(count(fresh, "keep"), 1);
    assert.equal(count(fresh, "round"), 600);
  });
});
