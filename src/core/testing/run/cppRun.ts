import { joinPath, relativeTo } from "../paths.ts";
import {
  programFor,
  programOfSource,
  readListed,
  targetsQuery,
  targetsReply,
  type ListedTest,
} from "./cppProgram.ts";
import { catchNames, unescaped } from "./matchCases.ts";
import type { AnswerFile, RunPlan, RunQuestion, RunStep } from "./runPlan.ts";
import type { TestCaseId } from "./runResults.ts";

const buildDir = "build-flywheel";

/**
 * CMake configures and builds in a folder of its own, CTest says what it knows, and then only the wanted
 * tests are run: by CTest where it knows each of them, else by the program that holds them.
 */
export function cppPlan(question: RunQuestion): RunPlan {
  const { dir } = question;
  return {
    files: [{ path: joinPath(dir, buildDir, targetsQuery), text: "" }],
    answerFolder: joinPath(dir, buildDir, targetsReply),
    steps: cppBuildSteps(question, { folder: buildDir, isDebug: false }),
    testStep: (listed, answers) => testStepFor(question, listed, answers),
    format: "junit",
    reportFolders: [],
  };
}

/** Configures, builds and asks what there is. A build for the debugger keeps symbols and is not optimised. */
export function cppBuildSteps(
  { base, dir }: Pick<RunQuestion, "base" | "dir">,
  { folder, isDebug }: { readonly folder: string; readonly isDebug: boolean },
): RunStep[] {
  const [cmake = "cmake", ...options] = base;
  const step = (kind: RunStep["kind"], argv: readonly string[]): RunStep => ({ kind, argv, dir, env: {} });
  const [type, config, ctestConfig] = isDebug
    ? [["-DCMAKE_BUILD_TYPE=Debug"], ["--config", "Debug"], ["-C", "Debug"]]
    : [[], [], []];
  return [
    step("compile", [cmake, "-S", ".", "-B", folder, "-DBUILD_TESTING=ON", ...options, ...type]),
    step("compile", [cmake, "--build", folder, ...config, "--parallel", "2"]),
    step("list", [ctestOf(cmake), "--test-dir", folder, ...ctestConfig, "--show-only=json-v1"]),
  ];
}

function ctestOf(cmake: string): string {
  return cmake.replace(/cmake(\.exe)?$/i, "ctest$1");
}

function testStepFor(
  { base, cases, framework, dir, project }: RunQuestion,
  listed: string,
  answers: readonly AnswerFile[] = [],
): RunStep {
  const tests = readListed(listed);
  const wanted = namesOf(framework, cases ?? []).map((name) => {
    const scenario = catchNames(name)[1];
    return framework === "catch2" && tests.some((test) => test.name === scenario) ? scenario : name;
  });
  const known = wanted.filter((name) => tests.some((test) => test.name === name));
  if (wanted.length === 0 || known.length === wanted.length) {
    const filter = wanted.length === 0 ? [] : ["-R", `^(${wanted.map(escapeCtest).join("|")})$`];
    return {
      kind: "test",
      argv: [
        ctestOf(base[0] ?? "cmake"),
        "--test-dir",
        buildDir,
        ...filter,
        "--output-junit",
        "{reports}/ctest.xml",
        "--output-on-failure",
      ],
      dir,
      env: {},
    };
  }
  // Registered as whole programs: the one that holds the file is asked for the wanted tests.
  const { program } = programFor(
    wanted,
    tests.map((test) => fromFolder(test, dir)),
    programOfSource(answers, project),
    buildDir,
  );
  const report =
    framework === "gtest"
      ? ["--gtest_output=xml:{reports}/gtest.xml"]
      : ["-r", "junit", "-o", "{reports}/catch.xml"];
  return { kind: "test", argv: [program, ...filterArgs(framework, wanted), ...report], dir, env: {} };
}

/** What CTest prints is relative to the workspace folder where it lies in the copy. */
function fromFolder(test: ListedTest, dir: string): ListedTest {
  const [program = "", ...args] = test.command;
  const isWhole = program === "" || /^(?:\/|[A-Za-z]:)/.test(program);
  return isWhole ? test : { ...test, command: [relativeTo(dir, program), ...args] };
}

/** The tests as their program and CTest call them. */
export function namesOf(framework: string, cases: readonly TestCaseId[]): string[] {
  return cases.map(({ container, name }) =>
    framework === "gtest" && container !== "" ? `${container}.${name}` : unescaped(name),
  );
}

/** What a test program is told so that it runs the wanted tests only. */
export function filterArgs(framework: string, wanted: readonly string[]): string[] {
  if (framework === "gtest") {
    return [`--gtest_filter=${wanted.flatMap((name) => [name, ...parameterised(name)]).join(":")}`];
  }
  const names = wanted.flatMap((name) => [...catchNames(name), `${name} - *`]);
  return [names.map((name) => `"${name.replace(/[\\,[\]"]/g, "\\$&")}"`).join(",")];
}

/** `Suite.name` with values (`Prefix/Suite.name/0`) or types (`Prefix/Suite/0.name`), each with no prefix too. */
function parameterised(name: string): string[] {
  const [suite = "", own = ""] = name.split(".");
  return ["", "*/"].flatMap((prefix) => [`${prefix}${suite}.${own}/*`, `${prefix}${suite}/*.${own}`]);
}

/** CMake's regular expressions know fewer signs than others. */
function escapeCtest(name: string): string {
  return name.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
}
