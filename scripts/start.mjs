/** npm start [-- --check]: a real VS Code on the playground, with the extension as it is packed from this tree. */
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chooseBackend } from "./chooseBackend.mjs";
import { openInDesktop } from "./desktop.mjs";
import { findVscode, hasDisplay } from "./findVscode.mjs";
import { vsixPath } from "./package.mjs";
import { endProgress, printProgress } from "./printProgress.mjs";
import { projectNode } from "./projectNode.mjs";
import { runCommand } from "./runCommand.mjs";
import { untilStopped } from "./untilStopped.mjs";
import { ensureServer, installVsix, startServer } from "./vscodeServer.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const PLAYGROUND = join(ROOT, "seeds", "playground");
const isCheck = process.argv.includes("--check");

const stopped = untilStopped();
// FLYWHEEL_DATA keeps settings and statistics for the next start; without it they go when the editor is closed.
const dataDir = process.env.FLYWHEEL_DATA ?? realpathSync(mkdtempSync(join(tmpdir(), "flywheel-start-")));
try {
  mkdirSync(dataDir, { recursive: true });
  process.exitCode = (await Promise.race([main(), stopped])) ?? 0;
} catch (error) {
  endProgress();
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  if (!process.env.FLYWHEEL_DATA)
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
// What was still under way when Ctrl-C came (an installation) must not keep this process; its partial result is
// never trusted.
process.exit();

async function main() {
  printProgress("Building and packing the extension ...");
  await packExtension();
  endProgress();
  const { settings, description } = await chooseBackend({
    isInteractive: process.stdin.isTTY === true && !isCheck,
  });
  console.log(description);
  console.log('To use another: the status item "Flywheel" at the bottom of the window, or the command');
  console.log('"Flywheel: Set Up Backend"; or set OPENAI_BASE_URL or SPARK_API_PASSWORD before npm start.');
  const userSettings = { ...editorSettings(), ...settings };
  const found = isCheck ? undefined : await findVscode({ onProgress: printProgress });
  endProgress();
  if (found?.kind === "desktop") {
    console.log(`Opening ${found.executable}. Close its window or press Ctrl-C here to end.`);
    return openInDesktop({
      executable: found.executable,
      dataDir,
      userSettings,
      vsix: vsixPath(),
      folder: PLAYGROUND,
      stopped,
    });
  }
  return serve(found?.server ?? (await ensureServer({ onProgress: printProgress })), userSettings);
}

async function packExtension() {
  const result = await runCommand(projectNode(), [join(ROOT, "scripts", "package.mjs")], {
    cwd: ROOT,
    capture: true,
  });
  if (result.code !== 0) throw new Error(`The extension could not be built and packed.\n${result.output}`);
}

function editorSettings() {
  return {
    "workbench.startupEditor": "readme",
    // The playground lies inside this repository; nobody came to open that.
    "git.openRepositoryInParentFolders": "never",
    // The built-in chat asks for a sign-in that Flywheel does not need.
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "telemetry.telemetryLevel": "off",
    "extensions.ignoreRecommendations": true,
  };
}

/**
 * @param {import('./vscodeServer.mjs').ServerInstall} server
 * @param {Record<string, unknown>} userSettings
 * @returns {Promise<number>}
 */
async function serve(server, userSettings) {
  printProgress("Starting the VS Code server ...");
  const extensionsDir = join(dataDir, "extensions");
  await installVsix({ server, vsixPaths: [vsixPath()], extensionsDir, serverDataDir: dataDir });
  const running = await startServer({
    server,
    extensionsDir,
    serverDataDir: dataDir,
    userSettings,
    connectionToken: randomBytes(24).toString("hex"),
  });
  endProgress();
  try {
    const url = running.url(PLAYGROUND);
    if (isCheck) return await checkPage(url);
    console.log(
      `\nOpen in a browser:\n  ${url}\n\nThe link holds a secret: whoever has it can use this editor. Ctrl-C ends it.`,
    );
    if (hasDisplay()) openBrowser(url);
    return await Promise.race([running.exited, stopped.then(() => 0)]);
  } finally {
    await running.stop();
  }
}

/**
 * The server answers the link with a cookie and a redirection to the page.
 * @param {string} url
 */
async function checkPage(url) {
  const first = await fetch(url, { redirect: "manual" });
  const cookie = first.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const location = first.headers.get("location");
  const page = location ? await fetch(new URL(location, url), { headers: { cookie } }) : first;
  const isWorkbench = page.status === 200 && (await page.text()).includes("workbench");
  console.log(`${url}\nHTTP ${page.status}${isWorkbench ? ", the workbench page" : ""}`);
  return isWorkbench ? 0 : 1;
}

/** @param {string} url */
function openBrowser(url) {
  /** @type {Partial<Record<NodeJS.Platform, string[]>>} */
  const openers = { darwin: ["open", url], win32: ["rundll32", "url.dll,FileProtocolHandler", url] };
  const [command = "xdg-open", ...args] = openers[process.platform] ?? ["xdg-open", url];
  void runCommand(command, args, { capture: true });
}
