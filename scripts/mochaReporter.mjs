import { writeFileSync } from "node:fs";
import Mocha from "mocha";

const MESSAGE_LINES = 12;

/**
 * Mocha's readable report, plus its outcome as JSON in the file that FLYWHEEL_TEST_RESULT names: counts, what failed
 * and why, and what passed only when it was tried again. A hook that failed counts as a failed test; a pending test is
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
    /** @type {{ title: string, message: string }[]} */
    const failures = [];
    /** @type {string[]} */
    const retried = [];
    runner.on("fail", (test, error) => failures.push({ title: test.fullTitle(), message: shortly(error) }));
    runner.on("pass", (test) => {
      if (/** @type {{ currentRetry(): number }} */ (/** @type {unknown} */ (test)).currentRetry() > 0)
        retried.push(test.fullTitle());
    });
    runner.once("end", () => {
      const { passes, failures: failed, pending } = this.stats;
      writeFileSync(file, JSON.stringify({ passed: passes, failed, pending, failures, retried }));
    });
  }
}

/** @param {unknown} error */
function shortly(error) {
  // From a test file that ran in a process of its own comes an object with the same properties.
  const { stack, message } = /** @type {{ stack?: string, message?: string }} */ (Object(error));
  const text = stack ?? message ?? String(error);
  return text.split("\n").slice(0, MESSAGE_LINES).join("\n");
}
