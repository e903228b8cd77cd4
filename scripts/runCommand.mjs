import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Variables that npm sets for its own scripts; a nested npm in another folder must not inherit them. */
const NPM_SCRIPT_VARIABLES =
  /^npm_(package_|lifecycle_|command$|config_(local_prefix|global_prefix|prefix|omit|include|ignore_scripts|production)$)/i;

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutNpmScriptVariables(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !NPM_SCRIPT_VARIABLES.test(name)));
}

/**
 * How to start npm without a shell: its JavaScript under the current Node where that can be found.
 * @returns {{ command: string, prefixArgs: string[], shell: boolean }}
 */
export function npmLauncher() {
  const beside = dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath ?? "",
    join(beside, "node_modules", "npm", "bin", "npm-cli.js"),
    join(beside, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
  ];
  const script = candidates.find((path) => /npm-cli\.c?js$/.test(path) && existsSync(path));
  if (script) return { command: process.execPath, prefixArgs: [script], shell: false };
  return { command: "npm", prefixArgs: [], shell: process.platform === "win32" };
}

/**
 * Runs a command to its end. Output goes to the terminal, or is kept and returned when `capture` is set.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, capture?: boolean, shell?: boolean, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, output: string }>} `code` is 127 when the command could not be started
 */
export function runCommand(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      shell: options.shell ?? false,
      stdio: options.capture ? ["ignore", "pipe", "pipe"] : "inherit",
      timeout: options.timeoutMs,
      windowsHide: true,
    });
    let output = "";
    child.stdout?.on("data", (chunk) => (output += chunk));
    child.stderr?.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on("close", (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), output }));
  });
}

/**
 * Runs npm and throws, with the end of its output, when it fails.
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>}
 */
export async function runNpmQuietly(args, { cwd, env }) {
  const npm = npmLauncher();
  const result = await runCommand(npm.command, [...npm.prefixArgs, ...args, "--no-audit", "--no-fund"], {
    cwd,
    env: { ...withoutNpmScriptVariables(process.env), ...env },
    capture: true,
    shell: npm.shell,
  });
  if (result.code !== 0) {
    throw new Error(
      `npm ${args.join(" ")} failed (exit code ${result.code}):\n${lastLines(result.output, 25)}`,
    );
  }
}

/**
 * @param {string} text
 * @param {number} count
 */
function lastLines(text, count) {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}
