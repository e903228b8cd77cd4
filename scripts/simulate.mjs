/**
 * Validates the efficiency ledger on simulated developers whose true effect is known. Prints every row with its
 * target and figure, writes the verdicts that decide whether the product shows a percentage, and puts the
 * figures into docs/method.md. `--runs N` sets the runs per cell (200), `--check` writes nothing, `--tune` takes
 * the seeds that formulas may be worked on with and writes nothing. Exit code 1 if a row fails.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { formulaVersion } from "../src/core/efficiency/effect.ts";
import { cells } from "../test/simulate/cells.ts";
import { formulaHash } from "../test/simulate/formulaFiles.ts";
import { gateRows } from "../test/simulate/gateRows.ts";
import { firstTuningSeed, firstValidationSeed } from "../test/simulate/seeds.ts";

const root = join(import.meta.dirname, "..");
const runsIndex = process.argv.indexOf("--runs");
const runs = runsIndex < 0 ? 200 : Number(process.argv[runsIndex + 1]);
if (!Number.isInteger(runs) || runs < 2) {
  console.error("simulate: --runs needs a whole number of at least 2.");
  process.exit(2);
}
const isTuning = process.argv.includes("--tune");
const isCheckOnly = isTuning || process.argv.includes("--check");
const firstSeed = isTuning ? firstTuningSeed : firstValidationSeed;

const started = performance.now();
const found = await simulate();
const results = new Map(cells.map(({ name }) => [name, found.get(name) ?? []]));
const rows = gateRows(results);
const seconds = ((performance.now() - started) / 1000).toFixed(0);

for (const { id, grades, target, figure, isPassed } of rows) {
  console.log(`${isPassed ? "pass" : "FAIL"}  ${id} [${grades.join(", ")}]: ${figure}, target ${target}`);
}
const { user, system } = process.cpuUsage();
const busy = ((user + system) / 1e6).toFixed(0);
const failed = rows.filter(({ isPassed }) => !isPassed).length;
console.log(
  `${rows.length - failed} rows passed, ${failed} failed; ${runs} runs in each of ${cells.length} cells, ${seconds} s, ${busy} s of processor time`,
);
if (!isCheckOnly) {
  writeVerdicts();
  writeMethod();
}
process.exitCode = failed === 0 ? 0 : 1;

/** The results of all runs by cell, in the order of their seeds. */
async function simulate() {
  const parts = Math.max(1, Math.min(availableParallelism(), 4));
  const bySeed = new Map(cells.map(({ name }) => [name, new Array(runs)]));
  const work = Array.from({ length: parts }, (_, part) => runPart(part, parts, bySeed));
  await Promise.all(work);
  return bySeed;
}

function runPart(part, parts, bySeed) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("../test/simulate/simulateWorker.ts", import.meta.url), {
      workerData: { firstSeed, runs, part, parts },
    });
    worker.on("message", ({ cell, run, result }) => {
      bySeed.get(cell)[run] = result;
    });
    worker.on("error", reject);
    worker.on("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`simulation thread ended with ${code}`)),
    );
  });
}

function writeVerdicts() {
  const body = {
    formulaVersion,
    sourceHash: formulaHash(root),
    runsPerCell: runs,
    rows,
  };
  const text = `import type { GateVerdicts } from "./gates.ts";

/** Written by \`npm run simulate\`; not to be edited by hand. */
export const gateVerdicts: GateVerdicts = ${JSON.stringify(body, undefined, 2).replace(/^(\s*)"(\w+)":/gm, "$1$2:")};
`;
  writeFileSync(join(root, "src", "core", "efficiency", "gateVerdicts.ts"), text);
}

function writeMethod() {
  const path = join(root, "docs", "method.md");
  const text = readFileSync(path, "utf8");
  const table = [
    "<!-- simulation: begin -->",
    "",
    `${runs} runs in each of ${cells.length} cells, seeds from ${firstSeed}; formulas: ${formulaVersion}.`,
    "",
    "| Row | Grades | Target | Figure | |",
    "|---|---|---|---|---|",
    ...rows.map(
      ({ id, grades, target, figure, isPassed }) =>
        `| ${id} | ${grades.join(", ")} | ${target} | ${figure} | ${isPassed ? "pass" : "**fail**"} |`,
    ),
    "",
    "<!-- simulation: end -->",
  ].join("\n");
  const marks = /<!-- simulation: begin -->[\s\S]*?<!-- simulation: end -->/;
  if (!marks.test(text)) {
    throw new Error("docs/method.md has no place for the figures of the simulation.");
  }
  writeFileSync(
    path,
    text.replace(marks, () => table),
  );
}
