/** npm test [-- --only unit,editor]: every suite in order, a table, and the counts as the last line. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { npmLauncher } from "./runCommand.mjs";
import { projectNode } from "./projectNode.mjs";
import { startSupervised } from "./supervisedProcess.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const REPORTER = join(ROOT, "scripts", "mochaReporter.mjs");

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {string} script of package.json
 * @property {string[]} [args]
 * @property {number} limitMinutes a suite that takes longer is ended and counts as failed
 * @property {boolean} isCounted its tests are counted one by one; else the whole is one test
 * @property {boolean} [needsBuild] cannot run when the build failed
 * @property {Record<string, string>} [env]
 */

/** @type {Suite[]} */
const SUITES = [
  { name: "typecheck", limitMinutes: 5, script: "typecheck", isCounted: false },
  { name: "lint", limitMinutes: 5, script: "lint", isCounted: false },
  { name: "unit", limitMinutes: 8, script: "test:unit", args: ["--reporter", REPORTER], isCounted: true },
  { name: "build", limitMinutes: 5, script: "build", isCounted: false },
  { name: "editor", limitMinutes: 10, script: "test:editor", isCounted: true, needsBuild: true },
  {
    name: "runners",
    limitMinutes: 15,
    script: "test:runners",
    isCounted: true,
    env: { FLYWHEEL_RUNNERS_BRIEF: "1" },
  },
  { name: "ui", limitMinutes: 30, script: "test:ui", isCounted: true, needsBuild: true },
  { name: "package", limitMinutes: 5, script: "package", isCounted: false },
];

/**
 * @typedef {object} Outcome
 * @property {string} name
 * @property {number} passed
 * @property {number} failed
 * @property {number} pending
 * @property {number} seconds
 * @property {string} note
 * @property {readonly { title: string, message: string }[]} failures
 * @property {readonly string[]} retried titles of what passed only when it was tried again
 */

const temporaryDir = mkdtempSync(join(tmpdir(), "flywheel-test-"));
if (process.connected) process.on("disconnect", () => process.exit(1));
// Listening on the channel would keep this process after its work.
process.channel?.unref();
process.on("exit", () => rmSync(temporaryDir, { recursive: true, force: true }));
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
  process.on(signal, () => process.exit(130));
await main();

async function main() {
  /** @type {Outcome[]} */
  const outcomes = [];
  for (const suite of chosenSuites()) {
    const isBuildBroken = outcomes.some(({ name, failed }) => name === "build" && failed > 0);
    outcomes.push(
      suite.needsBuild && isBuildBroken ? notRun(suite, "the build failed") : await runSuite(suite, outcomes),
    );
  }
  printFailures(outcomes);
  printTable(outcomes);
  const passed = sum(outcomes.map((outcome) => outcome.passed));
  const failed = sum(outcomes.map((outcome) => outcome.failed));
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

function chosenSuites() {
  const at = process.argv.indexOf("--only");
  if (at < 0) return SUITES;
  const names = (process.argv[at + 1] ?? "").split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(
      `No such suite: ${unknown.join(", ")}. There are: ${SUITES.map(({ name }) => name).join(", ")}.`,
    );
    console.log("0 passed, 1 failed");
    process.exit(1);
  }
  return SUITES.filter((suite) => names.includes(suite.name));
}

/**
 * @param {Suite} suite
 * @param {Outcome[]} earlier
 * @returns {Promise<Outcome>}
 */
async function runSuite(suite, earlier) {
  console.log(`\n=== ${suite.name} ===`);
  const resultFile = join(temporaryDir, `${suite.name}.json`);
  const startedMs = performance.now();
  const npm = npmLauncher();
  const args = [
    ...npm.prefixArgs,
    "run",
    "--silent",
    suite.script,
    ...(suite.args ? ["--", ...suite.args] : []),
  ];
  const isBuilt = earlier.some(({ name, failed }) => name === "build" && failed === 0);
  const code = await runWithin(suite.limitMinutes, npm.command, args, {
    ...process.env,
    ...pathWithProjectNode(),
    FLYWHEEL_TEST_RESULT: resultFile,
    ...(isBuilt && { FLYWHEEL_BUILT: "1" }),
    ...suite.env,
  });
  const seconds = (performance.now() - startedMs) / 1000;
  if (!suite.isCounted)
    return outcome(suite, { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }, seconds);
  return countedOutcome(suite, code, resultFile, seconds);
}

