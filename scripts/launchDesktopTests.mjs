/** node launchDesktopTests.mjs JOB: one run of @vscode/test-electron, its job as JSON. */
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";

const job = JSON.parse(process.argv[2] ?? "{}");
const isRoot = process.getuid?.() === 0;

process.exitCode = await runTests({
  ...(job.executable
    ? { vscodeExecutablePath: job.executable }
    : { version: job.version, cachePath: job.cachePath }),
  extensionDevelopmentPath: job.extensionPath,
  extensionTestsPath: job.testsPath,
  extensionTestsEnv: job.env,
  launchArgs: [
    job.workspace,
    "--disable-workspace-trust",
    "--disable-telemetry",
    `--user-data-dir=${join(job.temporaryDir, "user-data")}`,
    `--extensions-dir=${join(job.temporaryDir, "extensions")}`,
    ...(isRoot ? ["--no-sandbox"] : []),
  ],
});
