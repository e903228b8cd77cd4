import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import type { BrowserContext, Frame, Locator, Page } from "playwright-core";
import { type RunningServer, startServer } from "../../scripts/vscodeServer.mjs";
import { Dialog } from "./dialog.ts";
import { EditorArea } from "./editorArea.ts";
import { findWebview, type WebviewMatch } from "./findWebview.ts";
import { Notifications } from "./notifications.ts";
import { QuickPick } from "./quickPick.ts";
import { type Problem, TestDriver } from "./testDriver.ts";
import { sharedBrowser, uiRun } from "./uiRun.ts";
import { waitFor } from "./waitFor.ts";
import { copyWorkspace, type WorkspaceCopy } from "./workspaceCopy.ts";

export type Theme = "light" | "dark" | "hc" | "hc-light";

export interface OpenOptions {
  /** Copied before it is opened; absolute or relative to the repository. Default: the playground. */
  folder?: string;
  /** Machine settings, beside the quiet ones of the harness. */
  settings?: Record<string, unknown>;
  theme?: Theme;
  language?: "en" | "zh-cn";
  /** Environment of the server, and so of the extension host. */
  env?: NodeJS.ProcessEnv;
  /** For the Node of the server and the extension host, such as `--require FILE`. */
  nodeArguments?: string[];
  viewport?: { width: number; height: number };
  /** Ask whether the folder is trusted, as a desktop does; default: every folder is. */
  workspaceTrust?: boolean;
}

const THEMES: Record<Theme, string> = {
  light: "Light Modern",
  dark: "Dark Modern",
  hc: "Default High Contrast",
  "hc-light": "Default High Contrast Light",
};

/** No welcome, no tips, no chat column: what is on the screen is the test's. */
const QUIET_SETTINGS: Record<string, unknown> = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.editor.enablePreview": false,
  "workbench.enableExperiments": false,
  "window.autoDetectColorScheme": false,
  "chat.commandCenter.enabled": false,
  "extensions.ignoreRecommendations": true,
  "extensions.autoCheckUpdates": false,
  "git.enabled": false,
  "typescript.disableAutomaticTypeAcquisition": true,
  "telemetry.telemetryLevel": "off",
};

const SCREENSHOTS = fileURLToPath(new URL("../../test-results/ui/", import.meta.url));
const EXTENSION_ID = "flywheel.flywheel";
const START_TIMEOUT_MS = 90_000;
const openWorkbenches = new Set<Workbench>();

interface Parts {
  server: RunningServer;
  context: BrowserContext;
  page: Page;
  workspace: WorkspaceCopy;
  temporaryDir: string;
  baseSettings: Record<string, unknown>;
}

/** One window of a real VS Code with Flywheel installed: its own server, profile, settings and copy of a folder. */
export class Workbench extends EditorArea {
  readonly context: BrowserContext;
  readonly server: RunningServer;
  readonly quickPick: QuickPick;
  readonly notifications: Notifications;
  readonly dialog: Dialog;
  private readonly parts: Parts;

  private constructor(parts: Parts) {
    super(parts.page, new TestDriver(driverFile(parts.temporaryDir)), parts.workspace.path);
    this.parts = parts;
    this.context = parts.context;
    this.server = parts.server;
    this.quickPick = new QuickPick(parts.page);
    this.notifications = new Notifications(parts.page, this.driver);
    this.dialog = new Dialog(parts.page);
  }

  static async open(options: OpenOptions = {}): Promise<Workbench> {
    const run = await uiRun();
    const workspace = copyWorkspace(options.folder);
    const temporaryDir = realpathSync(mkdtempSync(join(tmpdir(), "flywheel-ui-")));
    const theme = options.theme ?? "light";
    const baseSettings = { ...QUIET_SETTINGS, "workbench.colorTheme": THEMES[theme] };
    const server = await startServer({
      server: run.server,
      extensionsDir: run.extensionsDir,
      serverDataDir: join(temporaryDir, "server"),
      userSettings: { ...baseSettings, ...options.settings },
      // Not the smoke-test driver: it suppresses notifications, dialogs and more that a person sees.
      workspaceTrust: options.workspaceTrust ?? false,
      ...(options.nodeArguments === undefined ? {} : { nodeArguments: options.nodeArguments }),
      env: { ...options.env, FLYWHEEL_TEST_DRIVER_FILE: driverFile(temporaryDir) },
    });
    const context = await newContext(options, theme);
    const page = await context.newPage();
    const workbench = new Workbench({ server, context, page, workspace, temporaryDir, baseSettings });
    openWorkbenches.add(workbench);
    try {
      await workbench.load();
      return workbench;
    } catch (error) {
      await workbench.screenshot("failed-to-open").catch(() => undefined);
      await workbench.close();
      throw error;
    }
  }

