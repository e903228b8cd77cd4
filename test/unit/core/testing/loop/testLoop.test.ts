import assert from "node:assert/strict";
import { AssistantError } from "../../../../../src/core/errors.ts";
import { placedCase, runTestLoop, type LoopSteps } from "../../../../../src/core/testing/loop/testLoop.ts";
import type { RepairAsk } from "../../../../../src/core/testing/loop/repairPrompt.ts";
import type { CaseReport, RunReport, TestCaseId } from "../../../../../src/core/testing/run/runResults.ts";
import type { TestProject } from "../../../../../src/core/testing/testProject.ts";

const project = {
  language: "python",
  languageId: "python",
  sourcePath: "shop.py",
  testPath: "tests/test_shop.py",
} as TestProject;

/** Code is a list of test names, one a line; `!` before one is refused. */
class ScriptedSteps implements LoopSteps {
  readonly runs: string[][] = [];
  readonly asks: RepairAsk[] = [];
  readonly #reports: (RunReport | ((names: readonly string[]) => RunReport))[];
  readonly #replies: (string | Error)[];

  constructor(
    reports: (RunReport | ((names: readonly string[]) => RunReport))[],
    replies: (string | Error)[] = [],
  ) {
    this.#reports = reports;
    this.#replies = replies;
  }

  vet(code: string) {
    const lines = code.split("\n").filter((line) => line !== "");
    return Promise.resolve(
      lines.map((text) => ({
        container: "",
        name: text.replace("!", ""),
        text,
        refusal: text.startsWith("!") ? ("noAssertion" as const) : undefined,
      })),
    );
  }

  drop(code: string, ids: readonly TestCaseId[]) {
    const rest = code.split("\n").filter((line) => !ids.some(({ name }) => name === line.replace("!", "")));
    return Promise.resolve(rest.join("\n"));
  }

  place(code: string) {
    const cases = code.split("\n").filter((line) => line !== "");
    return Promise.resolve({
      text: code,
      cases: cases.map((name) => ({ container: "", name })),
      newNames: new Map<string, string>(),
    });
  }

  run(_text: string, cases: readonly TestCaseId[]) {
    const names = cases.map(({ name }) => name);
    this.runs.push(names);
    const report = this.#reports.length > 1 ? this.#reports.shift() : this.#reports[0];
    assert.ok(report !== undefined);
    return Promise.resolve(typeof report === "function" ? report(names) : report);
  }

  repair(ask: RepairAsk) {
    this.asks.push(ask);
    const reply = this.#replies.shift();
    return reply instanceof Error || reply === undefined
      ? Promise.reject(reply ?? new Error("no reply"))
      : Promise.resolve(reply);
  }

  progress(): void {}
}

function report(name: string, state: CaseReport["state"], details = ""): CaseReport {
  return { suite: "", name, state, durationMs: 1, message: details, details };
}

/** A run in which everything passes but what is named. */
function ran(failures: Readonly<Record<string, [CaseReport["state"], string]>> = {}) {
  return (names: readonly string[]): RunReport => ({
    kind: "ran",
    cases: names.map((name) => report(name, ...(failures[name] ?? (["passed", ""] as const)))),
  });
}

const broken: RunReport = { kind: "broken", stage: "compile", failure: "test_shop.py:1: SyntaxError" };

async function loop(code: string, steps: ScriptedSteps, maxRepairs = 2) {
  const outcome = await runTestLoop(code, { project, maxRepairs }, steps);
  return { outcome, states: Object.fromEntries(outcome.verdicts.map(({ name, state }) => [name, state])) };
}

