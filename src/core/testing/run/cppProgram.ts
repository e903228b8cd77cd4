import { isRecord } from "../looseJson.ts";
import { relativeTo } from "../paths.ts";
import type { AnswerFile } from "./runPlan.ts";

/** CMake answers an empty file of this name, below the build folder, with what each target is made of. */
export const targetsQuery = ".cmake/api/v1/query/codemodel-v2";
/** Below the build folder. */
export const targetsReply = ".cmake/api/v1/reply";

/** What CTest knows of one test. */
export interface ListedTest {
  readonly name: string;
  /** Program and arguments; empty for one that is not built. */
  readonly command: readonly string[];
  /** Undefined where CTest starts it in the build folder. */
  readonly workingDir: string | undefined;
}

/** The tests in what `ctest --show-only=json-v1` has printed; none in anything else. */
export function readListed(text: string): ListedTest[] {
  const start = text.indexOf("{");
  const value = parsed(text.slice(start, text.lastIndexOf("}") + 1));
  const tests = isRecord(value) && Array.isArray(value["tests"]) ? value["tests"].filter(isRecord) : [];
  return tests.map((test) => ({
    name: typeof test["name"] === "string" ? test["name"] : "",
    command: Array.isArray(test["command"]) ? test["command"].map(String) : [],
    workingDir: propertyOf(test, "WORKING_DIRECTORY"),
  }));
}

function propertyOf(test: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const all = Array.isArray(test["properties"]) ? test["properties"].filter(isRecord) : [];
  const value = all.find((each) => each["name"] === name)?.["value"];
  return typeof value === "string" ? value : undefined;
}

/**
 * The program that `testPath` is compiled into, relative to the build folder unless CMake puts it elsewhere:
 * one of several, and its name need not say so. Undefined when no executable names the file.
 */
export function programOfSource(
  replies: readonly AnswerFile[],
  { testPath, rootDir }: { readonly testPath: string; readonly rootDir: string },
): string | undefined {
  const source = relativeTo(rootDir, testPath);
  for (const { path, text } of replies) {
    const target = /(?:^|\/)target-[^/]*\.json$/.test(path) ? parsed(text) : undefined;
    if (!isRecord(target) || target["type"] !== "EXECUTABLE") {
      continue;
    }
    const isIt = pathsIn(target["sources"]).some((each) => each === source || each.endsWith(`/${testPath}`));
    const program = pathsIn(target["artifacts"]).find((each) => !/\.(?:pdb|lib|dSYM)$/i.test(each));
    if (isIt && program !== undefined) {
      return program;
    }
  }
  return undefined;
}

/** The program to start for tests of a file, and the folder it is to be started in. */
export function programFor(
  wanted: readonly string[],
  listed: readonly ListedTest[],
  ofSource: string | undefined,
  buildDir: string,
): { readonly program: string; readonly workingDir: string | undefined } {
  const built = ofSource === undefined || isAbsolute(ofSource) ? ofSource : `${buildDir}/${ofSource}`;
  const isOf = ({ command: [program = ""] }: ListedTest): boolean =>
    ofSource !== undefined && (program === built || program.replaceAll("\\", "/").endsWith(`/${ofSource}`));
  const started = listed.filter(({ command }) => command.length > 0);
  const known =
    started.find((test) => wanted.includes(test.name) && (ofSource === undefined || isOf(test))) ??
    started.find(isOf) ??
    (built === undefined ? started[0] : undefined);
  return {
    program: known?.command[0] ?? built ?? `${buildDir}/tests`,
    workingDir: known?.workingDir,
  };
}

function isAbsolute(path: string): boolean {
  return /^(?:\/|[A-Za-z]:)/.test(path);
}

function pathsIn(list: unknown): string[] {
  return Array.isArray(list)
    ? list.flatMap((each) => (isRecord(each) && typeof each["path"] === "string" ? [each["path"]] : []))
    : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
