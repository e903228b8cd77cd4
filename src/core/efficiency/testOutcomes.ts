import type { Phase } from "./events.ts";

/** A debug session that begins this soon after a failed run of tests is about it (ms). */
export const failedTestEchoMs = 300_000;

/** The last outcome of the user's own test runs, and what it says about debugging. Monotonic milliseconds. */
export class TestOutcomes {
  #lastFailedMs = Number.NEGATIVE_INFINITY;

  didRun(hasPassed: boolean, nowMs: number): void {
    this.#lastFailedMs = hasPassed ? Number.NEGATIVE_INFINITY : nowMs;
  }

  /**
   * The phase that a debug session beginning now is held in until its end: testing after a failed run or from a
   * test; undefined where it counts to the phase of the file.
   */
  phaseOfDebugging(current: Phase, nowMs: number): Phase | undefined {
    return nowMs - this.#lastFailedMs <= failedTestEchoMs || current === "testing" ? "testing" : undefined;
  }
}
