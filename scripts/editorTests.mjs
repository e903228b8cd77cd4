/** npm run test:editor / test:floor [-- --grep TEXT]: the tests that run inside a real extension host. */
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { canRunDesktop, runInDesktop } from "./editorTestsInDesktop.mjs";
import { runInServer } from "./editorTestsInServer.mjs";
import { followFile } from "./followFile.mjs";
import { projectNode } from "./projectNode.mjs";
import { runCommand } from "./runCommand.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const isFloor = process.argv.includes("--floor");

/**
 * @typedef {object} EditorRun
 * @property {boolean} isFloor run on the oldest supported version
 * @property {string} extensionPath
 * @property {string} testsPath the bundled entry, which exports `run()`
 * @property {string} workspace a throwaway copy
 * @property {string} temporaryDir removed afterwards
 * @property {NodeJS.ProcessEnv} env for the extension host
 */

process.exitCode = await main();

async function main() {
  const temporaryDir = realpathSync(mkdtempSync(join(tmpdir(), "flywheel-editor-")));
  const result = join(temporaryDir, "result.json");
  const report = join(temporaryDir, "report.txt");
  try {
    if (!(await build())) return 1;
    /** @type {EditorRun} */
    const run = {
      isFloor,
      extensionPath: process.env.FLYWHEEL_EXTENSION_PATH ?? ROOT,
      testsPath: process.env.FLYWHEEL_EDITOR_ENTRY ?? join(ROOT, "dist-test", "editor", "index.js"),
      workspace: copyWorkspace(temporaryDir),
      temporaryDir,
      env: {
        FLYWHEEL_TEST_RESULT: result,
        FLYWHEEL_TEST_REPORT: report,
        FLYWHEEL_TEST_GREP: optionValue("--grep") ?? "",
        FLYWHEEL_EDITOR_TESTS: join(ROOT, "test", "editor"),
      },
    };
    const stopFollowing = followFile(report, (text) => process.stdout.write(text));
    const problem = await runSomewhere(run).finally(stopFollowing);
    return verdict(result, problem);
  } finally {
    rmSync(temporaryDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/**
 * @param {EditorRun} run
 * @returns {Promise<string | undefined>} what went wrong, a failed test included
 */
async function runSomewhere(run) {
  if (await canRunDesktop()) return runInDesktop(run);
  return runInServer(run);
}

/**
 * The counts are the tests' own word; a launcher that ends without them is a failure whatever it said.
 * @param {string} resultPath
 * @param {string | undefined} problem
 */
function verdict(resultPath, problem) {
  if (!existsSync(resultPath)) {
    console.error(`The editor tests gave no result. ${problem ?? ""}`);
    return 1;
  }
  const text = readFileSync(resultPath, "utf8");
  const handOver = process.env.FLYWHEEL_TEST_RESULT;
  if (handOver) cpSync(resultPath, handOver);
  const { failed } = JSON.parse(text);
  if (problem && failed === 0) console.error(problem);
  return failed > 0 || problem ? 1 : 0;
}

async function build() {
  const config = join(ROOT, "esbuild.config.mjs");
  if (!process.env.FLYWHEEL_BUILT && (await runCommand(projectNode(), [config], { cwd: ROOT })).code !== 0)
    return false;
  return (await runCommand(projectNode(), [config, "--test"], { cwd: ROOT })).code === 0;
}

/** @param {string} temporaryDir */
function copyWorkspace(temporaryDir) {
  const sources = ["test/fixtures/workspace", "seeds/playground"].map((path) => join(ROOT, path));
  const source = sources.find((path) => existsSync(path));
  const target = join(temporaryDir, "workspace");
  if (source) cpSync(source, target, { recursive: true });
  return target;
}

/** @param {string} name */
function optionValue(name) {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}
