import type { CodeParser, EndReason } from "../ports.ts";
import type { Message } from "../messages.ts";
import { readCodeFences, type CodeFence } from "../text/codeFences.ts";
import { findForeignFramework, findMissingLibrary, hasAssertion } from "./frameworkMarks.ts";
import { badTests } from "./mergeTests.ts";
import { dropLastCase } from "./repairCutOff.ts";
import { withTestFile } from "./testFile.ts";
import { frameworkTitles, type TestProject } from "./testProject.ts";

export interface TestReply {
  readonly code: string;
  /** Undefined for a language without a grammar. */
  readonly caseCount: number | undefined;
  readonly notes: readonly Message[];
}

const fenceNames: Readonly<Record<string, readonly string[] | undefined>> = {
  python: ["python", "py", "python3"],
  java: ["java"],
  javascript: ["javascript", "js", "jsx", "mjs", "cjs"],
  typescript: ["typescript", "ts", "tsx", "mts", "cts", "javascript", "js"],
  cpp: ["cpp", "c++", "cc", "cxx", "c", "hpp"],
};

/**
 * The tests in a model's answer: the first block of code in the test file's language that holds a test.
 * Prose is passed over. A cut-off answer loses its last test and says so.
 *
 * @throws AssistantError `badReply` for prose, another language or framework, a library that the build
 * lacks, and code that holds no test or does not parse
 */
export async function readTestReply(
  reply: string,
  endReason: EndReason,
  project: TestProject,
  parser: CodeParser,
): Promise<TestReply> {
  const fence = await chooseFence(reply, project, parser);
  const notes: Message[] = [];
  let code = `${fence.code.replace(/\r\n?/g, "\n").trim()}\n`;
  checkFramework(code, project);
  let parsed = await inspect(code, project, parser);
  if (!fence.isClosed && isTorso(endReason, parsed, project)) {
    code = await dropLastCase(code, project.languageId, parser);
    notes.push({ id: "testing.note.cutOff", args: [] });
    parsed = await inspect(code, project, parser);
  }
  if (parsed !== undefined && parsed.errorLines.length > 0) {
    throw badTests(
      { id: "testing.reply.doesNotParse", args: [parsed.errorLines[0] ?? 1] },
      "The tests do not parse.",
    );
  }
  if (parsed !== undefined && parsed.caseNames.length === 0) {
    throw badTests(
      { id: "testing.reply.noTests", args: [titleOf(project)] },
      "The code block holds no test.",
    );
  }
  if (parsed !== undefined && parsed.toothless.length > 0) {
    notes.push({ id: "testing.note.noAssertion", args: [parsed.toothless.join(", ")] });
  }
  return { code, caseCount: parsed?.caseNames.length, notes };
}

function titleOf(project: TestProject): string {
  return project.framework === null ? project.languageId : frameworkTitles[project.framework];
}

async function chooseFence(reply: string, project: TestProject, parser: CodeParser): Promise<CodeFence> {
  const fences = readCodeFences(reply).filter(({ code }) => code.trim() !== "");
  const wanted = project.language === undefined ? [project.languageId] : (fenceNames[project.language] ?? []);
  const fitting = fences.filter(({ language }) => language === "" || wanted.includes(language));
  const known = Object.values(fenceNames).flatMap((names) => names ?? []);
  for (const fence of fitting) {
    const found = await inspect(fence.code, project, parser);
    if (found === undefined || found.caseNames.length > 0) {
      return fence;
    }
  }
  const [first] = fitting;
  if (first !== undefined) {
    return first;
  }
  const other = fences.find(({ language }) => known.includes(language));
  if (other !== undefined) {
    throw badTests(
      { id: "testing.reply.otherLanguage", args: [other.language, project.languageId] },
      "The code block is in another language.",
    );
  }
  const bare = await inspect(reply, project, parser);
  if (
    fences.length === 0 &&
    bare !== undefined &&
    bare.caseNames.length > 0 &&
    bare.errorLines.length === 0
  ) {
    return { language: "", info: "", code: reply, isClosed: true };
  }
  throw badTests({ id: "testing.reply.prose", args: [] }, "The answer holds no code block.");
}

/**
 * True when the code of an open block stops short. Brackets that do not close show it; Python has none to
 * tell by, so that its last test goes whenever the answer did not end by itself.
 */
function isTorso(endReason: EndReason, parsed: Inspection | undefined, project: TestProject): boolean {
  const wasCut = endReason === "length" || endReason === "incomplete";
  return (parsed?.errorLines.length ?? 0) > 0 || (wasCut && project.language === "python");
}

function checkFramework(code: string, project: TestProject): void {
  const foreign = project.framework === null ? undefined : findForeignFramework(code, project.framework);
  if (foreign !== undefined && !project.extras.includes(foreign)) {
    throw badTests(
      { id: "testing.reply.wrongFramework", args: [frameworkTitles[foreign], titleOf(project)] },
      "The tests are for another framework.",
    );
  }
  const missing = findMissingLibrary(code, project);
  if (missing !== undefined) {
    throw badTests(
      { id: "testing.reply.missingPackage", args: [missing] },
      "The tests need a library that the build lacks.",
    );
  }
}

interface Inspection {
  readonly caseNames: readonly string[];
  readonly errorLines: readonly number[];
  /** Names of tests that cannot fail. */
  readonly toothless: readonly string[];
}

function inspect(code: string, project: TestProject, parser: CodeParser): Promise<Inspection | undefined> {
  return withTestFile(project.languageId, code, parser, ({ cases, errorLines }) => ({
    caseNames: cases.map(({ name }) => name),
    errorLines,
    toothless: cases.filter(({ text }) => !hasAssertion(text, project)).map(({ name }) => name),
  }));
}