/**
 * Runs a command with its output on the terminal; its whole process tree ends with the time.
 * @param {number} minutes
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} its exit code, 124 when the time was over
 */
async function runWithin(minutes, command, args, env) {
  const child = startSupervised(command, args, {
    cwd: ROOT,
    env,
    onOutput: (text) => process.stdout.write(text),
  });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const limit = new Promise((resolve) => {
    timer = setTimeout(() => resolve(124), minutes * 60_000);
  });
  const code = await Promise.race([child.exited, limit]);
  clearTimeout(timer);
  if (code === 124) console.log(`\nEnded after ${minutes} minutes.`);
  await child.stop();
  return code;
}

/**
 * @param {Suite} suite
 * @param {number} code
 * @param {string} resultFile
 * @param {number} seconds
 * @returns {Outcome}
 */
function countedOutcome(suite, code, resultFile, seconds) {
  const counts = readCounts(resultFile);
  if (!counts) return outcome(suite, { failed: 1 }, seconds, "no result: it could not run or broke off");
  if (counts.passed + counts.failed === 0)
    return outcome(suite, { ...counts, failed: 1 }, seconds, "it had no tests");
  if (code !== 0 && counts.failed === 0)
    return outcome(suite, { ...counts, failed: 1 }, seconds, `exit code ${code}`);
  return outcome(suite, counts, seconds);
}

/** @param {string} path */
function readCounts(path) {
  try {
    const { passed, failed, pending, failures = [], retried = [] } = JSON.parse(readFileSync(path, "utf8"));
    return { passed: Number(passed), failed: Number(failed), pending: Number(pending), failures, retried };
  } catch {
    return undefined;
  }
}

/**
 * @param {Suite} suite
 * @param {Partial<Omit<Outcome, "name" | "seconds" | "note">>} counts
 * @param {number} seconds
 * @param {string} [note]
 * @returns {Outcome}
 */
function outcome(
  { name },
  { passed = 0, failed = 0, pending = 0, failures = [], retried = [] },
  seconds,
  note = "",
) {
  return { name, passed, failed, pending, seconds, note, failures, retried };
}

/**
 * @param {Suite} suite
 * @param {string} why
 */
function notRun(suite, why) {
  console.log(`\n=== ${suite.name} ===\nNot run: ${why}.`);
  return outcome(suite, { failed: 1 }, 0, `not run: ${why}`);
}

function pathWithProjectNode() {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
  const separator = process.platform === "win32" ? ";" : ":";
  return { [name]: `${dirname(projectNode())}${separator}${process.env[name] ?? ""}` };
}

/**
 * Once more at the end, where a long log is read first.
 * @param {Outcome[]} outcomes
 */
function printFailures(outcomes) {
  for (const { name, failures, retried } of outcomes) {
    for (const title of retried) console.log(`passed when tried again, ${name}: ${title}`);
    for (const { title, message } of failures)
      console.log(`\nFAILED, ${name}: ${title}\n${message.replace(/^/gm, "    ")}`);
  }
}

/** @param {Outcome[]} outcomes */
function printTable(outcomes) {
  const rows = outcomes.map(({ name, passed, failed, pending, seconds, note }) => [
    name,
    String(passed),
    String(failed),
    String(pending),
    seconds.toFixed(1),
    note,
  ]);
  const header = ["suite", "passed", "failed", "skipped", "seconds", ""];
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (/** @type {string[]} */ cells) =>
    cells
      .map((cell, column) =>
        column === 0 || column === 5 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  console.log(`\n${[header, ...rows].map(line).join("\n")}\n`);
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
