/**
 * What the log costs in the real editor: the same scripted session with the log on and off by turns, each in a fresh
 * server. An extension beside Flywheel in the same extension host measures, for each key, how long the host's main
 * thread was busy until 60 ms after it, and the processor time and memory of the whole host, worker thread included.
 * The difference of the two is the log's. Usage: node test/bench/statisticsOverhead.ts [keys] [rounds]
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { BROWSER_FLAGS, ensureBrowser } from "../../scripts/browser.mjs";
import { ensureVsix } from "../../scripts/package.mjs";
import { ensureServer, installVsix, startServer } from "../../scripts/vscodeServer.mjs";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { replyWithText } from "../fakes/fakeModelServerReplies.ts";

const keys = Number(process.argv[2] ?? 400);
const rounds = Number(process.argv[3] ?? 3);
const keyMs = 130;
const budgets = { keyMs: 2, coreShare: 0.01, megabytes: 30 };

/** Runs in the extension host. */
const probe = `
const vscode = require("vscode");
const { performance } = require("node:perf_hooks");
const { writeFileSync } = require("node:fs");
const out = process.env.FLYWHEEL_BENCH_OUT;
exports.activate = (context) => {
  const busyMs = [];
  let checkpoint = performance.eventLoopUtilization();
  let isCounting = false;
  const start = { cpu: process.cpuUsage(), ms: performance.now() };
  context.subscriptions.push(vscode.workspace.onDidChangeTextDocument(({ contentChanges: [change] }) => {
    if (change === undefined || change.text.length !== 1) {
      isCounting = false;
      return;
    }
    setTimeout(() => {
      const now = performance.eventLoopUtilization();
      if (isCounting) {
        busyMs.push(now.active - checkpoint.active);
      } else {
        Object.assign(start, busyMs.length === 0 ? { cpu: process.cpuUsage(), ms: performance.now() } : {});
      }
      checkpoint = now;
      isCounting = true;
    }, 60);
  }));
  const write = () => {
    const { user, system } = process.cpuUsage(start.cpu);
    const seconds = (performance.now() - start.ms) / 1000;
    const rss = process.memoryUsage().rss / 2 ** 20;
    writeFileSync(out, JSON.stringify({ busyMs, cpuSeconds: (user + system) / 1e6, seconds, rss }));
  };
  const timer = setInterval(write, 500);
  context.subscriptions.push({ dispose: () => clearInterval(timer) });
};
`;

interface Session {
  readonly busyMs: readonly number[];
  readonly cpuSeconds: number;
  readonly seconds: number;
  /** Resident memory of the extension host, MiB. */
  readonly rss: number;
}

function probeExtension(folder: string): void {
  const own = join(folder, "bench.probe-0.0.1");
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, "main.js"), probe);
  writeFileSync(
    join(own, "package.json"),
    JSON.stringify({
      ...{ name: "probe", publisher: "bench", version: "0.0.1", engines: { vscode: "^1.80.0" } },
      ...{ main: "./main.js", activationEvents: ["onStartupFinished"] },
    }),
  );
}

/** The server loads what its list names, and nothing that merely lies in the folder. */
function listExtension(extensionsDir: string): void {
  const path = join(extensionsDir, "extensions.json");
  const list = JSON.parse(readFileSync(path, "utf8")) as unknown[];
  const location = { $mid: 1, path: join(extensionsDir, "bench.probe-0.0.1"), scheme: "file" };
  const probeEntry = { identifier: { id: "bench.probe" }, version: "0.0.1", location };
  writeFileSync(path, JSON.stringify([...list, { ...probeEntry, relativeLocation: "bench.probe-0.0.1" }]));
}

/** Accepts a suggestion now and then, so that accepted texts are followed, and types between. */
async function typeSession(page: Page): Promise<void> {
  const words = "total of the prices in the basket by day ";
  for (let index = 0; index < keys; index += 1) {
    if (index % 50 === 49) {
      await page.keyboard.press("Enter");
      await page.keyboard.press("Alt+\\");
      await page
        .locator('[class*="ghost-text"]')
        .first()
        .waitFor({ timeout: 3000 })
        .catch(() => undefined);
      await page.keyboard.press("Tab");
      await page.waitForTimeout(300);
      await page.keyboard.press("End");
    }
    await page.keyboard.press(
      words[index % words.length] === " " ? "Space" : (words[index % words.length] ?? "x"),
    );
    await page.waitForTimeout(keyMs);
  }
}

