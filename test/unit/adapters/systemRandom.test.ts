import assert from "node:assert/strict";
import { keyedHash, newHashKey } from "../../../src/adapters/keyedHash.ts";
import { SystemRandom } from "../../../src/adapters/systemRandom.ts";

describe("SystemRandom", () => {
  it("makes UUIDs of version 7 that carry the time and do not repeat", () => {
    const random = new SystemRandom();
    const before = Date.now();
    const ids = Array.from({ length: 1000 }, () => random.uuid());
    for (const id of ids) {
      assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      const ms = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
      assert.ok(ms >= before && ms <= Date.now());
    }
    assert.equal(new Set(ids).size, ids.length);
  });

  it("draws numbers from 0 to below 1", () => {
    const random = new SystemRandom();
    const drawn = Array.from({ length: 1000 }, () => random.next());
    assert.ok(drawn.every((value) => value >= 0 && value < 1));
    assert.ok(Math.max(...drawn) > 0.9 && Math.min(...drawn) < 0.1);
  });
});

describe("keyedHash", () => {
  it("names the same text alike under one key and otherwise under another", () => {
    const [one, two] = [keyedHash(newHashKey()), keyedHash(newHashKey())];
    assert.equal(one("file:///a.ts"), one("file:///a.ts"));
    assert.notEqual(one("file:///a.ts"), one("file:///b.ts"));
    assert.notEqual(one("file:///a.ts"), two("file:///a.ts"));
    assert.match(one("x"), /^[0-9a-f]{16}$/);
  });
});
