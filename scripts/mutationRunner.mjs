// Runs the mocha tests for the mutation tester (scripts/mutate.mjs), in a process that the tester starts:
// the tester's own runner knows mocha's files by their older names.
import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { commonTokens, declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import Mocha from "mocha";

/** Where instrumented code looks for the fault that is on. */
const faults = (globalThis.__stryker__ ??= {});

/** Collects results; a test is known by its full title. */
class CollectingReporter {
  static tests = [];

  constructor(runner) {
    const tests = [];
    CollectingReporter.tests = tests;
    let startMs = performance.now();
    const add = (test, result) => {
      const title = test.fullTitle();
      const timeSpentMs = performance.now() - startMs;
      startMs = performance.now();
      tests.push({ id: title, name: title, fileName: test.file, timeSpentMs, ...result });
    };
    runner.on("pass", (test) => add(test, { status: TestStatus.Success }));
    runner.on("fail", (test, error) =>
      add(test.ctx?.currentTest ?? test, {
        status: TestStatus.Failed,
        failureMessage: error?.message ?? String(error),
      }),
    );
  }
}

class MutationRunner {
  static inject = [commonTokens.options];
  #mocha;
  #isLoaded = false;
  #onTest;

  constructor(options) {
    const { spec, ignore } = options.mutationRunner;
    const ignored = new Set(ignore.map((path) => resolve(path)));
    const mocha = new Mocha({ reporter: CollectingReporter, timeout: 0 });
    mocha.cleanReferencesAfterRun(false);
    const paths = spec.flatMap((pattern) => globSync(pattern)).map((path) => resolve(path));
    // A fault is dropped at the first test that fails, so that those that take long come last.
    for (const path of [...paths].sort(
      (a, b) => Number(isLong(a)) - Number(isLong(b)) || a.localeCompare(b),
    )) {
      if (!ignored.has(path)) {
        mocha.addFile(path);
      }
    }
    const onTest = (test) => this.#onTest?.(test);
    mocha.suite.beforeEach(function tellTest() {
      onTest(this.currentTest);
    });
    this.#mocha = mocha;
  }

  capabilities() {
    // What Node has imported once cannot be imported again.
    return { reloadEnvironment: false };
  }

  async dryRun({ coverageAnalysis, disableBail }) {
    if (coverageAnalysis === "perTest") {
      this.#onTest = (test) => {
        faults.currentTestId = test?.fullTitle();
      };
    }
    const result = await this.#run(disableBail, undefined, false);
    this.#onTest = undefined;
    return result.status === DryRunStatus.Complete
      ? { ...result, mutantCoverage: faults.mutantCoverage }
      : result;
  }

  async mutantRun({ activeMutant, testFilter, disableBail, hitLimit, mutantActivation }) {
    faults.hitLimit = hitLimit;
    faults.hitCount = hitLimit === undefined ? undefined : 0;
    const titles = testFilter?.map((title) => `^${RegExp.escape(title)}$`).join("|");
    this.#mocha.grep(new RegExp(titles ?? ""));
    return toMutantRunResult(await this.#run(disableBail, activeMutant.id, mutantActivation === "static"));
  }

  async #run(disableBail, mutantId, isStatic) {
    try {
      if (!this.#isLoaded) {
        faults.activeMutant = isStatic ? mutantId : undefined;
        await this.#mocha.loadFilesAsync();
        this.#isLoaded = true;
      }
      faults.activeMutant = mutantId;
      setBail(this.#mocha.suite, !disableBail);
      await new Promise((done) => {
        this.#mocha.run(done);
      });
    } catch (error) {
      return { status: DryRunStatus.Error, errorMessage: error?.stack ?? String(error) };
    }
    return (
      determineHitLimitReached(faults.hitCount, faults.hitLimit) ?? {
        status: DryRunStatus.Complete,
        tests: CollectingReporter.tests,
      }
    );
  }
}

function isLong(path) {
  return readFileSync(path, "utf8").includes('from "fast-check"');
}

function setBail(suite, bail) {
  suite.bail(bail);
  for (const child of suite.suites) {
    setBail(child, bail);
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "mutation", MutationRunner)];
export const strykerValidationSchema = {
  type: "object",
  properties: { mutationRunner: { type: "object" } },
};
