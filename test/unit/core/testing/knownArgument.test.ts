import assert from "node:assert/strict";
import { knownArgument } from "../../../../src/core/testing/skeletons/knownArgument.ts";

const cases: readonly (readonly [string, readonly string[], string | undefined])[] = [
  ["boundary", ["n == 10"], "10"],
  ["boundary", ["n === 1_000"], "1_000"],
  ["boundary", ["10 == n"], "10"],
  ["boundary", ["n == limit"], undefined],
  ["boundary", ["n.size == 10"], undefined],
  ["when", ["n < 10"], "9"],
  ["when", ["n > 10"], "11"],
  ["when", ["10 > n"], "9"],
  ["when", ["n <= -1"], "-1"],
  ["when", ["n < 1.5"], undefined],
  ["when", ["n <= 1.5"], "1.5"],
  ["when", ["n != 3"], undefined],
  ["when", ["n == 'a b'"], "'a b'"],
  ["when", ["n > 1 && m > 2"], undefined],
  ["raises", ["ValueError", "n <= 0"], "0"],
  ["returns", ["5", "n >= 100"], "100"],
  ["otherwise", ["n >= 100"], "99"],
  ["otherwise", ["n == 3"], undefined],
  ["otherwiseRaises", ["E", "n != 3"], "3"],
  ["otherwiseReturns", ["1", "0 < n"], "0"],
  ["switchValue", ["n", '"s"'], '"s"'],
  ["switchValueReturns", ["n", "LIMIT", "1"], undefined],
  ["switchValueRaises", ["m", "1", "E"], undefined],
  ["documented", ["n == 3"], undefined],
  ["ordinaryReturns", ["n"], undefined],
];

describe("knownArgument", () => {
  for (const [id, args, expected] of cases) {
    it(`passes ${expected ?? "nothing known"} for n: ${id} ${args.join(" / ")}`, () => {
      assert.equal(knownArgument({ id: `testing.case.${id}`, args }, "n"), expected);
    });
  }
});
