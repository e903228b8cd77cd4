/**
 * Runs one command and ends it, with all its children, as soon as the standard input of this process closes. The
 * operating system closes it even when the owner is killed outright, so nothing that a script started survives it.
 *
 * node superviseProcess.mjs COMMAND [ARGUMENT...]   (as the leader of a process group of its own, except on Windows)
 */
import { spawn, spawnSync } from "node:child_process";

const GRACE_MS = 1_500;
const [command = "", ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"], windowsHide: true });
let isEnding = false;

child.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
child.on("exit", (code) => endAll(code ?? 1));
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, requestEnd);
process.stdin.on("end", requestEnd).on("error", requestEnd).resume();

function requestEnd() {
  if (isEnding) return;
  isEnding = true;
  // Asked politely first; its exit leads to endAll above.
  child.kill("SIGTERM");
  setTimeout(() => endAll(1), GRACE_MS).unref();
}

/** @param {number} code */
function endAll(code) {
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore" });
    process.exit(code);
  }
  // Children of the command that are still there (extension hosts) are in this group, as is this process.
  process.once("SIGTERM", () => {});
  try {
    process.kill(-process.pid, isEnding ? "SIGKILL" : "SIGTERM");
  } catch {
    // Not a group leader: started by hand.
  }
  process.exit(code);
}
