import assert from "node:assert/strict";
import { SecretRepeats } from "../../../../src/core/egress/secretRepeats.ts";

/** Put together here, so that no scanner takes this file for a leak. */
const head = ["Zq7", "kx", "T9w"].join("");
const long = `${head}-one!`;
const longer = `${head}-two!`;

function found(repeats: SecretRepeats, text: string): string[] {
  return repeats.find(text).map(({ start, end, kind }) => `${kind} ${text.slice(start, end)} ${start}`);
}

function knowing(...values: readonly string[]): SecretRepeats {
  const repeats = new SecretRepeats();
  for (const value of values) {
    repeats.add(value, "PASSWORD");
  }
  return repeats;
}

describe("SecretRepeats", () => {
  it("finds a known value wherever it stands, each time", () => {
    const repeats = knowing(long);
    assert.deepEqual(found(repeats, long), [`PASSWORD ${long} 0`]);
    assert.deepEqual(found(repeats, `x${long}${long}.`), [
      `PASSWORD ${long} 1`,
      `PASSWORD ${long} ${1 + long.length}`,
    ]);
    assert.deepEqual(found(repeats, `at the end ${long}`), [`PASSWORD ${long} 11`]);
    assert.deepEqual(found(repeats, long.slice(0, -1)), []);
    assert.deepEqual(found(repeats, long.slice(1)), []);
    assert.deepEqual(found(repeats, ""), []);
    assert.deepEqual(found(new SecretRepeats(), long), []);
  });

  it("knows values of exactly eight characters, and no shorter ones", () => {
    assert.deepEqual(found(knowing(head), `a ${head} b`), [`PASSWORD ${head} 2`]);
    assert.deepEqual(found(knowing(head), head), [`PASSWORD ${head} 0`]);
    assert.deepEqual(found(knowing(head.slice(0, 7)), head), []);
    assert.deepEqual(found(knowing("internal"), "internal"), [], "a word that anyone might write");
  });

  it("tells values with the same beginning apart, and forgets one of them", () => {
    const repeats = knowing(long, longer, long);
    const text = `${long} ${longer}`;
    assert.deepEqual(found(repeats, text), [`PASSWORD ${long} 0`, `PASSWORD ${longer} ${long.length + 1}`]);
    repeats.remove(long);
    assert.deepEqual(found(repeats, text), [`PASSWORD ${longer} ${long.length + 1}`]);
    repeats.remove(longer);
    assert.deepEqual(found(repeats, text), []);
    repeats.remove(longer);
    repeats.add(long, "KEY");
    assert.deepEqual(found(repeats, text), [`KEY ${long} 0`]);
  });

  it("takes the last kind of a value that is added again", () => {
    const repeats = knowing(long);
    repeats.add(long, "TOKEN");
    assert.deepEqual(found(repeats, long), [`TOKEN ${long} 0`]);
  });
});
