import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "./cacheFolder.mjs";
import { desktopProgram } from "./desktop.mjs";
import { executableOnPath, hasDisplay, installedDesktop } from "./findVscode.mjs";
import { FLOOR_VERSION } from "./installServer.mjs";
import { runCommand } from "./runCommand.mjs";

const DOWNLOAD_HOST = "https://update.code.visualstudio.com/api/releases/stable";
const DOWNLOAD_PROBE_MS = 5_000;
const LAUNCHER = fileURLToPath(new URL("./launchDesktopTests.mjs", import.meta.url));

/**
 * Whether a desktop VS Code can be shown (display or virtual one) and had (installed, or its host answers).
 * @returns {Promise<boolean>}
 */
export async function canRunDesktop() {
  if (!hasDisplay() && !executableOnPath("xvfb-run")) return false;
  return installedDesktop() !== undefined || canDownload();
}

async function canDownload() {
  try {
    const response = await fetch(DOWNLOAD_HOST, {
      method: "HEAD",
      signal: AbortSignal.timeout(DOWNLOAD_PROBE_MS),
    });
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * Runs the editor tests in a desktop VS Code through @vscode/test-electron, in a process of its own so that a virtual
 * display can be wrapped around it.
 * @param {import('./editorTests.mjs').EditorRun} run
 * @returns {Promise<string | undefined>} what went wrong, or nothing
 */
export async function runInDesktop(run) {
  const installed = run.isFloor ? undefined : installedDesktop();
  const job = {
    ...run,
    executable: installed && desktopProgram(installed),
    version: run.isFloor ? FLOOR_VERSION : "stable",
    cachePath: join(cacheFolder(), "vscode-desktop"),
  };
  const command = [process.execPath, LAUNCHER, JSON.stringify(job)];
  if (!hasDisplay()) command.unshift("xvfb-run", "-a");
  const result = await runCommand(command[0] ?? "", command.slice(1), { capture: true });
  return result.code === 0
    ? undefined
    : `The desktop VS Code ended with code ${result.code}.\n${result.output.slice(-4_000)}`;
}
