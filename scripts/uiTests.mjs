/**
 * npm run test:ui [-- FILE...] [--grep TEXT]: the UI tests, in Chromium on the VS Code server. One file at a time: two
 * were seen to save a tenth of the time on two cores, and to take each other's keyboard.
 */
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { prepareUiRun } from "./prepareUiRun.mjs";
import { printProgress } from "./printProgress.mjs";
import { runMocha } from "./runMocha.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const FOLDER = "test/ui";

const given = process.argv.slice(2);
const givenFiles = given.filter((argument) => /\.m?ts$/.test(argument));
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
    ...(givenFiles.length > 0 ? [] : ["test/ui/**/*.test.ts"]),
    ...given,
  ],
  { FLYWHEEL_UI_RUN: JSON.stringify(run) },
);
