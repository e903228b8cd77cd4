import assert from "node:assert/strict";
import { EditBurstMeter, type EditBurst } from "../../../../src/core/efficiency/editBursts.ts";
import type { EditOrigin } from "../../../../src/core/efficiency/events.ts";
import { TextMemory } from "../../../../src/core/efficiency/textMemory.ts";

function run(
  steps: readonly [document: string, origin: EditOrigin, chars: number, nowMs: number][],
): readonly EditBurst[] {
  const bursts: EditBurst[] = [];
  const meter = new EditBurstMeter((burst) => bursts.push(burst));
  for (const [document, origin, insertedChars, nowMs] of steps) {
    meter.add(document, { origin, insertedChars, deletedChars: 0, lines: 0 }, false, nowMs);
  }
  meter.end();
  return bursts;
}

function short(bursts: readonly EditBurst[]): string[] {
  return bursts.map(
    ({ document, origin, insertedChars, durationMs }) =>
      `${document} ${origin} ${insertedChars} ${durationMs}`,
  );
}

describe("EditBurstMeter", () => {
  it("joins typing with gaps of at most two seconds", () => {
    assert.deepEqual(
      short(
        run([
          ["a", "typed", 1, 0],
          ["a", "typed", 1, 2000],
          ["a", "typed", 1, 4001],
        ]),
      ),
      ["a typed 2 2000", "a typed 1 0"],
    );
  });

  it("does not let what the editor adds end a burst of typing", () => {
    assert.deepEqual(
      short(
        run([
          ["a", "typed", 1, 0],
          ["a", "autoclose", 1, 0],
          ["a", "typed", 1, 300],
        ]),
      ),
      ["a typed 2 300", "a autoclose 1 0"],
    );
  });

  it("ends typing at a paste, an acceptance or another document", () => {
    assert.deepEqual(
      short(
        run([
          ["a", "typed", 1, 0],
          ["a", "paste_own", 9, 100],
          ["a", "typed", 1, 200],
          ["b", "typed", 1, 300],
        ]),
      ),
      ["a typed 1 0", "a paste_own 9 0", "a typed 1 0", "b typed 1 0"],
    );
  });

  it("gives out a burst once its pause is over", () => {
    const bursts: EditBurst[] = [];
    const meter = new EditBurstMeter((burst) => bursts.push(burst));
    meter.add("a", { origin: "typed", insertedChars: 1, deletedChars: 0, lines: 0 }, false, 0);
    meter.tick(2000);
    assert.equal(bursts.length, 0);
    meter.tick(2001);
    assert.equal(bursts.length, 1);
  });
});

describe("TextMemory", () => {
  it("knows what was selected, whatever blanks surround it", () => {
    const memory = new TextMemory();
    memory.remember("return total", false);
    assert.ok(memory.knows("\n  return total\n"));
    assert.ok(!memory.knows("return totals"));
  });

  it("keeps one entry of a selection that grows, and forgets the oldest", () => {
    const memory = new TextMemory(2);
    memory.remember("one", false);
    memory.remember("two", false);
    memory.remember("two three", true);
    assert.ok(memory.knows("one") && memory.knows("two three") && !memory.knows("two"));
    memory.remember("four", false);
    assert.ok(!memory.knows("one"));
  });
});
