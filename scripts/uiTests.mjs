/**
 * npm run test:ui [-- FILE...] [--grep TEXT]: the UI tests, in Chromium on the VS Code server. One file at a time: two
 * were seen to save a tenth of the time on two cores, and to take each other's keyboard.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { mergeMochaResults, readMochaResult } from "./mochaResult.mjs";
import { prepareUiRun } from "./prepareUiRun.mjs";
import { printProgress } from "./printProgress.mjs";
import { runMocha } from "./runMocha.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const FOLDER = "test/ui";

const given = process.argv.slice(2);
const givenFiles = given.filter((argument) => /\.m?ts$/.test(argument));
const run = await prepareUiRun(printProgress);
process.exitCode = given.length > 0 ? await runTests(given) : await runAll();

/**
 * @param {readonly string[]} args
 * @param {string} [resultFile]
 */
function runTests(args, resultFile) {
  return runMocha(
    [
      "--no-config",
      "--require",
      join(ROOT, FOLDER, "rootHooks.ts"),
      "--timeout",
      "240000",
      "--retries",
      "1",
      "--slow",
      "10000",
      ...(givenFiles.length > 0 || resultFile ? [] : ["test/ui/**/*.test.ts"]),
      ...args,
    ],
    {
      FLYWHEEL_UI_RUN: JSON.stringify(run),
      ...(resultFile && { FLYWHEEL_TEST_RESULT: resultFile }),
    },
  );
}

/**
 * A test tried again stands in the window in which it failed, with what it left there. So a file with a failure runs
 * once more as a whole, in windows of its own; what passes only then is named in the result.
 */
async function runAll() {
  const folder = mkdtempSync(join(tmpdir(), "flywheel-ui-result-"));
  try {
    const firstFile = join(folder, "first.json");
    const code = await runTests(["test/ui/**/*.test.ts"], firstFile);
    const first = readMochaResult(firstFile);
    if (!first) return code || 1;
    const failedFiles = [...new Set(first.failures.map(({ file }) => file).filter((file) => file !== ""))];
    let result = first;
    if (failedFiles.length > 0) {
      console.log(
        `\nOnce more, in windows of their own: ${failedFiles.map((file) => basename(file)).join(", ")}`,
      );
      const againFile = join(folder, "again.json");
      await runTests(failedFiles, againFile);
      const again = readMochaResult(againFile);
      if (again) result = mergeMochaResults(first, again);
    }
    const handOver = process.env.FLYWHEEL_TEST_RESULT;
    if (handOver) writeFileSync(handOver, JSON.stringify(result));
    return result === first ? code : Math.min(result.failed, 1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
