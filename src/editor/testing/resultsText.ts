import * as vscode from "vscode";
import type { CaseVerdict } from "../../core/testing/loop/verdicts.ts";
import { withoutColours } from "../../core/testing/run/jsonReports.ts";
import { titleOfCase } from "../../core/testing/run/runResults.ts";
import type { RunRecord } from "../../core/testing/run/testSession.ts";
import { frameworkTitles, type TestProject } from "../../core/testing/testProject.ts";
import type { Translator } from "../translate.ts";

/** What came of one command, for people to read. */
export interface ShownResults {
  readonly project: TestProject;
  readonly verdicts: readonly CaseVerdict[];
  readonly records: readonly RunRecord[];
  readonly repairs: number;
  readonly cannotRun: string | undefined;
  readonly brokenBy: string | undefined;
  /** What the tests could not reach, in words. */
  readonly contained: string;
}

/** One sentence about a verdict, without the test's name. */
export function verdictText(verdict: CaseVerdict, translator: Translator): string {
  const say = (id: string, ...args: string[]): string => translator.text({ id, args });
  const { state, expected, actual } = verdict;
  switch (state) {
    case "passed":
      return say("testing.verdict.passed");
    case "contradicts": {
      const figures =
        expected !== undefined || actual !== undefined
          ? say("testing.verdict.expected", expected ?? "?", actual ?? "?")
          : verdict.message;
      return say("testing.verdict.contradicts", figures);
    }
    case "faulty":
      return say("testing.verdict.faulty", verdict.message);
    case "refused":
      return say(`testing.refused.${verdict.refusal ?? "noAssertion"}`);
    case "overLimit":
      return say(`testing.limit.${verdict.limit ?? "timeLimit"}`);
    case "notRun":
      return say("testing.verdict.notRun");
  }
}

export function countOf(verdicts: readonly CaseVerdict[], state: CaseVerdict["state"]): number {
  return verdicts.filter((verdict) => verdict.state === state).length;
}

const marks: Readonly<Record<CaseVerdict["state"], string>> = {
  passed: "✓",
  contradicts: "✗",
  faulty: "✗",
  refused: "–",
  overLimit: "✗",
  notRun: "?",
};

/** How many passed, in one sentence. */
export function summaryText({ project, verdicts }: Pick<ShownResults, "project" | "verdicts">): string {
  const passed = countOf(verdicts, "passed");
  const against = countOf(verdicts, "contradicts");
  return vscode.l10n.t(
    "{0}: {1} passed, {2} against the code, {3} left out.",
    project.framework === null ? "" : frameworkTitles[project.framework],
    passed,
    against,
    verdicts.length - passed - against,
  );
}

/** The whole of it as a page: command, time, each test, what it printed. */
export function resultsPage(shown: ShownResults, translator: Translator): string {
  const { project, verdicts, records } = shown;
  const last = records.at(-1);
  const lines = [
    `# ${vscode.l10n.t("Generated tests: {0}", project.testPath)}`,
    "",
    summaryText(shown),
    "",
    ...(shown.cannotRun === undefined
      ? []
      : [`**${vscode.l10n.t("The tests could not be run.")}**`, "", fenced(shown.cannotRun), ""]),
    ...(shown.brokenBy === undefined
      ? []
      : [
          `**${vscode.l10n.t("The tests do not compile or cannot be loaded.")}**`,
          "",
          fenced(shown.brokenBy),
          "",
        ]),
    ...verdicts.flatMap((verdict) => caseLines(verdict, translator)),
    `## ${vscode.l10n.t("Runs")}`,
    "",
    vscode.l10n.t("In a copy of the project. {0}", shown.contained),
    vscode.l10n.t("Repairs asked of the model: {0}.", shown.repairs),
    "",
    ...records.map(
      ({ argv, dir, durationMs }) =>
        `- \`${argv.join(" ").replaceAll("`", "'")}\` (${dir === "" ? "." : dir}), ${(durationMs / 1000).toFixed(1)} s`,
    ),
    "",
    ...(last === undefined || last.output.trim() === ""
      ? []
      : [
          `## ${vscode.l10n.t("Output of the last run")}`,
          "",
          fenced(withoutColours(last.output).trim().slice(-12_000)),
          "",
        ]),
  ];
  return lines.join("\n");
}

function caseLines(verdict: CaseVerdict, translator: Translator): string[] {
  const time = verdict.durationMs > 0 ? ` (${verdict.durationMs} ms)` : "";
  const head = `## ${marks[verdict.state]} ${titleOfCase(verdict)}${time}`;
  if (verdict.state === "passed") {
    return [head, ""];
  }
  return [
    head,
    "",
    verdictText(verdict, translator),
    "",
    ...(verdict.details === "" ? [] : [fenced(verdict.details), ""]),
  ];
}

function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
