import assert from "node:assert/strict";
import { mergeMochaResults } from "../../../scripts/mochaResult.mjs";

const failure = (title: string, file: string) => ({ title, file, message: `${title} failed` });

describe("the results of a run and of its failed files once more", () => {
  const first = {
    passed: 5,
    failed: 2,
    pending: 1,
    failures: [failure("a one", "a"), failure("b one", "b")],
    retried: ["c one"],
    files: {
      a: { passed: 1, failed: 1, pending: 0 },
      b: { passed: 1, failed: 1, pending: 1 },
      c: { passed: 3, failed: 0, pending: 0 },
    },
  };

  it("counts a file that passes then as passed, and names what was tried again", () => {
    const merged = mergeMochaResults(first, {
      passed: 4,
      failed: 0,
      pending: 1,
      failures: [],
      retried: [],
      files: { a: { passed: 2, failed: 0, pending: 0 }, b: { passed: 2, failed: 0, pending: 1 } },
    });
    assert.deepEqual(merged, {
      passed: 7,
      failed: 0,
      pending: 1,
      failures: [],
      retried: ["c one", "a one", "b one"],
      files: {
        a: { passed: 2, failed: 0, pending: 0 },
        b: { passed: 2, failed: 0, pending: 1 },
        c: { passed: 3, failed: 0, pending: 0 },
      },
    });
  });

  it("keeps a second failure, with its own message, and what could not run again", () => {
    const merged = mergeMochaResults(first, {
      passed: 1,
      failed: 1,
      pending: 0,
      failures: [{ title: "a one", file: "a", message: "again" }],
      retried: [],
      files: { a: { passed: 1, failed: 1, pending: 0 } },
    });
    assert.equal(merged.failed, 2);
    assert.deepEqual(merged.failures, [
      failure("b one", "b"),
      { title: "a one", file: "a", message: "again" },
    ]);
    assert.deepEqual(merged.retried, ["c one"]);
  });
});
