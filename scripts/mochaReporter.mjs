import { writeFileSync } from "node:fs";
import Mocha from "mocha";

/**
 * Mocha's readable report, plus the counts as JSON in the file that FLYWHEEL_TEST_RESULT names. A hook that failed
 * counts as a failed test; a pending test is neither passed nor failed.
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
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, pending }));
    });
  }
}
