/** npm run test:ui [-- FILE...] [--grep TEXT]: the UI tests, in Chromium on the VS Code server. */
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { prepareUiRun } from "./prepareUiRun.mjs";
import { printProgress } from "./printProgress.mjs";
import { runMocha } from "./runMocha.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

const given = process.argv.slice(2);
const hasFiles = given.some((argument) => /\.m?ts$/.test(argument));
const run = await prepareUiRun(printProgress);
process.exitCode = await runMocha(
  [
    "--no-config",
    "--require",
    join(ROOT, "test", "ui", "rootHooks.ts"),
    "--timeout",
    "240000",
    "--retries",
    "2",
    "--slow",
    "10000",
    ...(hasFiles ? [] : ["test/ui/**/*.test.ts"]),
    ...given,
  ],
  { FLYWHEEL_UI_RUN: JSON.stringify(run) },
);
