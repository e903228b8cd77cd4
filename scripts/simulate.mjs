/**
 * Validates the efficiency ledger on simulated developers whose true effect is known. Prints every row with its
 * target and figure, writes the verdicts that decide whether the product shows a percentage, and puts the
 * figures into docs/method.md. `--runs N` sets the runs per cell (200), `--check` writes nothing, `--tune` takes
 * the seeds that formulas may be worked on with and writes nothing. `--keep FILE` keeps the runs in a file as they are
 * done, and goes on from there where the same command was stopped. Exit code 1 if a row fails.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
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
const keepIndex = process.argv.indexOf("--keep");
const keepPath = keepIndex < 0 ? undefined : process.argv[keepIndex + 1];
/** How often the runs that are done are written down (ms). */
const keepEveryMs = 10_000;
/** Of the files as they are now: they may be edited while the simulation runs. */
const sourceHash = formulaHash(root);
const source = sourceName();

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
  const kept = keptRuns();
  const bySeed = new Map(cells.map(({ name }) => [name, kept.get(name)?.slice(0, runs) ?? []]));
  const timer = setInterval(() => keepRuns(bySeed), keepEveryMs);
  try {
    await Promise.all(Array.from({ length: parts }, (_, part) => runPart(part, parts, bySeed)));
  } finally {
    clearInterval(timer);
  }
  keepRuns(bySeed);
  return bySeed;
}

/** Names everything that a run's result hangs on. */
function sourceName() {
  const hash = createHash("sha256").update(`${sourceHash} ${firstSeed}`);
  const folder = join(root, "test", "simulate");
  for (const name of readdirSync(folder).sort()) {
    hash.update(readFileSync(join(folder, name)));
  }
  return hash.digest("hex");
}

function keptRuns() {
  if (keepPath === undefined || !existsSync(keepPath)) {
    return new Map();
  }
  const kept = deserialize(readFileSync(keepPath));
  return kept.source === source ? kept.bySeed : new Map();
}

function keepRuns(bySeed) {
  if (keepPath !== undefined) {
    writeFileSync(`${keepPath}.new`, serialize({ source, bySeed }));
    renameSync(`${keepPath}.new`, keepPath);
  }
}

function runPart(part, parts, bySeed) {
  const done = Object.fromEntries(
    [...bySeed].map(([cell, results]) => [cell, Object.keys(results).map(Number)]),
  );
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("../test/simulate/simulateWorker.ts", import.meta.url), {
      workerData: { firstSeed, runs, part, parts, done },
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
    sourceHash,
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
