import assert from "node:assert/strict";
import { documentedCases } from "../../../../src/core/testing/documentedCases.ts";
import type { PlannedCase } from "../../../../src/core/testing/testPlan.ts";

function said(doc: string, known: readonly PlannedCase[] = []): unknown[] {
  return documentedCases(doc.split("\n"), known).map(({ title }) => title.args[0]);
}

const raises = (error: string): PlannedCase => ({
  kind: "branch",
  title: { id: "testing.case.raises", args: [error, "x"] },
  outcome: { kind: "raises", error },
});

describe("documentedCases", () => {
  it("takes sentences that promise something about a condition, and not what the function is for", () => {
    assert.deepEqual(
      said(
        "Sum of all prices. Free above 50.5 if the order\nis paid, e.g. by card. Returns zero for an empty order.",
      ),
      ["Free above 50.5 if the order is paid, e.g", "Returns zero for an empty order"],
    );
  });

  it("reads tags of Javadoc, JSDoc, Sphinx and Google's sections", () => {
    assert.deepEqual(
      said("Parses.\n\n@param text what to read, or null\n@throws {RangeError} when it is no number."),
      ["RangeError: when it is no number"],
    );
    assert.deepEqual(
      said(":param a: if any\n:raises shop.Missing: for an unknown code\n:returns: None if absent"),
      ["shop.Missing: for an unknown code", "None if absent"],
    );
    assert.deepEqual(
      said(
        "Reads.\n\nArgs:\n    a: when\n\nRaises:\n    ValueError: If it is empty.\n    KeyError: Otherwise.",
      ),
      ["ValueError: If it is empty", "KeyError: Otherwise"],
    );
    assert.deepEqual(said("\\throws std::out_of_range if i is too large"), [
      "std::out_of_range: if i is too large",
    ]);
  });

  it("leaves out errors that a branch is known to raise", () => {
    assert.deepEqual(
      said("@throws IllegalStateException if closed\n@throws IOException if it cannot be read", [
        raises("IllegalStateException"),
      ]),
      ["IOException: if it cannot be read"],
    );
  });

  it("reads Chinese, leaves examples and endless sentences out, and stops after eight", () => {
    assert.deepEqual(said("计算运费。金额为空时返回 0；超过上限则抛出 RangeError。"), [
      "金额为空时返回 0",
      "超过上限则抛出 RangeError",
    ]);
    assert.deepEqual(said(`>>> f() if x\n${"if ".repeat(80)}`), []);
    assert.equal(
      said("Never a. Never b. Never c. Never d. Never e. Never f. Never g. Never h. Never i.").length,
      8,
    );
  });
});
