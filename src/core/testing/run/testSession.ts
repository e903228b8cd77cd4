import { dirOf, extensionOf, joinPath, relativeTo, stemOf } from "../paths.ts";
import type { TestFramework, TestProject } from "../testProject.ts";
import type { CommandResult, Containment, RunLimits, TestRunner, TestScratch } from "../../ports.ts";
import { planRun } from "./planRun.ts";
import { readRun } from "./readRun.ts";
import type { RunStep } from "./runPlan.ts";
import type { RunReport, TestCaseId } from "./runResults.ts";

export interface SessionRequest {
  /** Absolute path of the workspace folder. */
  readonly rootPath: string;
  readonly copyDir: string;
  readonly project: TestProject;
  readonly framework: TestFramework;
  /** What the user has confirmed, such as `python3 -m pytest`. */
  readonly base: readonly string[];
  readonly dir: string;
  readonly allowsNetwork: boolean;
  /** What the user was told is kept away from the tests; less is not enough. */
  readonly atLeast?: Containment | undefined;
  /** For the run itself; what prepares it gets `prepareMs`. */
  readonly limits: RunLimits;
}

/** Configuring and compiling may take this long, ms: a large project's first build does. */
const prepareMs = 300_000;

/** A file of the copy, path relative to the workspace folder. */
export interface SessionFile {
  readonly path: string;
  readonly text: string;
}

/** One run as it is told to the user. */
export interface RunRecord {
  readonly argv: readonly string[];
  readonly dir: string;
  readonly durationMs: number;
  /** Of `durationMs`: what the tools themselves took. */
  readonly toolMs: number;
  readonly output: string;
}

/**
 * One copy of a project in which tests are run, several times if need be. Owns the copy until it is closed.
 * `nowMs` is a monotonic clock.
 */
export class TestSession {
  readonly #request: SessionRequest;
  readonly #scratch: TestScratch;
  readonly #nowMs: () => number;
  readonly #signal: AbortSignal;
  readonly records: RunRecord[] = [];

  private constructor(
    request: SessionRequest,
    scratch: TestScratch,
    nowMs: () => number,
    signal: AbortSignal,
  ) {
    this.#request = request;
    this.#scratch = scratch;
    this.#nowMs = nowMs;
    this.#signal = signal;
  }

  /** Throws what `TestRunner.open` throws. */
  static async open(
    runner: TestRunner,
    request: SessionRequest,
    nowMs: () => number,
    signal: AbortSignal,
  ): Promise<TestSession> {
    const { rootPath, copyDir, atLeast } = request;
    return new TestSession(
      request,
      await runner.open({ rootPath, dir: copyDir, atLeast }, signal),
      nowMs,
      signal,
    );
  }

  get containment(): Containment {
    return this.#scratch.containment;
  }

  /** Puts files into the copy and runs the given tests of the test file; all of them when none are named. */
  async run(files: readonly SessionFile[], cases: readonly TestCaseId[] | undefined): Promise<RunReport> {
    const { project, framework, base, dir } = this.#request;
    const startMs = this.#nowMs();
    const plan = planRun({ project, framework, cases, base, dir });
    await this.#scratch.write([...(plan.files ?? []), ...files]);
    const steps = [...plan.steps];
    let toolMs = 0;
    let last: { readonly step: RunStep; readonly result: CommandResult } | undefined;
    for (let at = 0; at < steps.length; at += 1) {
      const step = steps[at];
      if (step === undefined) {
        break;
      }
      const result = await this.#runStep(step, plan.reportFolders);
      toolMs += result.durationMs;
      last = { step, result };
      if (step.kind === "test" || result.end !== "exited" || result.exitCode !== 0) {
        break;
      }
      if (at === steps.length - 1 && plan.testStep !== undefined) {
        const { answerFolder } = plan;
        const answers = answerFolder === undefined ? [] : await this.#scratch.reports([answerFolder]);
        steps.push(plan.testStep(result.output, answers));
      }
    }
    if (last === undefined) {
      return { kind: "cannotRun", failure: "" };
    }
    const reports = last.step.kind === "test" ? await this.#scratch.reports(plan.reportFolders) : [];
    const { argv } = last.step;
    this.records.push({ argv, dir, durationMs: this.#nowMs() - startMs, toolMs, output: last.result.output });
    return readRun({ project, framework, format: plan.format, ...last, reports });
  }

  /** The text as the project's formatter leaves it; the text itself when that fails or takes over 20 s. */
  async format(text: string, formatter: readonly string[]): Promise<string> {
    const { project, dir, limits } = this.#request;
    const { testPath } = project;
    const path = joinPath(dirOf(testPath), `${stemOf(testPath)}_flywheel${extensionOf(testPath)}`);
    await this.#scratch.write([{ path, text }]);
    const result = await this.#scratch.run(
      {
        argv: [...formatter, relativeTo(dir, path)],
        dir,
        env: {},
        clears: [],
        limits: { ...limits, timeMs: 20_000 },
        allowsNetwork: false,
      },
      this.#signal,
    );
    const formatted = await this.#scratch.read(path);
    await this.#scratch.remove(path);
    return result.exitCode === 0 && formatted !== undefined && formatted.trim() !== "" ? formatted : text;
  }

  close(): Promise<void> {
    return this.#scratch.dispose();
  }

  #runStep(step: RunStep, reportFolders: readonly string[]): Promise<CommandResult> {
    const { limits, allowsNetwork } = this.#request;
    const timeMs = step.kind === "test" ? limits.timeMs : Math.max(prepareMs, limits.timeMs);
    return this.#scratch.run(
      {
        argv: step.argv,
        dir: step.dir,
        env: step.env,
        clears: step.kind === "test" ? reportFolders : [],
        limits: { ...limits, timeMs },
        allowsNetwork,
      },
      this.#signal,
    );
  }
}
