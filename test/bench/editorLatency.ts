/**
 * From key to ghost text in the real editor: a provider that answers a constant at once (the floor), and
 * Flywheel with a backend on this machine that answers at once, in one piece and in several written one by
 * one; and the repaint of text that is typed along.
 * By turns on the same server, since the machine's speed drifts. Usage: node test/bench/editorLatency.ts [keys] [rounds]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { BROWSER_FLAGS, ensureBrowser } from "../../scripts/browser.mjs";
import { ensureVsix } from "../../scripts/package.mjs";
import { ensureServer, installVsix, startServer } from "../../scripts/vscodeServer.mjs";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { replyWithText } from "../fakes/fakeModelServerReplies.ts";

const keys = Number(process.argv[2] ?? 60);
const rounds = Number(process.argv[3] ?? 2);
const budgetMs = 8;
const patienceMs = 4000;
const restMs = 350;
/** Characters of each of several pieces: a reply of 27 characters comes in five. */
const pieceChars = 6;

type Kind = "floor" | "flywheel" | "in pieces";

/** Runs in the extension host: always the same answer but for a number, so that each can be told from the last. */
const floorProvider = `
const vscode = require("vscode");
let answers = 0;
exports.activate = (context) => {
  context.subscriptions.push(vscode.languages.registerInlineCompletionItemProvider({ pattern: "**" }, {
    provideInlineCompletionItems: (_document, position) => [
      new vscode.InlineCompletionItem("qq" + String((answers += 1)) + "longEnough(toTypeAlong);", new vscode.Range(position, position)),
    ],
  }));
};
`;

function floorExtension(folder: string): void {
  const own = join(folder, "bench.floor-0.0.1");
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, "main.js"), floorProvider);
  writeFileSync(
    join(own, "package.json"),
    JSON.stringify({
      name: "floor",
      publisher: "bench",
      version: "0.0.1",
      engines: { vscode: "^1.80.0" },
      main: "./main.js",
      activationEvents: ["onStartupFinished"],
    }),
  );
}

/** Runs in the page: times of keys, and of every change of the ghost text. */
function watchGhostText(): void {
  const state = { keyMs: 0, shown: [] as { ms: number; text: string }[] };
  Object.assign(window, { benchState: state });
  window.addEventListener("keydown", () => (state.keyMs = performance.now()), { capture: true });
  const read = (): string =>
    [...document.querySelectorAll('[class*="ghost-text"]')].map((node) => node.textContent ?? "").join("");
  let last = "";
  new MutationObserver(() => {
    const text = read();
    if (text !== last) {
      last = text;
      state.shown.push({ ms: performance.now(), text });
    }
  }).observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
}

interface Seen {
  readonly ms: number;
  readonly text: string;
}

/** Presses a key; milliseconds to the first ghost text that `isWanted`, undefined when none came. */
async function timeOf(page: Page, key: string, wanted: string): Promise<Seen | undefined> {
  await page.evaluate("benchState.shown.length = 0");
  await page.keyboard.press(key);
  const endMs = performance.now() + patienceMs;
  while (performance.now() < endMs) {
    // Not `waitForFunction`: the page allows no evaluation of its own.
    const found = await page.evaluate<Seen | null>(
      `(() => { const hit = benchState.shown.find(({ text }) => ${wanted}); return hit ? { ms: hit.ms - benchState.keyMs, text: hit.text } : null; })()`,
    );
    if (found !== null) {
      return found;
    }
    await page.waitForTimeout(20);
  }
  return undefined;
}

interface Times {
  readonly freshMs: number[];
  readonly alongMs: number[];
  missed: number;
}

