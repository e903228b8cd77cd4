/**
 * node scripts/bootstrap.mjs start|test [OPTION...]: installs what is missing, then runs scripts/<name>.mjs under the
 * Node that the project pins. Needs nothing installed itself.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { endProgress, printProgress } from "./printProgress.mjs";
import { projectNode } from "./projectNode.mjs";
import { runNpmQuietly } from "./runCommand.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const LOCKFILE = join(ROOT, "package-lock.json");
const MARKER = join(ROOT, "node_modules", ".flywheel-installed");
/** npm writes this last, so it is there only after an installation that went to its end. */
const NPM_MARKER = join(ROOT, "node_modules", ".package-lock.json");
const PARENT_CHECK_MS = 1_000;

const [name, ...rest] = process.argv.slice(2);
if (name !== "start" && name !== "test") {
  console.error("Usage: node scripts/bootstrap.mjs start|test [OPTION...]");
  process.exit(2);
}
try {
  await installMissing();
  process.exitCode = await runScript(join(ROOT, "scripts", `${name}.mjs`), rest);
} catch (error) {
  endProgress();
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
  // The last line of a test run is always its counts.
  if (name === "test") console.log("0 passed, 1 failed");
}

async function installMissing() {
  const wanted = createHash("sha256").update(readFileSync(LOCKFILE)).digest("hex");
  if (isInstalled(wanted)) return;
  printProgress("Installing packages (npm ci) ...");
  await runNpmQuietly(["ci"], { cwd: ROOT });
  endProgress();
  writeFileSync(MARKER, wanted);
}

/** @param {string} wanted hash of the lockfile */
function isInstalled(wanted) {
  if (!existsSync(NPM_MARKER)) return false;
  if (existsSync(MARKER) && readFileSync(MARKER, "utf8") === wanted) return true;
  // Installed by hand after the lockfile was last written.
  if (statSync(NPM_MARKER).mtimeMs < statSync(LOCKFILE).mtimeMs) return false;
  writeFileSync(MARKER, wanted);
  return true;
}

/**
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function runScript(script, args) {
  // The channel closes with this process, however it ends; the script takes that as a request to stop.
  const child = spawn(projectNode(), [script, ...args], {
    cwd: ROOT,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  // Ctrl-C reaches the child by the terminal; here it must only not end this process before the child has cleaned up.
  process.on("SIGINT", () => {});
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"]))
    process.on(signal, () => child.kill(signal));
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.platform !== "win32" && process.ppid !== parent) child.kill("SIGTERM");
  }, PARENT_CHECK_MS);
  return new Promise((resolve) => {
    child.on("error", (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on("exit", (code) => {
      clearInterval(timer);
      resolve(code ?? 1);
    });
  });
}
