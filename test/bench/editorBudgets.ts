/**
 * Activation time and idle memory in the real extension host, on the playground: the extension host with
 * Flywheel beside one without it, by turns, since the machine's speed drifts. Prints a table.
 * Usage: node test/bench/editorBudgets.ts [runs]
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser } from "playwright-core";
import { BROWSER_FLAGS, ensureBrowser } from "../../scripts/browser.mjs";
import { ensureVsix } from "../../scripts/package.mjs";
import { ensureServer, installVsix, startServer } from "../../scripts/vscodeServer.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const runs = Number(process.argv[2] ?? 3);
const settleMs = 20_000;

interface Reading {
  readonly rssMb: number;
  readonly activateMs: number | undefined;
}

/** Resident memory of the one extension host whose environment names `dataDir`, in MB. */
function extensionHostRssMb(dataDir: string): number {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
      if (command.includes("--type=extensionHost") && environment.includes(dataDir)) {
        const rss = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
        return Number(rss?.[1] ?? 0) / 1024;
      }
    } catch {
      // A process that ended in between.
    }
  }
  throw new Error("The extension host was not found.");
}

function activationMs(dataDir: string): number | undefined {
  const logs = readdirSync(join(dataDir, "data", "logs"), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith("Flywheel.log"));
  const text = logs.map((name) => readFileSync(join(dataDir, "data", "logs", name), "utf8")).join("\n");
  const match = /Activated in ([\d.]+) ms/.exec(text);
  return match === null ? undefined : Number(match[1]);
}

async function measure(browser: Browser, vsix: string | undefined): Promise<Reading> {
  const folder = mkdtempSync(join(tmpdir(), "flywheel-bench-"));
  const dataDir = join(folder, "data");
  const workspace = join(folder, "playground");
  cpSync(join(root, "seeds", "playground"), workspace, { recursive: true });
  const server = await ensureServer({});
  const extensionsDir = join(folder, "extensions");
  if (vsix !== undefined) {
    await installVsix({ server, vsixPaths: [vsix], extensionsDir });
  }
  const running = await startServer({
    server,
    extensionsDir,
    serverDataDir: dataDir,
    userSettings: { "chat.disableAIFeatures": true },
    env: { FLYWHEEL_BENCH_DATA: dataDir },
  });
  const page = await browser.newPage();
  try {
    await page.goto(running.url(workspace));
    await page.locator(".monaco-workbench .statusbar").waitFor({ timeout: 60_000 });
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    return { rssMb: extensionHostRssMb(dataDir), activateMs: activationMs(dataDir) };
  } finally {
    await page.close();
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const vsix = await ensureVsix();
const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: BROWSER_FLAGS });
const withIt: Reading[] = [];
const without: Reading[] = [];
for (let run = 0; run < runs; run += 1) {
  without.push(await measure(browser, undefined));
  withIt.push(await measure(browser, vsix));
}
await browser.close();

const activations = withIt.flatMap(({ activateMs }) => activateMs ?? []);
const rssWith = median(withIt.map(({ rssMb }) => rssMb));
const rssWithout = median(without.map(({ rssMb }) => rssMb));
console.table({
  "activate(), median": { value: median(activations), unit: "ms", budget: 30 },
  "activate(), longest": { value: Math.max(...activations), unit: "ms", budget: 30 },
  "extension host without Flywheel": { value: Number(rssWithout.toFixed(1)), unit: "MB", budget: "" },
  "extension host with Flywheel": { value: Number(rssWith.toFixed(1)), unit: "MB", budget: "" },
  "idle memory added": { value: Number((rssWith - rssWithout).toFixed(1)), unit: "MB", budget: 40 },
});
