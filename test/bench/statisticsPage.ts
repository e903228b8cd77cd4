/**
 * From the command to the drawn statistics page in the real editor, with one million events of a year in the
 * extension's storage. The floor is an empty webview that another extension opens in the same window, by turns.
 * The window's clock and the webview's are the same machine's: the key is timed where it is pressed, the page in the
 * first frame after its sections stand. Each round is a window that has opened neither; whoever is first in it takes
 * turns. Usage: node test/bench/statisticsPage.ts [events] [rounds] [openings]
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { BROWSER_FLAGS, ensureBrowser } from "../../scripts/browser.mjs";
import { ensureVsix } from "../../scripts/package.mjs";
import { ensureServer, installVsix, startServer } from "../../scripts/vscodeServer.mjs";
import { seedEvents, yearOfEvents } from "./seedEvents.ts";

const events = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 4);
const openings = Number(process.argv[4] ?? 5);
const budgetMs = 300;
const patienceMs = 20_000;

type Kind = "empty" | "statistics";
const keysOf: Readonly<Record<Kind, string>> = { empty: "Control+Alt+9", statistics: "Control+Alt+8" };

/** Runs in the extension host: opens a webview in which everything stands from the start. */
const emptyExtension = `
const vscode = require("vscode");
exports.activate = (context) => {
  context.subscriptions.push(vscode.commands.registerCommand("bench.openEmpty", () => {
    const panel = vscode.window.createWebviewPanel("bench.empty", "Empty", vscode.ViewColumn.Active, { enableScripts: true });
    panel.webview.html = '<!DOCTYPE html><html><body><main id="page" aria-busy="false"><h1 data-drawn>Empty</h1></main></body></html>';
  }));
};
`;

function emptyWebviewExtension(extensionsDir: string): void {
  const name = "bench.empty-0.0.1";
  const own = join(extensionsDir, name);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, "main.js"), emptyExtension);
  const manifest = {
    ...{ name: "empty", publisher: "bench", version: "0.0.1", engines: { vscode: "^1.80.0" } },
    ...{ main: "./main.js", activationEvents: ["onStartupFinished"] },
    contributes: {
      commands: [{ command: "bench.openEmpty", title: "Open an Empty Webview" }],
      keybindings: [
        { command: "bench.openEmpty", key: "ctrl+alt+9" },
        { command: "flywheel.showStatistics", key: "ctrl+alt+8" },
      ],
    },
  };
  writeFileSync(join(own, "package.json"), JSON.stringify(manifest));
  // The server loads what its list names, and nothing that merely lies in the folder.
  const listPath = join(extensionsDir, "extensions.json");
  const list = JSON.parse(readFileSync(listPath, "utf8")) as unknown[];
  const location = { $mid: 1, path: own, scheme: "file" };
  const entry = { identifier: { id: "bench.empty" }, version: "0.0.1", location, relativeLocation: name };
  writeFileSync(listPath, JSON.stringify([...list, entry]));
}

/**
 * Runs in every frame before its own scripts: tells the window of the key, and the frame around a webview's document
 * of the first frame in which that is whole. (The document itself is written anew, which ends what ran in it.)
 */
