import { formatMessage } from "../messages.ts";
import type { ModelLimits } from "../ports.ts";
import type { OutboundChat, OutboundMessage, OutboundPart, SourceRange } from "../egress/outbound.ts";
import { fenceCode } from "../text/codeFences.ts";
import { cutToTokens, estimateTokens } from "../text/tokens.ts";
import type { CalleeFile } from "./callees/gatherCallees.ts";
import { baseOf, stemOf } from "./paths.ts";
import { testCaseMessages } from "./testingMessages.ts";
import type { TestPlan } from "./testPlan.ts";
import { frameworkTitles, type TestProject } from "./testProject.ts";

export interface TestPromptInput {
  readonly project: TestProject;
  /** The code to test, and where it stands. */
  readonly code: string;
  readonly source: SourceRange;
  /** The whole file that it is from. */
  readonly fileText: string;
  readonly plan: TestPlan;
  /** The user has ticked these cases: others are not wanted. */
  readonly isPlanChosen: boolean;
  /** The nearest existing test file, or the test file itself when it is to be added to. */
  readonly styleText: string | undefined;
  /** Declarations of other files that the code uses, nearest first; then what tests are built with. */
  readonly callees: readonly CalleeFile[];
  readonly answersInChinese: boolean;
  /** Conventions of the workspace, where the user trusts it. */
  readonly instructions: readonly OutboundPart[];
  readonly limits: ModelLimits;
}

const maxOutputTokens = 4096;
const maxStyleTokens = 1800;
const maxCalleeTokens = 1200;
const maxPlannedCases = 30;

/**
 * One request for a whole test file. What goes out besides the code itself is the rest of its file, the
 * signatures of what it calls in others, the nearest tests and the workspace's conventions, each cut to
 * its share of the model's context.
 */
export function buildTestPrompt(input: TestPromptInput): OutboundChat {
  const outputTokens = Math.min(
    maxOutputTokens,
    input.limits.outputTokens,
    Math.floor(input.limits.contextTokens / 2),
  );
  const budget = input.limits.contextTokens - outputTokens - estimateTokens(input.code) - 900;
  const styleTokens = Math.max(0, Math.min(maxStyleTokens, Math.floor(budget / 2)));
  const calleeTokens = Math.max(0, Math.min(maxCalleeTokens, Math.floor(budget / 6)));
  const callees = calleeParts(input, calleeTokens);
  const calleeSpent = callees.reduce((sum, { text }) => sum + estimateTokens(text), 0);
  const fileTokens = Math.max(0, Math.min(budget - styleTokens - calleeSpent, 4000));
  const messages: OutboundMessage[] = [
    {
      role: "system",
      parts: [{ text: rulesFor(input.project, input.answersInChinese) }, ...input.instructions],
    },
    { role: "user", parts: userParts(input, callees, styleTokens, fileTokens) },
  ];
  return {
    feature: "tests",
    messages,
    maxOutputTokens: outputTokens,
    temperature: 0.2,
    stop: [],
    thinking: "auto",
    restoreInto: input.project.testPath,
  };
}

function rulesFor(project: TestProject, answersInChinese: boolean): string {
  const framework =
    project.framework === null ? "the framework that the example uses" : frameworkTitles[project.framework];
  const extras = project.extras.length === 0 ? "no other test library" : project.extras.join(", ");
  return [
    `You write unit tests in ${project.languageId} with ${framework}.`,
    "Answer with one complete test file in a single fenced code block and nothing else: no explanation, no second block.",
    `Besides the framework, ${extras} may be imported. Add no dependency.`,
    "Every test calls the code and asserts on what a caller sees: results, errors, visible state. Do not repeat the implementation inside a test, do not sleep, and use neither clock, network nor test order.",
    "Where the documentation and the code disagree, assert what the documentation promises.",
    "Cover each branch and each boundary, one case a test, with a name that says condition and outcome.",
    "Follow the example's style: naming, quotes, indentation, assertions.",
    ...(project.framework === "pytest" && !project.extras.includes("unittest")
      ? ["Write plain functions, not unittest.TestCase."]
      : []),
    ...(answersInChinese
      ? ["Names in code stay English; write comments and titled tests in Simplified Chinese."]
      : []),
  ].join("\n");
}

