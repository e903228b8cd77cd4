import type { TestFramework, TestProject } from "../testProject.ts";
import type { TestCaseId } from "./runResults.ts";

/** One command of a run, without a shell. `{reports}` stands for the folder of reports. */
export interface RunStep {
  /** `compile` prepares the run, `list` asks which tests there are, `test` runs them. */
  readonly kind: "compile" | "list" | "test";
  readonly argv: readonly string[];
  /** Relative to the workspace folder. */
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface AnswerFile {
  readonly path: string;
  readonly text: string;
}

export type ReportFormat = "junit" | "jest" | "mocha" | "unittest";

/** How the tests of one file are run in one project. */
export interface RunPlan {
  /** In order; when one fails the rest is left out. The last may depend on what a `list` printed. */
  readonly steps: readonly RunStep[];
  /** Undefined where `steps` ends in the run itself. */
  readonly testStep?: ((listed: string, answers?: readonly AnswerFile[]) => RunStep) | undefined;
  /** Put into the copy before the steps; paths relative to the workspace folder. */
  readonly files?: readonly AnswerFile[];
  /** Folder of the copy whose files `testStep` is given. */
  readonly answerFolder?: string;
  readonly format: ReportFormat;
  /** Folders of the copy that hold reports besides `{reports}`. */
  readonly reportFolders: readonly string[];
}

export interface RunQuestion {
  readonly project: TestProject;
  readonly framework: TestFramework;
  /** The tests to run; undefined runs the whole file. */
  readonly cases: readonly TestCaseId[] | undefined;
  /** How the tool is started, such as `python3 -m pytest`: what the user confirms and may change. */
  readonly base: readonly string[];
  /** Folder that the tools are started in, relative to the workspace folder. */
  readonly dir: string;
}
