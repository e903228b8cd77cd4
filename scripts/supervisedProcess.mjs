import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const SUPERVISOR = fileURLToPath(new URL("./superviseProcess.mjs", import.meta.url));
const STOP_TIMEOUT_MS = 5_000;

/**
 * @typedef {object} SupervisedProcess
 * @property {Promise<number>} exited resolves with the exit code
 * @property {() => string} output what was printed so far (standard output and error)
 * @property {(pattern: RegExp, timeoutMs: number) => Promise<RegExpMatchArray>} waitForOutput rejects when the
 *   process ends or the time is over first
 * @property {() => Promise<void>} stop ends the process and all its children
 */

/**
 * Starts a command whose whole process tree ends with `stop()`, and also with the death of this process.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, onOutput?: (text: string) => void }} [options]
 * @returns {SupervisedProcess}
 */
export function startSupervised(command, args, options = {}) {
  const child = spawn(process.execPath, [SUPERVISOR, command, ...args], {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ["pipe", "pipe", "pipe"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  let output = "";
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const append = (/** @type {Buffer} */ chunk) => {
    output += chunk;
    options.onOutput?.(String(chunk));
    for (const listener of listeners) listener();
  };
  child.stdout.on("data", append);
  child.stderr.on("data", append);
  child.stdin.on("error", () => {});
  /** @type {Promise<number>} */
  const exited = new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));

  return {
    exited,
    output: () => output,
    waitForOutput: (pattern, timeoutMs) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const match = output.match(pattern);
          if (match) settle(() => resolve(match));
        };
        const settle = (/** @type {() => void} */ finish) => {
          clearTimeout(timer);
          listeners.delete(check);
          finish();
        };
        const fail = (/** @type {string} */ why) =>
          settle(() => reject(new Error(`${command} ${why}. Its output:\n${output.slice(-4_000)}`)));
        const timer = setTimeout(() => fail(`did not get ready in ${timeoutMs / 1000} s`), timeoutMs);
        listeners.add(check);
        void exited.then((code) => fail(`ended with exit code ${code}`));
        check();
      }),
    stop: async () => {
      child.stdin.end();
      const timer = setTimeout(() => killGroup(child), STOP_TIMEOUT_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** @param {import('node:child_process').ChildProcess} child */
function killGroup(child) {
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else if (child.pid) process.kill(-child.pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}
