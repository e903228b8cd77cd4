import { isRecord } from "../looseJson.ts";
import { joinPath } from "../paths.ts";
import type { RunPlan, RunQuestion, RunStep } from "./runPlan.ts";
import type { TestCaseId } from "./runResults.ts";

const buildDir = "build-flywheel";

/**
 * CMake configures and builds in a folder of its own, CTest says what it knows, and then only the wanted
 * tests are run: by CTest where it knows each of them, else by the program that holds them.
 */
export function cppPlan(question: RunQuestion): RunPlan {
  const { base, dir } = question;
  const [cmake = "cmake", ...options] = base;
  const ctest = cmake.replace(/cmake(\.exe)?$/i, "ctest$1");
  const step = (kind: RunStep["kind"], argv: readonly string[]): RunStep => ({ kind, argv, dir, env: {} });
  return {
    steps: [
      step("compile", [cmake, "-S", ".", "-B", buildDir, "-DBUILD_TESTING=ON", ...options]),
      step("compile", [cmake, "--build", buildDir, "--parallel", "2"]),
      step("list", [ctest, "--test-dir", buildDir, "--show-only=json-v1"]),
    ],
    testStep: (listed) => testStepFor(question, ctest, listed),
    format: "junit",
    reportFolders: [],
  };
}

interface ListedTest {
  readonly name: string;
  readonly command: readonly string[];
}

function testStepFor({ cases, framework, dir }: RunQuestion, ctest: string, listed: string): RunStep {
  const tests = readListed(listed);
  const wanted = (cases ?? []).map((id) => nameIn(framework, id));
  const known = wanted.filter((name) => tests.some((test) => test.name === name));
  if (wanted.length === 0 || known.length === wanted.length) {
    const filter = wanted.length === 0 ? [] : ["-R", `^(${wanted.map(escapeCtest).join("|")})$`];
    return {
      kind: "test",
      argv: [
        ctest,
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
  // Registered as whole programs: each is asked for the wanted tests and reports them itself.
  const program = tests.find(({ command }) => command.length > 0)?.command[0] ?? joinPath(buildDir, "tests");
  const args =
    framework === "gtest"
      ? [`--gtest_filter=${wanted.join(":")}`, "--gtest_output=xml:{reports}/gtest.xml"]
      : [
          wanted.map((name) => `"${name.replaceAll(",", "\\,")}"`).join(","),
          "-r",
          "junit",
          "-o",
          "{reports}/catch.xml",
        ];
  return { kind: "test", argv: [program, ...args], dir, env: {} };
}

function nameIn(framework: string, { container, name }: TestCaseId): string {
  return framework === "gtest" && container !== "" ? `${container}.${name}` : name;
}

function readListed(text: string): ListedTest[] {
  const start = text.indexOf("{");
  try {
    const value: unknown = JSON.parse(text.slice(start, text.lastIndexOf("}") + 1));
    const tests = isRecord(value) && Array.isArray(value["tests"]) ? value["tests"].filter(isRecord) : [];
    return tests.map((test) => ({
      name: typeof test["name"] === "string" ? test["name"] : "",
      command: Array.isArray(test["command"]) ? test["command"].map(String) : [],
    }));
  } catch {
    return [];
  }
}

/** CMake's regular expressions know fewer signs than others. */
function escapeCtest(name: string): string {
  return name.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
}
