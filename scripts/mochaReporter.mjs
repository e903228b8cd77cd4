import { writeFileSync } from "node:fs";
import Mocha from "mocha";

const MESSAGE_LINES = 12;

/**
 * Mocha's readable report, plus its outcome as JSON in the file that FLYWHEEL_TEST_RESULT names: counts, what failed
 * and why, what passed only when it was tried again, and the counts of each test file. A hook that failed counts as a failed test; a pending test is
 * neither passed nor failed.
 */
export default class CountingReporter extends Mocha.reporters.Spec {
  /**
   * @param {Mocha.Runner} runner
   * @param {Mocha.MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.FLYWHEEL_TEST_RESULT;
    if (!file) return;
    /** @type {{ title: string, message: string, file: string }[]} */
    const failures = [];
    /** @type {Record<string, { passed: number, failed: number, pending: number }>} */
    const files = {};
    /**
     * @param {"passed" | "failed" | "pending"} outcome
     * @param {Mocha.Runnable} test
     */
    const count = (outcome, test) => {
      files[fileOf(test)] ??= { passed: 0, failed: 0, pending: 0 };
      files[fileOf(test)][outcome] += 1;
    };
    /** @type {string[]} */
    const retried = [];
    runner.on("fail", (test, error) => {
      count("failed", test);
      failures.push({ title: test.fullTitle(), message: shortly(error), file: fileOf(test) });
    });
    runner.on("pending", (test) => count("pending", test));
    runner.on("pass", (test) => {
      count("passed", test);
      if (/** @type {{ currentRetry(): number }} */ (/** @type {unknown} */ (test)).currentRetry() > 0)
        retried.push(test.fullTitle());
    });
    runner.once("end", () => {
      const { passes, failures: failed, pending } = this.stats;
      writeFileSync(file, JSON.stringify({ passed: passes, failed, pending, failures, retried, files }));
    });
  }
}

/**
 * A hook has none of its own.
 * @param {Mocha.Runnable} test
 */
function fileOf(test) {
  return test.file ?? test.parent?.file ?? "";
}

/** @param {unknown} error */
function shortly(error) {
  // From a test file that ran in a process of its own comes an object with the same properties.
  const { stack, message } = /** @type {{ stack?: string, message?: string }} */ (Object(error));
  const text = stack ?? message ?? String(error);
  return text.split("\n").slice(0, MESSAGE_LINES).join("\n");
}
