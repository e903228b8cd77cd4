import type { TestProject } from "../testProject.ts";
import type { DebugPlan } from "./debugPlans.ts";
import { titleSource } from "./matchCases.ts";
import { pythonPathFor } from "./pythonPath.ts";
import type { TestCaseId } from "./runResults.ts";

export interface DebugQuestion {
  readonly project: TestProject;
  readonly cases: readonly TestCaseId[];
  /** The confirmed command, such as `node node_modules/vitest/vitest.mjs`. */
  readonly argv: readonly string[];
  /** Folder that the tests are started in, relative to the workspace folder. */
  readonly dir: string;
  /** Absolute paths: where it is started, the test file, and the program that Node runs. */
  readonly cwd: string;
  readonly target: string;
  readonly program: string;
}

/**
 * The confirmed command on the given tests in the workspace itself, under the debugger of its language;
 * without the frameworks' own limits of time. Undefined for Java and C++, which are built before.
 */
export function planDebug({
  project,
  cases,
  argv,
  dir,
  cwd,
  target,
  program,
}: DebugQuestion): DebugPlan | undefined {
  const titles = cases.map(({ name }) => titleSource(name)).join("|");
  const common = { request: "launch", name: project.testPath, cwd, console: "integratedTerminal" } as const;
  // More than Node and its script: Node's own options come first, and only Node knows which have values.
  const isPlain = argv.length === 2 && /\.[cm]?js$/.test(argv[1] ?? "");
  const withArgs = (...args: readonly string[]): DebugPlan => ({
    ...{ ...common, type: "node", runtimeExecutable: argv[0] },
    ...(isPlain ? { program, args } : { runtimeArgs: [...argv.slice(1), ...args] }),
  });
  switch (project.framework) {
    case "pytest":
    case "unittest": {
      const ids = cases.map(({ container, name }) =>
        container === "" ? [name] : [...container.split("."), name],
      );
      const args =
        project.framework === "pytest"
          ? ids.map((parts) => [target, ...parts].join("::"))
          : [target, ...ids.flatMap((parts) => ["-k", parts.join(".")])];
      const env = pythonPathFor(project, dir);
      return { ...common, type: "debugpy", module: project.framework, args, python: argv[0], env };
    }
    case "vitest":
      return withArgs("run", target, "--testTimeout=0", "-t", `(?:${titles})$`);
    case "jest":
      return withArgs("--runInBand", "-t", `(?:${titles})$`, "--runTestsByPath", target);
    case "mocha":
      return withArgs(target, "--timeout", "0", "--grep", `(?:${titles})$`);
    case "node-test": {
      const pattern = `--test-name-pattern=^(?:${titles})$`;
      return { ...common, type: "node", program: target, runtimeArgs: [...argv.slice(1), pattern], args: [] };
    }
    case "junit4":
    case "junit5":
    case "testng":
    case "gtest":
    case "catch2":
    case null:
      return undefined;
  }
}