describe("runTestLoop", () => {
  it("keeps what passes at once, in one run", async () => {
    const steps = new ScriptedSteps([ran()]);
    const { outcome } = await loop("a\nb", steps);
    assert.equal(outcome.code, "a\nb");
    assert.deepEqual(outcome.counts, { made: 2, compiled: 2, firstPass: 2, repaired: 0 });
    assert.equal(steps.runs.length, 1);
    assert.equal(steps.asks.length, 0);
  });

  it("counts nothing as a pass that the run did not report", async () => {
    const steps = new ScriptedSteps([{ kind: "ran", cases: [report("a", "passed")] }]);
    const { outcome, states } = await loop("a\nb", steps, 0);
    assert.deepEqual(states, { a: "passed", b: "notRun" });
    assert.equal(outcome.code, "a");
  });

  it("feeds a compile failure back word for word, at most as often as it may", async () => {
    const steps = new ScriptedSteps([broken], ["a", "a", "a"]);
    const { outcome } = await loop("a", steps);
    assert.equal(steps.asks.length, 2);
    assert.equal(steps.asks[0]?.failure, "test_shop.py:1: SyntaxError");
    assert.equal(outcome.code, "");
    assert.equal(outcome.counts.compiled, 0);
    assert.equal(outcome.brokenBy, "test_shop.py:1: SyntaxError");
  });

  it("tells a repair from a first pass", async () => {
    const steps = new ScriptedSteps([broken, ran()], ["a\nb"]);
    const { outcome } = await loop("a\nb", steps);
    assert.deepEqual(outcome.counts, { made: 2, compiled: 2, firstPass: 0, repaired: 2 });
  });

  it("sets a contradiction aside before the model is asked again, and does not take it back", async () => {
    const claim: [CaseReport["state"], string] = ["failed", "E   assert 5 == 0"];
    const fault: [CaseReport["state"], string] = ["error", "tests/test_shop.py:3: NameError"];
    const steps = new ScriptedSteps([ran({ b: claim, c: fault }), ran()], ["a\nb\nc"]);
    const { outcome, states } = await loop("a\nb\nc", steps);
    assert.equal(steps.asks.length, 1);
    assert.equal(steps.asks[0]?.code, "a\nc", "the model does not see it");
    assert.deepEqual(
      steps.asks[0]?.verdicts.map(({ name }) => name),
      ["c"],
    );
    assert.deepEqual(states, { a: "passed", c: "passed", b: "contradicts" });
    assert.equal(outcome.code, "a\nc");
    assert.equal(outcome.codeWithContradictions, "a\nb\nc");
  });

  it("does not ask at all when only contradictions are left", async () => {
    const steps = new ScriptedSteps([ran({ b: ["failed", "assert 1 == 2"] })], ["bent"]);
    await loop("a\nb", steps);
    assert.equal(steps.asks.length, 0);
  });

  it("takes an exception out of the code under test for a contradiction", async () => {
    const steps = new ScriptedSteps([
      ran({ a: ["error", "tests/test_shop.py:3: in test\nshop.py:9: ZeroDivisionError"] }),
    ]);
    assert.equal((await loop("a", steps)).states["a"], "contradicts");
  });

  it("finds the endless test by running them alone", async () => {
    const limit: RunReport = { kind: "limit", end: "timeLimit" };
    const steps = new ScriptedSteps([limit, ran(), limit, ran(), ran()]);
    const { states, outcome } = await loop("a\nb\nc", steps);
    assert.deepEqual(steps.runs, [["a", "b", "c"], ["a"], ["b"], ["c"], ["a", "c"]]);
    assert.deepEqual(states, { a: "passed", b: "overLimit", c: "passed" });
    assert.equal(outcome.code, "a\nc");
  });

  it("takes a test that passes only beside others for one that depends on the order", async () => {
    const steps = new ScriptedSteps([
      ran({ b: ["failed", "assert 1 == 2"] }),
      ran({ a: ["failed", "assert 2 == 3"] }),
    ]);
    const { outcome } = await loop("a\nb", steps, 0);
    assert.equal(outcome.verdicts.find(({ name }) => name === "a")?.refusal, "order");
    assert.equal(outcome.code, "");
  });

  it("asks for another test in the place of a refused one", async () => {
    const steps = new ScriptedSteps([ran()], ["a\nb"]);
    const { outcome } = await loop("a\n!b", steps);
    assert.equal(steps.asks[0]?.verdicts[0]?.refusal, "noAssertion");
    assert.equal(outcome.code, "a\nb");
  });

  it("keeps the better round when a repair makes it worse", async () => {
    const fault: [CaseReport["state"], string] = ["error", "tests/test_shop.py:3: NameError"];
    const steps = new ScriptedSteps([ran({ c: fault }), broken, ran()], ["x", "y"]);
    const { outcome } = await loop("a\nb\nc", steps, 1);
    assert.equal(outcome.code, "a\nb");
  });

  it("keeps what it has when the model fails, and passes a cancellation on", async () => {
    const fault: [CaseReport["state"], string] = ["error", "tests/test_shop.py:3: NameError"];
    const failing = new ScriptedSteps([ran({ b: fault })], [new AssistantError("unreachable", "gone")]);
    const { outcome } = await loop("a\nb", failing);
    assert.equal(outcome.code, "a");
    assert.equal((outcome.repairFailure as AssistantError).kind, "unreachable");
    const cancelled = new ScriptedSteps([ran({ b: fault })], [new DOMException("aborted", "AbortError")]);
    await assert.rejects(loop("a\nb", cancelled), { name: "AbortError" });
  });

  it("knows nothing where the project cannot run tests", async () => {
    const steps = new ScriptedSteps([{ kind: "cannotRun", failure: "no module named pytest" }]);
    const { outcome } = await loop("a\n!b", steps);
    assert.equal(outcome.cannotRun, "no module named pytest");
    assert.equal(outcome.counts.compiled, 0);
    assert.equal(outcome.code, "a");
    assert.equal(steps.asks.length, 0);
  });

  it("loses no good test to one that does not compile", async () => {
    const steps = new ScriptedSteps([
      { kind: "broken", stage: "compile", failure: "test_shop.py:2: error" },
      ran(),
    ]);
    const { states, outcome } = await loop("alpha\nbeta", steps, 0);
    assert.deepEqual(states, { alpha: "passed", beta: "faulty" });
    assert.equal(outcome.code, "alpha");
  });

  it("finds a test again whose class has got another name, beside one whose own name changed", () => {
    const cases = [
      { container: "TaxTest2", name: "test_rate" },
      { container: "OtherTest", name: "test_rate_2" },
    ];
    const newNames = new Map([
      ["TaxTest", "TaxTest2"],
      ["test_rate", "test_rate_2"],
    ]);
    const placed = { text: "", cases, newNames };
    assert.equal(placedCase({ container: "TaxTest", name: "test_rate" }, placed), cases[0]);
    assert.equal(placedCase({ container: "OtherTest", name: "test_rate" }, placed), cases[1]);
    assert.equal(placedCase({ container: "OtherTest", name: "test_gone" }, placed), undefined);
  });
});