async function typeKeys(page: Page, times: Times): Promise<void> {
  for (let index = 0; index < keys; index += 1) {
    // "x" begins no answer: each key takes the text away and asks for another.
    const fresh = await timeOf(page, index % 12 === 11 ? "Enter" : "x", "/qq\\d+long/.test(text)");
    if (fresh === undefined) {
      times.missed += 1;
      continue;
    }
    times.freshMs.push(fresh.ms);
    await page.waitForTimeout(restMs);
    if (index % 3 === 0) {
      const along = await timeOf(page, "q", "/^q\\d+long/.test(text.trim())");
      if (along !== undefined) {
        times.alongMs.push(along.ms);
      }
      await page.waitForTimeout(restMs);
    }
  }
}

async function measure(browser: Browser, kind: Kind, times: Times): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "flywheel-latency-"));
  const workspace = join(folder, "workspace");
  mkdirSync(workspace);
  writeFileSync(join(workspace, "typed.js"), "// typed\n\n");
  const extensionsDir = join(folder, "extensions");
  mkdirSync(extensionsDir);
  const server = await ensureServer({});
  const model = await FakeModelServer.start();
  let answers = 0;
  const chunkChars = kind === "in pieces" ? pieceChars : 1000;
  model.respondWith(() => replyWithText(`qq${(answers += 1)}longEnough(toTypeAlong);`, { chunkChars }));
  if (kind === "floor") {
    floorExtension(extensionsDir);
  } else {
    await installVsix({ server, vsixPaths: [await ensureVsix()], extensionsDir });
  }
  const running = await startServer({
    server,
    extensionsDir,
    serverDataDir: join(folder, "data"),
    userSettings: {
      "chat.disableAIFeatures": true,
      "editor.quickSuggestions": { other: "off", comments: "off", strings: "off" },
      "editor.suggestOnTriggerCharacters": false,
      "editor.wordBasedSuggestions": "off",
      "flywheel.backends": { fake: { preset: "openai-compatible", baseUrl: model.baseUrl, model: "fake" } },
      "flywheel.completion.delayMs": 0,
      "flywheel.completion.eagerness": "high",
    },
  });
  const page = await browser.newPage();
  try {
    const payload = [["openFile", running.remoteUri(join(workspace, "typed.js"))]] as [string, string][];
    await page.addInitScript(watchGhostText);
    await page.goto(running.url(workspace, payload));
    await page.locator(".monaco-editor .view-lines").first().waitFor({ timeout: 60_000 });
    await page.waitForTimeout(8_000);
    await page.locator(".monaco-editor .view-lines").first().click();
    await page.keyboard.press("Control+End");
    // Loads the model client and the keys; not measured.
    for (
      let tries = 0;
      tries < 10 && (await timeOf(page, "x", "/qq\\d+long/.test(text)")) === undefined;
      tries += 1
    ) {
      await page.waitForTimeout(restMs);
    }
    await typeKeys(page, times);
  } finally {
    await page.close();
    await running.stop();
    await model.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(10 * (sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN)) / 10;
}

const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: BROWSER_FLAGS });
const kinds: readonly Kind[] = ["floor", "flywheel", "in pieces"];
const times: Readonly<Record<Kind, Times>> = { floor: empty(), flywheel: empty(), "in pieces": empty() };
for (let round = 0; round < rounds; round += 1) {
  for (const kind of kinds) {
    await measure(browser, kind, times[kind]);
  }
}
await browser.close();

function empty(): Times {
  return { freshMs: [], alongMs: [], missed: 0 };
}

console.log("From key to ghost text, ms; simulated backend on this machine");
console.table(
  Object.fromEntries(
    Object.entries(times).map(([kind, { freshMs, alongMs, missed }]) => [
      kind,
      {
        keys: freshMs.length,
        missed,
        "fresh p50": at(freshMs, 0.5),
        "fresh p95": at(freshMs, 0.95),
        "typed along p50": at(alongMs, 0.5),
        "typed along p95": at(alongMs, 0.95),
      },
    ]),
  ),
);
const over = at(times.flywheel.freshMs, 0.5) - at(times.floor.freshMs, 0.5);
console.log(`Flywheel over the floor: ${over.toFixed(1)} ms (budget ${budgetMs})`);
process.exitCode = over <= budgetMs ? 0 : 1;
