import type { TestProject } from "../testProject.ts";
import { titleSource } from "./matchCases.ts";
import type { TestCaseId } from "./runResults.ts";

/** A launch configuration for the debugger that contributes `type`. */
export interface DebugPlan {
  readonly type: "debugpy" | "node";
  readonly request: "launch";
  readonly name: string;
  readonly cwd: string;
  readonly console: "integratedTerminal";
  readonly args: readonly string[];
  readonly [more: string]: unknown;
}

export interface DebugQuestion {
  readonly project: TestProject;
  readonly cases: readonly TestCaseId[];
  /** The confirmed command, such as `node node_modules/vitest/vitest.mjs`. */
  readonly argv: readonly string[];
  /** Absolute paths: where it is started, the test file, and the program that Node runs. */
  readonly cwd: string;
  readonly target: string;
  readonly program: string;
}

/**
 * The confirmed command on the given tests in the workspace itself, under the debugger of its language;
 * without the frameworks' own limits of time. Undefined where only a language's own extension can do it.
 */
export function planDebug({
  project,
  cases,
  argv,
  cwd,
  target,
  program,
}: DebugQuestion): DebugPlan | undefined {
  const titles = cases.map(({ name }) => titleSource(name)).join("|");
  const common = { request: "launch", name: project.testPath, cwd, console: "integratedTerminal" } as const;
  const script = { ...common, type: "node", program } as const;
  switch (project.framework) {
    case "pytest":
    case "unittest": {
      const ids = cases.map(({ container, name }) => (container === "" ? [name] : [container, name]));
      const args =
        project.framework === "pytest"
          ? ids.map((parts) => [target, ...parts].join("::"))
          : [target, ...ids.flatMap((parts) => ["-k", parts.join(".")])];
      return { ...common, type: "debugpy", module: project.framework, args, python: argv[0] };
    }
    case "vitest":
      return { ...script, args: ["run", target, "--testTimeout=0", "-t", `(?:${titles})$`] };
    case "jest":
      return { ...script, args: ["--runInBand", "-t", `(?:${titles})$`, "--runTestsByPath", target] };
    case "mocha":
      return { ...script, args: [target, "--timeout", "0", "--grep", `(?:${titles})$`] };
    case "node-test": {
      const pattern = `--test-name-pattern=^(?:${titles})$`;
      return { ...script, program: target, runtimeArgs: [...argv.slice(1), pattern], args: [] };
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
