import assert from "node:assert/strict";
import fc from "fast-check";
import { editDistance, isNearlyEqual } from "../../../../src/core/text/editDistance.ts";

describe("editDistance", () => {
  it("measures edits up to a limit", () => {
    assert.equal(editDistance("kitten", "sitting", 5), 3);
    assert.equal(editDistance("kitten", "sitting", 2), 3);
    assert.equal(editDistance("", "abc", 5), 3);
    assert.equal(isNearlyEqual("const total = 1;", "const total = 2;", 0.05), false);
    assert.equal(isNearlyEqual("const total = sum(items);", "const total = sum(items)", 0.05), true);
  });

  it("agrees with the plain definition of the distance", () => {
    const plain = (a: string, b: string): number =>
      a === "" || b === ""
        ? a.length + b.length
        : Math.min(
            plain(a.slice(1), b) + 1,
            plain(a, b.slice(1)) + 1,
            plain(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1),
          );
    const short = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 5 });
    fc.assert(fc.property(short, short, (a, b) => editDistance(a, b, 10) === plain(a, b)));
  });
});