function watchFrames(): void {
  const now = (): number => performance.timeOrigin + performance.now();
  window.addEventListener("keydown", () => Object.assign(window, { benchKeyMs: now() }), { capture: true });
  if (!location.pathname.includes("/webview/")) {
    return;
  }
  const look = (): void => {
    for (const { contentDocument } of document.querySelectorAll("iframe")) {
      const page = contentDocument?.getElementById("page");
      if (
        page?.getAttribute("aria-busy") === "false" &&
        page.querySelector("#method, [data-drawn]") !== null
      ) {
        // What stands now is painted at the end of this frame: the next one begins after that.
        requestAnimationFrame(() => Object.assign(window, { benchDrawnMs: now() }));
        return;
      }
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function openOnce(page: Page, kind: Kind): Promise<number> {
  await page.keyboard.press(keysOf[kind]);
  const keyMs = await page.evaluate<number>("benchKeyMs");
  const endMs = performance.now() + patienceMs;
  while (performance.now() < endMs) {
    for (const frame of page.frames()) {
      if (!frame.url().includes("/webview/browser/pre/index")) {
        continue;
      }
      const drawnMs = await frame.evaluate<number | null>("window.benchDrawnMs ?? null").catch(() => null);
      if (drawnMs !== null) {
        return drawnMs - keyMs;
      }
    }
    await page.waitForTimeout(25);
  }
  throw new Error(`The ${kind} page was not drawn within ${patienceMs} ms.`);
}

async function closeEditors(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Control+w");
  const webviews = (): number => page.frames().filter((frame) => frame.url().includes("/fake.html")).length;
  for (let tries = 0; webviews() > 0 && tries < 200; tries += 1) {
    await page.waitForTimeout(25);
  }
  await page.waitForTimeout(500);
}

interface Times {
  /** The first webview of its kind in a window, where the window had opened none of the other kind before. */
  readonly first: number[];
  /** The same, where the other kind had been opened before. */
  readonly second: number[];
  readonly again: number[];
}

async function measureWindow(
  context: BrowserContext,
  url: string,
  order: readonly Kind[],
  times: Readonly<Record<Kind, Times>>,
): Promise<void> {
  const page = await context.newPage();
  await page.goto(url);
  await page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: 90_000 });
  // Activation, the worker and the reading of the workspace are not measured.
  await page.locator('.statusbar-item[id^="flywheel"]').first().waitFor({ timeout: 90_000 });
  await page.waitForTimeout(8_000);
  await page.locator(".part.editor").click();
  for (const [index, kind] of order.entries()) {
    times[kind][index === 0 ? "first" : "second"].push(await openOnce(page, kind));
    await page.waitForTimeout(1_000);
    await closeEditors(page);
  }
  for (let opening = 0; opening < openings; opening += 1) {
    for (const kind of order) {
      times[kind].again.push(await openOnce(page, kind));
      await page.waitForTimeout(600);
      await closeEditors(page);
    }
  }
  await page.close();
}

async function round(browser: Browser, seeded: string, order: readonly Kind[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "flywheel-page-"));
  const [workspace, extensionsDir, dataDir] = ["workspace", "extensions", "data"].map((name) =>
    join(folder, name),
  );
  if (workspace === undefined || extensionsDir === undefined || dataDir === undefined) {
    throw new Error("No folders.");
  }
  mkdirSync(workspace);
  mkdirSync(extensionsDir);
  const storage = join(dataDir, "data", "User", "globalStorage", "flywheel.flywheel");
  mkdirSync(storage, { recursive: true });
  cpSync(join(seeded, "events.sqlite"), join(storage, "events.sqlite"));
  const server = await ensureServer({});
  await installVsix({ server, vsixPaths: [await ensureVsix()], extensionsDir });
  emptyWebviewExtension(extensionsDir);
  const running = await startServer({
    ...{ server, extensionsDir, serverDataDir: dataDir },
    userSettings: {
      "chat.disableAIFeatures": true,
      "workbench.startupEditor": "none",
      "git.enabled": false,
      "telemetry.telemetryLevel": "off",
    },
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 1100 } });
  await context.addInitScript(watchFrames);
  try {
    await measureWindow(context, running.url(workspace), order, times);
  } finally {
    await context.close();
    await running.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
}

const none = (): Times => ({ first: [], second: [], again: [] });
const times: Readonly<Record<Kind, Times>> = { empty: none(), statistics: none() };
const seeded = mkdtempSync(join(tmpdir(), "flywheel-seeded-"));
seedEvents(seeded, yearOfEvents(Date.now()), events).close();
const loadBefore = loadavg()[0] ?? Number.NaN;
const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: BROWSER_FLAGS });
for (let index = 0; index < rounds; index += 1) {
  await round(browser, seeded, index % 2 === 0 ? ["statistics", "empty"] : ["empty", "statistics"]);
}
await browser.close();
rmSync(seeded, { recursive: true, force: true });

const shown = (values: readonly number[]): string =>
  values.length === 0
    ? "-"
    : `${at(values, 0.5).toFixed(0)} (${at(values, 0).toFixed(0)} to ${at(values, 1).toFixed(0)})`;
console.log(
  `From the key to the drawn page, ms: median (least to most). ${events} events, ${rounds} windows, ` +
    `load ${loadBefore.toFixed(1)} before, ${(loadavg()[0] ?? Number.NaN).toFixed(1)} after`,
);
console.table(
  Object.fromEntries(
    Object.entries(times).map(([kind, { first, second, again }]) => [
      kind,
      {
        "first webview of the window": shown(first),
        "first, after the other kind": shown(second),
        [`again (${again.length})`]: shown(again),
      },
    ]),
  ),
);
const overAgain = at(times.statistics.again, 0.5) - at(times.empty.again, 0.5);
const overFirst = at(times.statistics.first, 0.5) - at(times.empty.first, 0.5);
console.log(
  `over an empty webview: ${overAgain.toFixed(0)} ms again, ${overFirst.toFixed(0)} ms as the first of a window (budget ${budgetMs})`,
);
process.exitCode = overAgain <= budgetMs ? 0 : 1;
