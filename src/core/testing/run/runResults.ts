import type { RunEnd } from "../../ports.ts";

/** A test as a test file names it: the suite or class around it, "" at the top, and its own name. */
export interface TestCaseId {
  readonly container: string;
  readonly name: string;
}

export function sameCase(a: TestCaseId, b: TestCaseId): boolean {
  return a.container === b.container && a.name === b.name;
}

/** What a person reads. */
export function titleOfCase({ container, name }: TestCaseId): string {
  return container === "" ? name : `${container} › ${name}`;
}

/** How one test ended by the runner's own report. */
export interface CaseReport {
  /** Class, suite titles joined by ` > `, or "" where the report does not say. */
  readonly suite: string;
  readonly name: string;
  /** `error` is an exception that is no failed assertion. */
  readonly state: "passed" | "failed" | "error" | "skipped";
  readonly durationMs: number;
  /** First sentence of the failure; "" for a pass. */
  readonly message: string;
  /** The failure with its stack. */
  readonly details: string;
  readonly expected?: string | undefined;
  readonly actual?: string | undefined;
}

/** What one run of a test file came to. Only `ran` has results, and only a result can be a pass. */
export type RunReport =
  | { readonly kind: "ran"; readonly cases: readonly CaseReport[] }
  /** The test file does not compile, or cannot be loaded. */
  | { readonly kind: "broken"; readonly stage: "compile" | "collect"; readonly failure: string }
  | { readonly kind: "limit"; readonly end: Exclude<RunEnd, "exited" | "notStarted"> }
  /** The project or its tools, not the tests: nothing is known about them. */
  | { readonly kind: "cannotRun"; readonly failure: string };
