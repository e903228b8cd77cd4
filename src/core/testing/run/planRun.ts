import { AssistantError } from "../../errors.ts";
import { baseOf, joinPath, relativeTo, stemOf } from "../paths.ts";
import { cppPlan } from "./cppRun.ts";
import { titleSource } from "./matchCases.ts";
import { pythonPathFor } from "./pythonPath.ts";
import type { RunPlan, RunQuestion, RunStep } from "./runPlan.ts";
import type { TestCaseId } from "./runResults.ts";

/** The commands that run only the given tests, and where their reports are. Throws without a way to run them. */
export function planRun(question: RunQuestion): RunPlan {
  switch (question.framework) {
    case "pytest":
      return pytestPlan(question);
    case "unittest":
      return unittestPlan(question);
    case "junit4":
    case "junit5":
    case "testng":
      return javaPlan(question);
    case "vitest":
    case "jest":
    case "mocha":
    case "node-test":
      return scriptPlan(question, question.framework);
    case "gtest":
    case "catch2":
      return cppPlan(question);
  }
}

function testStep({ base, dir }: RunQuestion, args: readonly string[]): RunStep {
  return { kind: "test", argv: [...base, ...args], dir, env: {} };
}

function pytestPlan(question: RunQuestion): RunPlan {
  const path = relativeTo(question.dir, question.project.testPath);
  const ids = question.cases?.map(({ container, name }) =>
    [path, ...(container === "" ? [] : container.split(".")), name].join("::"),
  ) ?? [path];
  const args = [
    ...ids,
    "--junitxml={reports}/pytest.xml",
    "-o",
    "junit_family=xunit1",
    "-p",
    "no:cacheprovider",
    "-q",
  ];
  return { steps: [pythonStep(question, args)], format: "junit", reportFolders: [] };
}

function pythonStep(question: RunQuestion, args: readonly string[]): RunStep {
  return { ...testStep(question, args), env: pythonPathFor(question.project, question.dir) };
}

function unittestPlan(question: RunQuestion): RunPlan {
  const path = relativeTo(question.dir, question.project.testPath);
  const module = path.replace(/\.py$/, "").replaceAll("/", ".");
  const ids = question.cases?.map(({ container, name }) =>
    [module, container, name].filter((part) => part !== "").join("."),
  );
  return {
    steps: [pythonStep(question, ["-v", ...(ids ?? [path])])],
    format: "unittest",
    reportFolders: [],
  };
}

function javaPlan(question: RunQuestion): RunPlan {
  const { project, cases, dir } = question;
  const outer = stemOf(project.testPath);
  const packageName = project.reference.kind === "java" ? project.reference.packageName : "";
  const module = relativeTo(dir, project.rootDir);
  if (project.buildTool === "gradle") {
    const full = packageName === "" ? outer : `${packageName}.${outer}`;
    const task = module === "" ? "test" : `:${module.replaceAll("/", ":")}:test`;
    const filters = (cases ?? []).map(
      ({ container, name }) => `${classNameFor(full, outer, container)}.${name}`,
    );
    const chosen = filters.length === 0 ? [full] : filters;
    return {
      steps: [testStep(question, [task, "--console=plain", ...chosen.flatMap((name) => ["--tests", name])])],
      format: "junit",
      reportFolders: [joinPath(project.rootDir, "build/test-results/test")],
    };
  }
  if (project.buildTool !== "maven") {
    throw new AssistantError("unexpected", "Java tests are run by Maven or Gradle.", {
      detail: project.testPath,
    });
  }
  const scope = module === "" ? [] : ["-pl", module, "-am"];
  const args = [
    "-B",
    ...scope,
    `-Dtest=${mavenFilter(outer, cases)}`,
    "-DfailIfNoTests=false",
    "-Dsurefire.failIfNoSpecifiedTests=false",
    "-Dstyle.color=never",
    "test",
  ];
  return {
    steps: [testStep(question, args)],
    format: "junit",
    reportFolders: [joinPath(project.rootDir, "target/surefire-reports")],
  };
}

function classNameFor(full: string, outer: string, container: string): string {
  return container === "" || container === outer ? full : `${full}$${container.replaceAll(".", "$")}`;
}

/** `ATest#one+two,ATest$Inner#three` */
function mavenFilter(outer: string, cases: readonly TestCaseId[] | undefined): string {
  if (cases === undefined || cases.length === 0) {
    return outer;
  }
  const namesByClass = new Map<string, string[]>();
  for (const { container, name } of cases) {
    const key = classNameFor(outer, outer, container);
    namesByClass.set(key, [...(namesByClass.get(key) ?? []), name]);
  }
  return [...namesByClass].map(([key, names]) => `${key}#${names.join("+")}`).join(",");
}

function scriptPlan(question: RunQuestion, framework: "vitest" | "jest" | "mocha" | "node-test"): RunPlan {
  const { project, cases, dir } = question;
  const path = relativeTo(dir, project.testPath);
  const titles = cases?.map(({ name }) => titleSource(name));
  const chosen = titles === undefined ? undefined : `(?:${titles.join("|")})$`;
  switch (framework) {
    case "vitest":
      return {
        steps: [
          testStep(question, [
            ...["run", path, "--reporter=json", "--outputFile={reports}/vitest.json"],
            ...(chosen === undefined ? [] : ["-t", chosen]),
          ]),
        ],
        format: "jest",
        reportFolders: [],
      };
    case "jest":
      return {
        steps: [
          testStep(question, [
            ...["--ci", "--json", "--outputFile={reports}/jest.json"],
            ...(chosen === undefined ? [] : ["-t", chosen]),
            ...["--runTestsByPath", path],
          ]),
        ],
        format: "jest",
        reportFolders: [],
      };
    case "mocha":
      return {
        steps: [
          testStep(question, [
            ...[path, "--reporter", "json", "--reporter-option", "output={reports}/mocha.json"],
            ...(chosen === undefined ? [] : ["--grep", chosen]),
          ]),
        ],
        format: "mocha",
        reportFolders: [],
      };
    case "node-test":
      return {
        steps: [
          testStep(question, [
            ...["--test-reporter=junit", "--test-reporter-destination={reports}/node.xml"],
            // Only a reporter for people tells why a file could not be loaded.
            ...["--test-reporter=spec", "--test-reporter-destination=stdout"],
            ...(titles === undefined ? [] : [`--test-name-pattern=^(?:${titles.join("|")})$`]),
            path,
          ]),
        ],
        format: "junit",
        reportFolders: [],
      };
  }
}

/** The file's name as failures of compilers and runners show it. */
export function namesFile(text: string, path: string): boolean {
  if (text.includes(baseOf(path))) {
    return true;
  }
  const stem = stemOf(path).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return path.endsWith(".py") && new RegExp(`(?<![\\p{L}\\p{N}_])${stem}(?![\\p{L}\\p{N}_])`, "u").test(text);
}
