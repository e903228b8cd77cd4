import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { ensureTestTools } from "../../scripts/ensureTestTools.mjs";
import { runnerCases } from "./cases.ts";
import { RunnerFixture, type CellResult, type RunnerCase } from "./runCell.ts";
import { scenarios, type Scenario } from "./scenarios.ts";

type Cell = CellResult | { readonly scenario: Scenario; readonly error: string };

/**
 * A run of all suites leaves to `npm run test:runners` what would only start Maven again: JUnit 4 and TestNG
 * differ from JUnit 5 in how cases are written and reported, not in how time, processes and files are held.
 */
const isBrief = process.env["FLYWHEEL_RUNNERS_BRIEF"] === "1";
const briefNames: ReadonlySet<string> = new Set(["junit4", "testng"]);
const briefScenarios: ReadonlySet<Scenario> = new Set<Scenario>([
  "good",
  "compile error, then repaired",
  "wrong expectation",
  "no assertion",
]);

function scenariosOf(name: string): readonly Scenario[] {
  return isBrief && briefNames.has(name) ? scenarios.filter((each) => briefScenarios.has(each)) : scenarios;
}

const containments = new Set<string>();
const cells = new Map<string, Map<Scenario, Cell>>();

/** Frameworks one after the other in two lanes, the scenarios of one in order. */
async function runAll(nodeModules: string, missing: readonly string[]): Promise<void> {
  const waiting = runnerCases.filter(({ tools }) => !tools.some((tool) => missing.includes(tool)));
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      cells.set(next.name, await runCase(next, nodeModules));
    }
  };
  await Promise.all([lane(), lane()]);
}