async function session(browser: Browser, isLogOn: boolean): Promise<Session> {
  const folder = mkdtempSync(join(tmpdir(), "flywheel-overhead-"));
  const workspace = join(folder, "workspace");
  const extensionsDir = join(folder, "extensions");
  const out = join(folder, "probe.json");
  mkdirSync(workspace);
  mkdirSync(extensionsDir);
  writeFileSync(join(workspace, "typed.txt"), "typed\n\n");
  const server = await ensureServer({});
  const model = await FakeModelServer.start();
  let answers = 0;
  model.respondWith(() => replyWithText(`basket_${(answers += 1)}.total(prices, by=day)`));
  await installVsix({ server, vsixPaths: [await ensureVsix()], extensionsDir });
  probeExtension(extensionsDir);
  listExtension(extensionsDir);
  const running = await startServer({
    ...{ server, extensionsDir, serverDataDir: join(folder, "data"), env: { FLYWHEEL_BENCH_OUT: out } },
    userSettings: {
      "chat.disableAIFeatures": true,
      "editor.quickSuggestions": { other: "off", comments: "off", strings: "off" },
      "editor.wordBasedSuggestions": "off",
      "flywheel.backends": { fake: { preset: "openai-compatible", baseUrl: model.baseUrl, model: "fake" } },
      "flywheel.completion.eagerness": "manual",
      "flywheel.statistics.enabled": isLogOn,
    },
  });
  const page = await browser.newPage();
  try {
    const payload = [["openFile", running.remoteUri(join(workspace, "typed.txt"))]] as [string, string][];
    await page.goto(running.url(workspace, payload));
    await page.locator(".monaco-editor .view-lines").first().waitFor({ timeout: 60_000 });
    await page.waitForTimeout(8000);
    await page.locator(".monaco-editor .view-lines").first().click();
    await page.keyboard.press("Control+End");
    await typeSession(page);
    await page.waitForTimeout(3000);
    if (!existsSync(out)) {
      throw new Error("The probe wrote nothing.");
    }
    return JSON.parse(readFileSync(out, "utf8")) as Session;
  } finally {
    await page.close();
    await running.stop();
    await model.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
}

function summary(sessions: readonly Session[]): { p50: number; p99: number; core: number; rss: number } {
  const busy = sessions.flatMap(({ busyMs }) => busyMs);
  const core = at(
    sessions.map(({ cpuSeconds, seconds }) => cpuSeconds / seconds),
    0.5,
  );
  return {
    p50: at(busy, 0.5),
    p99: at(busy, 0.99),
    core,
    rss: at(
      sessions.map(({ rss }) => rss),
      0.5,
    ),
  };
}

const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: BROWSER_FLAGS });
const on: Session[] = [];
const off: Session[] = [];
for (let round = 0; round < rounds; round += 1) {
  on.push(await session(browser, true));
  off.push(await session(browser, false));
}
await browser.close();

const [withLog, without] = [summary(on), summary(off)];
const row = ({ p50, p99, core, rss }: ReturnType<typeof summary>): Record<string, string> => ({
  "busy a key p50, ms": p50.toFixed(2),
  "p99, ms": p99.toFixed(2),
  "share of a core, %": (100 * core).toFixed(2),
  "memory, MiB": rss.toFixed(0),
});
const counted = on.reduce((sum, { busyMs }) => sum + busyMs.length, 0);
console.log(
  `Extension host, ${rounds} sessions of ${keys} keys each way, ${counted} keys counted with the log`,
);
console.table({ "log on": row(withLog), "log off": row(without) });
const over = {
  p99: withLog.p99 - without.p99,
  core: withLog.core - without.core,
  rss: withLog.rss - without.rss,
};
console.log(
  `over: p99 ${over.p99.toFixed(2)} ms (budget ${budgets.keyMs}), ${(100 * over.core).toFixed(2)} % of a core ` +
    `(${100 * budgets.coreShare}), ${over.rss.toFixed(1)} MiB (${budgets.megabytes})`,
);
const isWithin = over.p99 < budgets.keyMs && over.core < budgets.coreShare && over.rss < budgets.megabytes;
process.exitCode = counted > 0 && isWithin ? 0 : 1;