  /** The windows that are open now, for the screenshot after a failure. */
  static openOnes(): Workbench[] {
    return [...openWorkbenches];
  }

  /** Runs *Developer: Reload Window*: a new extension host, the same storage. */
  async reload(): Promise<void> {
    const before = this.driver.identity();
    // Its answer may be lost with the extension host that gives it.
    this.driver.command("workbench.action.reloadWindow").catch(() => undefined);
    await waitFor(() => this.driver.identity() !== before, {
      timeoutMs: START_TIMEOUT_MS,
      what: "a new extension host",
    });
    await this.whenLoaded();
  }

  private async load(): Promise<void> {
    await this.page.goto(this.server.url(this.folder));
    await this.whenLoaded();
  }

  private async whenLoaded(): Promise<void> {
    await this.page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: START_TIMEOUT_MS });
    await this.driver.whenReady(START_TIMEOUT_MS);
    await waitFor(async () => (await this.driver.extension(EXTENSION_ID)) !== undefined, {
      timeoutMs: START_TIMEOUT_MS,
      what: `the extension ${EXTENSION_ID} to be known`,
    });
  }

  /** Replaces the machine settings and waits until the extension host has them. */
  async setSettings(settings: Record<string, unknown>): Promise<void> {
    this.server.writeSettings({ ...this.parts.baseSettings, ...settings });
    const names = Object.keys(settings);
    await waitFor(async () => isDeepStrictEqual(await this.driver.settings(names), Object.values(settings)), {
      what: `the settings ${names.join(", ")} to be taken over`,
    });
  }

  /** Runs a command from the palette by its title, with or without "Flywheel: ". */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    // A list that is about to close is none.
    await waitFor(async () => (await this.quickPick.value()).startsWith(">"), { what: "the palette" });
    await this.quickPick.type(`>${title}`);
    await this.quickPick.choose(title);
  }

  /** Runs a command in the extension host and gives back its (JSON) result; see the driver for `$uri` and `$range`. */
  executeCommandId(id: string, ...args: unknown[]): Promise<unknown> {
    return this.driver.command(id, ...args);
  }

  /** The status item whose id, text or accessible name contains `name`. */
  /** The first item whose id or label holds `name`; the quiet figures of the day only by their own id. */
  statusItem(name: string): Locator {
    const quiet = name.endsWith("glance") ? "" : ':not([id$="flywheel.glance"])';
    const items = this.page.locator(`.part.statusbar .statusbar-item${quiet}`);
    return items.and(this.page.locator(`[id*="${name}" i], [aria-label*="${name}" i]`)).first();
  }

  async statusText(name: string): Promise<string> {
    return (await this.statusItem(name).innerText()).trim();
  }

  async waitForStatus(name: string, matches: RegExp, timeoutMs = 15_000): Promise<string> {
    let last = "";
    const seen = await waitFor(
      async () => {
        last = `${await this.statusText(name)} ${(await this.statusItem(name).getAttribute("aria-label")) ?? ""}`;
        return matches.test(last);
      },
      { timeoutMs, what: () => `the status item ${name} to match ${matches}; it was "${last}"` },
    );
    return seen ? last : "";
  }

  /** What all extensions have reported; for the panel itself run "Problems: Focus on Problems View". */
  problems(): Promise<Problem[]> {
    return this.driver.problems();
  }

  async waitForProblems(matches: (problems: Problem[]) => boolean, timeoutMs = 15_000): Promise<Problem[]> {
    return waitFor(
      async () => {
        const found = await this.problems();
        return matches(found) ? found : undefined;
      },
      { timeoutMs, what: "the expected problems" },
    );
  }

  /** The document of a visible webview: by its title, `data-view` of its body, or a CSS selector found in it. */
  webview(match: WebviewMatch, timeoutMs = 15_000): Promise<Frame> {
    return findWebview(this.page, match, timeoutMs);
  }

  /** @returns the path of the picture, `test-results/ui/<name>.png` */
  async screenshot(name: string): Promise<string> {
    const path = join(SCREENSHOTS, `${name.replace(/[^\w.-]+/g, "-")}.png`);
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path, animations: "disabled" });
    return path;
  }

  async close(): Promise<void> {
    openWorkbenches.delete(this);
    await this.context.close().catch(() => undefined);
    await this.server.stop();
    this.parts.workspace.remove();
    rmSync(this.parts.temporaryDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function driverFile(temporaryDir: string): string {
  return join(temporaryDir, "driver.json");
}

async function newContext(options: OpenOptions, theme: Theme): Promise<BrowserContext> {
  const browser = await sharedBrowser();
  const language = options.language ?? "en";
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1280, height: 800 },
    locale: language === "en" ? "en-US" : "zh-CN",
    colorScheme: theme === "dark" || theme === "hc" ? "dark" : "light",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  if (language !== "en")
    await context.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(language)}`);
  return context;
}