async function runCase(runnerCase: RunnerCase, nodeModules: string): Promise<Map<Scenario, Cell>> {
  const found = new Map<Scenario, Cell>();
  const fixture = new RunnerFixture(runnerCase, nodeModules);
  try {
    containments.add(await fixture.containment());
    for (const scenario of scenariosOf(runnerCase.name)) {
      try {
        found.set(scenario, await fixture.runCell(scenario));
      } catch (error) {
        found.set(scenario, {
          scenario,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
      }
    }
  } finally {
    await fixture.close();
  }
  return found;
}

/** What became of the tests, short enough for a table. */
function shortly(cell: Cell | undefined): string {
  if (cell === undefined) {
    return "not here";
  }
  if ("error" in cell) {
    return "ERROR";
  }
  if (cell.outcome === undefined) {
    return /testing\.reply\.(\w+)/.exec(cell.refusal ?? "")?.[1] ?? "refused";
  }
  if (cell.outcome.cannotRun !== undefined) {
    return "CANNOT RUN";
  }
  const counts = new Map<string, number>();
  for (const { state, refusal, limit } of cell.outcome.verdicts) {
    const name = refusal ?? limit ?? state;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const parts = [...counts].map(([name, count]) => `${count} ${name}`);
  return `${parts.join(", ")}${cell.outcome.repairs > 0 ? ` (${cell.outcome.repairs} repair)` : ""}`;
}

function printMatrix(): void {
  const header = ["", ...runnerCases.map(({ name }) => name)];
  const rows = scenarios.map((scenario) => [
    scenario,
    ...runnerCases.map(({ name }) =>
      scenariosOf(name).includes(scenario) ? shortly(cells.get(name)?.get(scenario)) : "by hand",
    ),
  ]);
  const seconds = ["seconds", ...runnerCases.map(({ name }) => secondsOf(name).toFixed(0))];
  const half = Math.ceil(runnerCases.length / 2);
  for (const columns of [
    [0, ...range(1, half)],
    [0, ...range(half + 1, runnerCases.length)],
  ]) {
    const table = [header, ...rows, seconds].map((row) => columns.map((column) => row[column] ?? ""));
    const widths = columns.map((_column, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
    const lines = table.map((row) =>
      row
        .map((text, at) => text.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    );
    console.log(`\n${lines.join("\n")}`);
  }
  console.log(`\nOn this machine: ${[...containments].join("; ")}.\n`);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_value, at) => from + at);
}

function secondsOf(name: string): number {
  return [...(cells.get(name)?.values() ?? [])].reduce(
    (sum, cell) => sum + ("error" in cell ? 0 : cell.seconds),
    0,
  );
}

function cellOf(name: string, scenario: Scenario): CellResult {
  const cell = cells.get(name)?.get(scenario);
  assert.ok(cell !== undefined, "it was not run");
  assert.ok(!("error" in cell), "error" in cell ? cell.error : "");
  assert.equal(cell.outcome?.cannotRun, undefined);
  assert.deepEqual(cell.changedFiles, [], "the user's own files are as they were");
  return cell;
}

function statesOf(cell: CellResult): string[] {
  return (cell.outcome?.verdicts ?? []).map(({ state, refusal, limit }) => refusal ?? limit ?? state).sort();
}

const judge: Readonly<Record<Scenario, (cell: CellResult) => void>> = {
  good: (cell) => {
    assert.deepEqual(statesOf(cell), ["passed", "passed", "passed"]);
    assert.equal(cell.asked, 1);
    assert.equal(cell.outcome?.counts.firstPass, 3);
  },
  "compile error, then repaired": (cell) => {
    assert.deepEqual(statesOf(cell), ["passed", "passed"]);
    assert.equal(cell.asked, 2);
    assert.equal(cell.outcome?.repairs, 1);
    assert.equal(cell.outcome.counts.firstPass, 0, "what does not compile is no pass");
    assert.equal(cell.outcome.counts.repaired, 2);
  },
  "wrong expectation": (cell) => {
    assert.deepEqual(statesOf(cell), ["contradicts", "passed"]);
    const claim = cell.outcome?.verdicts.find(({ state }) => state === "contradicts");
    assert.match(claim?.expected ?? "", /^\+?0$/);
    assert.equal(claim?.actual, "5");
    assert.match(cell.outcome?.placed?.text ?? "", /large.orders.are.free/);
    assert.doesNotMatch(cell.outcome?.placed?.text ?? "", /fifty.is.free/);
    assert.match(cell.outcome?.placedWithContradictions?.text ?? "", /fifty.is.free/);
    assert.equal(cell.asked, 1, "the model is not asked to bend it");
  },
  "no assertion": (cell) => assert.deepEqual(statesOf(cell), ["noAssertion", "passed"]),
  "endless loop": (cell) => {
    assert.deepEqual(statesOf(cell), ["timeLimit"]);
    assert.equal(cell.outcome?.placed, undefined);
  },
  "many processes": (cell) => {
    assert.deepEqual(statesOf(cell), ["processLimit"]);
    assert.equal(cell.outcome?.placed, undefined);
  },
  // It passes, in its copy; that nothing else is changed is looked at for every cell.
  "deletes files": (cell) => assert.deepEqual(statesOf(cell), ["passed"]),
  prose: (cell) => {
    assert.match(cell.refusal ?? "", /reply\.prose/);
    assert.equal(cell.runs, 0);
  },
  "wrong framework": (cell) => {
    assert.match(cell.refusal ?? "", /reply\.wrongFramework/);
    assert.equal(cell.runs, 0);
  },
  "cut off": (cell) => assert.deepEqual(statesOf(cell), ["passed"]),
};

/** Command lines of processes that are alive, where the system shows them. */
function aliveCommands(): string[] {
  if (process.platform !== "linux") {
    return [];
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      } catch {
        return "";
      }
    });
}

describe("generated tests, run by real runners", function () {
  this.timeout(900_000);
  let missing: readonly string[] = [];
  let canInstall = false;
  before(async () => {
    const tools = await ensureTestTools({ onProgress: (text) => console.log(text) });
    missing = tools.missing;
    canInstall = tools.canInstall;
    await runAll(tools.nodeModules, missing);
    printMatrix();
  });

  it("has every tool", function () {
    if (missing.length > 0 && !canInstall) {
      this.skip();
    }
    assert.deepEqual(missing, []);
  });

  it("keeps the same away from all of them", () => {
    assert.equal(containments.size, 1, [...containments].join("; "));
  });

  it("leaves no process behind", () => {
    assert.deepEqual(
      aliveCommands().filter((command) => command.startsWith("sleep 31.07")),
      [],
    );
  });

  for (const { name, tools } of runnerCases) {
    describe(name, () => {
      beforeEach(function () {
        if (!canInstall && tools.some((tool) => missing.includes(tool))) {
          this.skip();
        }
      });
      for (const scenario of scenariosOf(name)) {
        it(scenario, () => judge[scenario](cellOf(name, scenario)));
      }
    });
  }
});
