/**
 * node scripts/bootstrap.mjs start|test [OPTION...]: installs what is missing, then runs scripts/<name>.mjs under the
 * Node that the project pins. Needs nothing installed itself.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { endProgress, printProgress } from "./printProgress.mjs";
import { projectNode } from "./projectNode.mjs";
import { runNpmQuietly } from "./runCommand.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const LOCKFILE = join(ROOT, "package-lock.json");
const INSTALLED_LIST = join(ROOT, "node_modules", ".package-lock.json");
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
  if (isInstalled()) return;
  printProgress("Installing packages (npm ci) ...");
  await runNpmQuietly(["ci"], { cwd: ROOT });
  endProgress();
}

/**
 * Whether every package of the lockfile is there in its version. Times of files say nothing after a checkout, and
 * npm writes its own list last, so a broken installation has none.
 */
function isInstalled() {
  if (!existsSync(INSTALLED_LIST)) return false;
  const wanted = packagesOf(LOCKFILE);
  const present = packagesOf(INSTALLED_LIST);
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === "" || optional || present[path]?.version === version,
  );
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function packagesOf(path) {
  return JSON.parse(readFileSync(path, "utf8")).packages ?? {};
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
  const owners = ownersOf();
  const timer = setInterval(() => {
    if (ownersOf() !== owners) child.kill("SIGTERM");
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

/**
 * The shell that npm starts for a script, and npm: a change says that one of them was killed outright.
 * @returns {string}
 */
function ownersOf() {
  if (process.platform === "win32") return "";
  try {
    // pid (name) state ppid ...
    const afterName = readFileSync(`/proc/${process.ppid}/stat`, "utf8").split(") ").at(-1) ?? "";
    return `${process.ppid} ${afterName.split(" ")[1]}`;
  } catch {
    return String(process.ppid);
  }
}
