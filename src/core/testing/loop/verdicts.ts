import type { RunEnd } from "../../ports.ts";
import { baseOf, stemOf } from "../paths.ts";
import { reportsFor } from "../run/matchCases.ts";
import type { CaseReport, TestCaseId } from "../run/runResults.ts";
import type { TestProject } from "../testProject.ts";
import type { RefusalReason } from "./vetTests.ts";

/**
 * What became of one test. `contradicts` is a claim about behaviour that the code does not meet: either
 * of the two is wrong, and only a person can say which. `faulty` fails for its own fault.
 */
export type CaseState = "passed" | "contradicts" | "faulty" | "refused" | "overLimit" | "notRun";

export interface CaseVerdict extends TestCaseId {
  readonly state: CaseState;
  readonly durationMs: number;
  /** What the runner said; "" for a pass. */
  readonly message: string;
  readonly details: string;
  readonly expected?: string | undefined;
  readonly actual?: string | undefined;
  readonly refusal?: RefusalReason | undefined;
  readonly limit?: Exclude<RunEnd, "exited" | "notStarted"> | undefined;
  /** The test itself. */
  readonly text: string;
}

/** Judges one test by the reports of a run that has ended by itself. */
export function judgeCase(
  test: TestCaseId & { readonly text: string },
  all: readonly TestCaseId[],
  reports: readonly CaseReport[],
  project: TestProject,
): CaseVerdict {
  const own = reportsFor(test, all, reports, project.framework);
  const durationMs = own.reduce((sum, report) => sum + report.durationMs, 0);
  const base = {
    container: test.container,
    name: test.name,
    text: test.text,
    durationMs,
    message: "",
    details: "",
  };
  const problem = own.find(({ state }) => state === "error") ?? own.find(({ state }) => state === "failed");
  if (problem !== undefined) {
    const isClaim = problem.state === "failed" || isRaisedByCode(problem.details, project);
    return {
      ...base,
      state: isClaim ? "contradicts" : "faulty",
      message: problem.message,
      details: problem.details,
      expected: problem.expected,
      actual: problem.actual ?? (problem.state === "error" && isClaim ? problem.message : undefined),
    };
  }
  if (own.length === 0) {
    return { ...base, state: "notRun" };
  }
  // A pass is one only when nothing of it was skipped.
  return own.every(({ state }) => state === "passed")
    ? { ...base, state: "passed" }
    : { ...base, state: "refused", refusal: "skipsItself" };
}

/** True when an exception came out of the code under test, and not out of the test file. */
export function isRaisedByCode(details: string, project: TestProject): boolean {
  if (project.language === "cpp") {
    return /exception/i.test(details);
  }
  const source = baseOf(project.sourcePath);
  const test = baseOf(project.testPath);
  const frames = details.split("\n").filter((line) => line.includes(source) || line.includes(test));
  // Python writes the innermost frame last, the others first.
  const innermost =
    project.language === "python" ? frames.at(-1) : frames.find((line) => /^\s*at |:\d+/.test(line));
  if (innermost === undefined || stemOf(source) === "") {
    return false;
  }
  return innermost.includes(source) && !innermost.includes(test);
}
