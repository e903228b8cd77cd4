/** npm run test:ui [-- FILE...] [--grep TEXT]: the UI tests, in Chromium on the VS Code server. */
import { readdirSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { prepareUiRun } from "./prepareUiRun.mjs";
import { printProgress } from "./printProgress.mjs";
import { runMocha } from "./runMocha.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const FOLDER = "test/ui";
/** A window with its server, extension host and browser was seen to take 1.3 GB. */
const WINDOW_BYTES = 2 * 1024 ** 3;
/** A window that opens takes all of two cores for some seconds and then mostly waits: two fill each other's gaps. */
const JOBS = Math.min(2, availableParallelism(), Math.floor(process.availableMemory() / WINDOW_BYTES));

const given = process.argv.slice(2);
const givenFiles = given.filter((argument) => /\.m?ts$/.test(argument));
const isParallel = JOBS > 1 && givenFiles.length !== 1;
const run = await prepareUiRun(printProgress);
process.exitCode = await runMocha(
  [
    "--no-config",
    "--require",
    join(ROOT, FOLDER, "rootHooks.ts"),
    "--timeout",
    "240000",
    "--retries",
    "2",
    "--slow",
    "10000",
    ...(isParallel ? ["--parallel", "--jobs", String(JOBS)] : []),
    ...(givenFiles.length > 0 ? [] : largestFirst()),
    ...given,
  ],
  { FLYWHEEL_UI_RUN: JSON.stringify(run) },
);

/** So that no long file is begun when the others are done; a file's size tells well enough how long it takes. */
function largestFirst() {
  return readdirSync(join(ROOT, FOLDER), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => join(FOLDER, name))
    .sort((a, b) => statSync(join(ROOT, b)).size - statSync(join(ROOT, a)).size);
}
