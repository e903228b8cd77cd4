import assert from "node:assert/strict";
import fc from "fast-check";
import { joinTokenCounts } from "../../../../src/core/backends/dailyTokens.ts";
import { joinHostDecisions } from "../../../../src/core/egress/confirmedHosts.ts";
import { joinEntries, joinLatest, laterThan, type Join } from "../../../../src/core/convergence/join.ts";

const origins = fc.constantFrom("https://a.example", "https://b.example", "https://c.example");
const decisions = fc.dictionary(
  origins,
  fc.record({ atMs: fc.integer({ min: 0, max: 3 }), isAllowed: fc.boolean() }, { noNullPrototype: true }),
  { noNullPrototype: true },
);
const counts = fc.dictionary(fc.constantFrom("d w1 p", "d w2 p", "d w2 q"), fc.integer({ min: 0, max: 3 }), {
  noNullPrototype: true,
});

function obeysTheLaws<T>(states: fc.Arbitrary<T>, join: Join<T>): void {
  fc.assert(
    fc.property(states, states, states, (one, other, third) => {
      assert.deepEqual(join(one, other), join(other, one), "the order");
      assert.deepEqual(join(join(one, other), third), join(one, join(other, third)), "the grouping");
      const both = join(one, other);
      assert.equal(join(both, other), both, "a repetition adds nothing, and gives the very same state");
      assert.equal(join(both, one), both);
    }),
  );
}

describe("joins of states", () => {
  it("of confirmed hosts come out the same in any order and repetition", () => {
    obeysTheLaws(decisions, joinHostDecisions);
  });

  it("of token counts come out the same in any order and repetition", () => {
    obeysTheLaws(counts, joinTokenCounts);
  });

  it("the last writer wins, entry by entry", () => {
    const join = joinEntries(joinLatest<{ readonly atMs: number; readonly word: string }>);
    assert.deepEqual(
      join(
        { a: { atMs: 1, word: "old" }, b: { atMs: 5, word: "kept" } },
        { a: { atMs: 2, word: "new" }, b: { atMs: 5, word: "as old" }, c: { atMs: 0, word: "added" } },
      ),
      { a: { atMs: 2, word: "new" }, b: { atMs: 5, word: "kept" }, c: { atMs: 0, word: "added" } },
    );
  });

  it("a write is later than what is known, whatever the clock says", () => {
    assert.deepEqual(
      [laterThan(undefined, 7), laterThan({ atMs: 3 }, 7), laterThan({ atMs: 9 }, 7)],
      [7, 7, 10],
    );
  });
});