function userParts(
  input: TestPromptInput,
  callees: readonly OutboundPart[],
  styleTokens: number,
  fileTokens: number,
): OutboundPart[] {
  const { project, source } = input;
  const tag = project.languageId;
  const parts: OutboundPart[] = [
    { text: `Code to test, from ${source.path}:\n` },
    { text: `${fenceCode(input.code, tag)}\n`, source },
  ];
  const rest = restOfFile(input, fileTokens);
  if (rest !== undefined) {
    parts.push({ text: `\nThe file it stands in, for names and imports:\n` }, rest);
  }
  parts.push(...callees);
  if (input.styleText !== undefined && project.styleTestPath !== null && styleTokens > 0) {
    const text = cutToTokens(input.styleText, styleTokens, "start");
    const heading = project.testExists
      ? `\nExisting tests in ${project.testPath}. Your tests are added to this file: write only new ones, and repeat none of its names:\n`
      : `\nAn existing test file of this project, as the example of style:\n`;
    parts.push(
      { text: heading },
      { text: `${fenceCode(text, tag)}\n`, source: wholeFile(project.styleTestPath, text), isGathered: true },
    );
  }
  const cases = plannedLines(input.plan);
  if (cases !== "") {
    const heading = input.isPlanChosen
      ? "Cases that were chosen. Write these and no others:"
      : "Cases that the code's branches and its documentation call for. Add those that callers rely on besides:";
    parts.push({ text: `\n${heading}\n` }, { text: cases, source });
  }
  parts.push({ text: `\n${placeOf(project)}` });
  return parts;
}

/** One part a file, so that a file which is withheld takes only its own signatures with it. */
function calleeParts({ callees, project }: TestPromptInput, maxTokens: number): OutboundPart[] {
  const parts: OutboundPart[] = [];
  let left = maxTokens;
  for (const { path, signatures, isForTests } of callees) {
    const heading = `\nDeclared in ${path}, ${isForTests ? "used by the tests" : "used by the code"}:\n`;
    const taken: string[] = [];
    const frame = estimateTokens(heading) + 8;
    let room = left - frame;
    for (const { text } of signatures) {
      const cost = estimateTokens(text) + 1;
      if (cost <= room) {
        taken.push(text);
        room -= cost;
      }
    }
    if (taken.length > 0) {
      left = room;
      const code = fenceCode(taken.join("\n"), project.languageId);
      parts.push({
        text: `${heading}${code}\n`,
        source: {
          path,
          startLine: Math.min(...signatures.map(({ startLine }) => startLine)) + 1,
          endLine: Math.max(...signatures.map(({ endLine }) => endLine)) + 1,
        },
        isGathered: true,
      });
    }
  }
  return parts;
}

/** The rest of the file, unless the code is all of it or nothing of it fits. */
function restOfFile(input: TestPromptInput, maxTokens: number): OutboundPart | undefined {
  if (input.fileText.trim() === input.code.trim() || maxTokens < 50) {
    return undefined;
  }
  const text = cutToTokens(input.fileText, maxTokens, "start");
  return {
    text: `${fenceCode(text, input.project.languageId)}\n`,
    source: wholeFile(input.source.path, text),
  };
}

function wholeFile(path: string, text: string): SourceRange {
  return { path, startLine: 1, endLine: text.split("\n").length };
}

function plannedLines(plan: TestPlan): string {
  const table: Readonly<Record<string, string>> = testCaseMessages;
  return plan.units
    .flatMap((unit) =>
      unit.cases.map(
        ({ title }) => `- ${unit.name}: ${formatMessage(table[title.id] ?? title.id, title.args)}`,
      ),
    )
    .slice(0, maxPlannedCases)
    .join("\n");
}

/** Where the file will stand and how it names the code. */
function placeOf(project: TestProject): string {
  const { reference } = project;
  const lines = [`The test file is ${project.testPath}.`];
  switch (reference.kind) {
    case "python":
      lines.push(`Import the code by \`from ${reference.module} import …\`.`);
      break;
    case "java":
      lines.push(
        `${reference.packageName === "" ? "It has no package" : `Its package is ${reference.packageName}`}, its class ${stemOf(project.testPath)}.`,
      );
      break;
    case "script":
      lines.push(
        reference.moduleStyle === "cjs"
          ? `Load the code by \`require('${reference.specifier}')\`; the file is CommonJS.`
          : `Import the code from '${reference.specifier}'.`,
        reference.hasGlobals
          ? "The framework's functions are global; do not import them."
          : "Import the framework's functions.",
      );
      break;
    case "cpp":
      if (reference.include !== null) {
        lines.push(`Include the code by \`#include "${reference.include}"\`.`);
      }
      if (project.framework === "catch2") {
        const header = reference.catchMajor === 2 ? "catch2/catch.hpp" : "catch2/catch_test_macros.hpp";
        lines.push(
          `Catch2 is version ${reference.catchMajor}: include \`<${header}>\`, and define neither \`main\` nor \`CATCH_CONFIG_MAIN\`.`,
        );
      }
      break;
    case "none":
      lines.push(`The code is in ${baseOf(project.sourcePath)}.`);
      break;
  }
  return lines.join(" ");
}
