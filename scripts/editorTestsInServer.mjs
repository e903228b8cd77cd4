import { join } from "node:path";
import { BROWSER_FLAGS, ensureBrowser } from "./browser.mjs";
import { endProgress, printProgress } from "./printProgress.mjs";
import { DEFAULT_VERSION, ensureServer, FLOOR_VERSION, startServer } from "./vscodeServer.mjs";

const RUN_TIMEOUT_MS = 10 * 60_000;
const KEPT_LOG_ENTRIES = 25;
const KEPT_ENTRY_LENGTH = 1_500;
/** What a closed network and a build without a vendor's parts always say. */
const KNOWN_NOISE =
  /open-vsx\.org|Service Worker|vsda|No default agent|after \d+ ms|Creating a socket|connection token/;

/**
 * Runs the editor tests in the extension host of the VS Code server, with a headless browser as its window.
 * @param {import('./editorTests.mjs').EditorRun} run
 * @returns {Promise<string | undefined>} what went wrong, or nothing
 */
export async function runInServer(run) {
  const server = await ensureServer({
    version: run.isFloor ? FLOOR_VERSION : DEFAULT_VERSION,
    onProgress: printProgress,
  });
  const executablePath = await ensureBrowser({ onProgress: printProgress });
  endProgress();
  console.log(
    `VS Code ${server.version} (server), ${run.isFloor ? "the oldest supported version" : "current"}`,
  );
  const running = await startServer({
    server,
    serverDataDir: join(run.temporaryDir, "server"),
    userSettings: {
      "telemetry.telemetryLevel": "off",
      "git.enabled": false,
      "extensions.ignoreRecommendations": true,
    },
    smokeTestDriver: true,
    env: run.env,
  });
  try {
    const { chromium } = await import("playwright-core");
    const browser = await chromium.launch({ executablePath, args: BROWSER_FLAGS });
    try {
      return await runInPage(await browser.newPage(), running, run);
    } finally {
      await browser.close();
    }
  } finally {
    await running.stop();
  }
}

/**
 * @param {import('playwright-core').Page} page
 * @param {import('./vscodeServer.mjs').RunningServer} running
 * @param {import('./editorTests.mjs').EditorRun} run
 * @returns {Promise<string | undefined>}
 */
async function runInPage(page, running, run) {
  /** @type {string[]} */
  const log = [];
  /** @type {Promise<string | undefined>} */
  const verdict = new Promise((resolve) => {
    const timer = setTimeout(() => fail(`No verdict in ${RUN_TIMEOUT_MS / 60_000} min.`), RUN_TIMEOUT_MS);
    const settle = (/** @type {string | undefined} */ problem) => {
      clearTimeout(timer);
      resolve(problem);
    };
    const fail = (/** @type {string} */ why) => settle(`${why}\n${log.slice(-KEPT_LOG_ENTRIES).join("\n")}`);
    void page.exposeFunction(
      "codeAutomationLog",
      (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
        const entry = `[${type}] ${args.map((part) => String(part)).join(" ")}`;
        if (!KNOWN_NOISE.test(entry)) log.push(entry.slice(0, KEPT_ENTRY_LENGTH));
      },
    );
    void page.exposeFunction("codeAutomationExit", (/** @type {number} */ code) => {
      if (code === 0) settle(undefined);
      else fail(`The run ended with code ${code}. Last lines of the editor's log:`);
    });
    page.on("crash", () => fail("The page crashed."));
    void running.exited.then(() => fail(`The server ended.\n${running.output().slice(-2_000)}`));
  });
  const payload = /** @type {[string, string][]} */ ([
    ["extensionDevelopmentPath", running.remoteUri(run.extensionPath)],
    ["extensionTestsPath", running.remoteUri(run.testsPath)],
  ]);
  await page.goto(running.url(run.workspace, payload));
  return verdict;
}
