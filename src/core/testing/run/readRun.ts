import type { CommandResult } from "../../ports.ts";
import { frameworkTitles, type TestFramework, type TestProject } from "../testProject.ts";
import { excerptOf } from "./failureExcerpt.ts";
import { parseJestJson, parseMochaJson } from "./jsonReports.ts";
import { parseJUnitXml, parseSuites } from "./junitXml.ts";
import { namesFile } from "./planRun.ts";
import type { ReportFormat, RunStep } from "./runPlan.ts";
import type { CaseReport, RunReport } from "./runResults.ts";
import { parseUnittestText } from "./unittestText.ts";

export interface RunFacts {
  readonly project: TestProject;
  readonly framework: TestFramework;
  readonly format: ReportFormat;
  /** The step that ended the run, and how it ended. */
  readonly step: RunStep;
  readonly result: CommandResult;
  readonly reports: readonly { readonly path: string; readonly text: string }[];
}

/**
 * What a run came to. Only a report can show a pass: an exit code of 0 without one is no success, and a
 * failure that names the test file before any test ran is a failure to compile or to load it.
 */
export function readRun(facts: RunFacts): RunReport {
  const { result, step, project } = facts;
  if (result.end === "notStarted") {
    return { kind: "cannotRun", failure: `${step.argv[0] ?? ""}: ${result.output.trim()}` };
  }
  if (result.end !== "exited") {
    return step.kind === "test"
      ? { kind: "limit", end: result.end }
      : { kind: "cannotRun", failure: `${step.argv.join(" ")}: ${result.end}` };
  }
  if (step.kind !== "test") {
    return failureToRun(facts, result.output, "compile");
  }
  const { cases, loadFailure } = casesOf(facts);
  if (loadFailure !== undefined) {
    return { kind: "broken", stage: "collect", failure: excerptOf(loadFailure, project.testPath) };
  }
  const ran = cases.filter((report) => !isLoadFailure(report, project.testPath));
  if (ran.length > 0) {
    return { kind: "ran", cases: ran };
  }
  const collected = cases.find((report) => isLoadFailure(report, project.testPath));
  if (collected !== undefined) {
    const failure = `${collected.details}\n${result.output}`;
    return { kind: "broken", stage: "collect", failure: excerptOf(failure, project.testPath) };
  }
  return failureToRun(facts, result.output, facts.project.language === "java" ? "compile" : "collect");
}

function casesOf({ format, framework, reports, result }: RunFacts): {
  readonly cases: readonly CaseReport[];
  readonly loadFailure: string | undefined;
} {
  const texts = reports.map(({ text }) => text);
  switch (format) {
    case "junit": {
      const known = texts.filter((text) => text.includes("<testsuite"));
      const suites = framework === "node-test" ? known.flatMap(parseSuites) : [];
      const sure = suites.filter(({ state }) => state !== "passed" || result.exitCode === 0);
      return { cases: [...known.flatMap(parseJUnitXml), ...sure], loadFailure: undefined };
    }
    case "unittest":
      return { cases: parseUnittestText(result.output), loadFailure: undefined };
    case "jest":
    case "mocha": {
      const parsed = texts
        .map(format === "jest" ? parseJestJson : parseMochaJson)
        .filter((each) => each !== undefined);
      return {
        cases: parsed.flatMap(({ cases }) => cases),
        loadFailure: parsed.map(({ loadFailure }) => loadFailure).find((each) => each !== undefined),
      };
    }
  }
}

/** Runners report a file that they could not load as one failed test in its place. */
function isLoadFailure({ name, state, details, message }: CaseReport, testPath: string): boolean {
  return (
    (state === "error" || state === "failed") &&
    (/\bcollection failure\b|ERROR collecting|ImportError while importing test module/.test(
      `${message}\n${details}`,
    ) ||
      name === testPath ||
      /_FailedTest|\.(?:[cm]?[jt]sx?|py)$/.test(name) ||
      /unittest\.loader\._FailedTest|ImportError: Failed to import test module/.test(details))
  );
}

/** The tools say something about the test file, or about something else. */
function failureToRun(facts: RunFacts, output: string, stage: "compile" | "collect"): RunReport {
  const { project, framework } = facts;
  if (facts.result.exitCode !== 0 && namesFile(output, project.testPath) && !isMissingTool(output)) {
    return { kind: "broken", stage, failure: excerptOf(output, project.testPath) };
  }
  const text = excerptOf(output, project.testPath);
  return { kind: "cannotRun", failure: text === "" ? `${frameworkTitles[framework]}: 0 tests` : text };
}

function isMissingTool(output: string): boolean {
  return /No module named ['"]?(?:pytest|unittest)\b|in offline mode|Could not resolve dependencies|Cannot find module '[^']*(?:vitest\.mjs|jest\.js|mocha\.js)'|Could not find a package configuration file/.test(
    output,
  );
}
