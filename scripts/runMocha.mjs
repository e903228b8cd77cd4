import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { projectNode } from "./projectNode.mjs";
import { runCommand } from "./runCommand.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const REPORTER = join(ROOT, "scripts", "mochaReporter.mjs");

/**
 * Runs mocha on TypeScript tests in a process of its own, with the readable report and the counted one.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} its exit code
 */
export async function runMocha(args, env) {
  const mocha = join(ROOT, "node_modules", "mocha", "bin", "mocha.js");
  const result = await runCommand(projectNode(), [mocha, "--reporter", REPORTER, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
  });
  return result.code;
}
