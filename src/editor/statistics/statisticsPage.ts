import { homedir } from "node:os";
import * as vscode from "vscode";
import { addDays, localDay } from "../../core/efficiency/days.ts";
import { statisticsPageMessages } from "../../core/efficiency/pageMessages.ts";
import { publishedFigures } from "../../core/efficiency/publishedFigures.ts";
import type { StatisticsQuery } from "../../core/efficiency/report.ts";
import { toAssistantError } from "../../core/errors.ts";
import type { Clock, Log } from "../../core/ports.ts";
import {
  decodeFromStatisticsPage,
  decodeTokenPrices,
  type LogAction,
  type FromStatisticsPage,
  type PageTexts,
  type StatisticsRange,
  type StatisticsScope,
  type ToStatisticsPage,
} from "../../protocol/statisticsMessages.ts";
import { commandIds } from "../commandIds.ts";
import { showError } from "../errorText.ts";
import { settingNames, type Settings } from "../settings.ts";
import { createInlineWebviewHtml } from "../webviewHtml.ts";
import type { EventRecorder, RecordingWindow, WorkerCaller } from "./eventRecorder.ts";
import type { LogPause } from "./logPause.ts";

/** How often an open, visible page is brought up to date (ms). */
const refreshMs = 3000;

const page = {
  title: "Flywheel statistics",
  body: '<main id="page" aria-busy="true"></main>',
  drawsPictures: true,
};

export interface StatisticsPageParts {
  readonly extensionUri: vscode.Uri;
  readonly worker: WorkerCaller;
  readonly recorder: EventRecorder;
  readonly window: RecordingWindow;
  readonly settings: Settings;
  readonly pause: LogPause;
  readonly clock: Clock;
  readonly log: Log;
}

function pageTexts(): PageTexts {
  const entries = Object.entries(statisticsPageMessages).map(([id, english]) => [id, vscode.l10n.t(english)]);
  return Object.fromEntries(entries) as PageTexts;
}

/** The statistics in an editor tab; one at a time, kept up to date while it is visible. */
export class StatisticsPage implements vscode.Disposable {
  readonly #parts: StatisticsPageParts;
  readonly #subscriptions: readonly vscode.Disposable[];
  #panel: vscode.WebviewPanel | undefined;
  #range: StatisticsRange = "30";
  #scope: StatisticsScope = "all";
  #lifetime = new AbortController();
  #lastSent = "";
  #style: Promise<string> | undefined;
  /** False until the page can receive. */
  #isReady = false;
  /** The first report of a page, read while the page itself is still loading. */
  #early: Promise<ToStatisticsPage> | undefined;

  constructor(parts: StatisticsPageParts) {
    this.#parts = parts;
    this.#subscriptions = [
      parts.settings.onDidChange((event) => {
        if (event.affectsConfiguration("flywheel.statistics")) {
          void this.#refresh(true);
        }
      }),
      parts.pause.onDidChange(() => void this.#refresh(true)),
    ];
  }

  show(): void {
    if (this.#panel !== undefined) {
      this.#panel.reveal();
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      "flywheel.statistics",
      vscode.l10n.t("Flywheel: Statistics"),
      vscode.ViewColumn.Active,
      { enableScripts: true, enableForms: false, localResourceRoots: [] },
    );
    this.#panel = panel;
    const lifetime = new AbortController();
    this.#lifetime = lifetime;
    panel.webview.onDidReceiveMessage((value: unknown) => void this.#receive(value));
    panel.onDidChangeViewState(() => void this.#refresh(false));
    panel.onDidDispose(() => {
      lifetime.abort();
      this.#panel = undefined;
      this.#early = undefined;
      this.#isReady = false;
      this.#lastSent = "";
    });
    void this.#load(panel);
    this.#early = this.#read(this.#parts.settings.isStatisticsEnabled());
    // Whoever awaits it says what went wrong; a page that is closed before that has nobody to tell.
    this.#early.catch(() => undefined);
    void this.#keepFresh(lifetime.signal);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#lifetime.abort();
    this.#panel?.dispose();
  }

  async #receive(value: unknown): Promise<void> {
    const message = decodeFromStatisticsPage(value);
    if (message === undefined) {
      this.#parts.log.warn("The statistics page sent a message that could not be read.");
      return;
    }
    try {
      await this.#obey(message);
    } catch (error) {
      this.#parts.log.error("The statistics page could not do what was asked.", error);
      void showError(toAssistantError(error));
    }
  }

  async #obey(message: FromStatisticsPage): Promise<void> {
    switch (message.kind) {
      case "ready":
        this.#isReady = true;
        this.#post({
          kind: "init",
          texts: pageTexts(),
          locale: vscode.env.language,
          range: this.#range,
          scope: this.#scope,
          published: publishedFigures,
          styleText: await this.#styleText(),
        });
        await this.#refresh(true);
        break;
      case "show":
        this.#range = message.range;
        this.#scope = message.scope;
        await this.#refresh(true);
        break;
      case "setEnabled":
        await this.#parts.settings.update(settingNames.statisticsEnabled, message.isEnabled);
        break;
      case "export":
        await vscode.commands.executeCommand(commandIds.exportStatistics);
        break;
      case "do":
        await this.#do(message.action);
        break;
      case "savePng":
        await this.#save("png", Buffer.from(message.base64, "base64"));
        break;
      case "saveCsv":
        await this.#save("csv", new TextEncoder().encode(message.text));
        break;
    }
  }

  async #do(action: LogAction): Promise<void> {
    if (action === "prices") {
      await vscode.commands.executeCommand("workbench.action.openSettings", settingNames.statisticsPrices);
      return;
    }
    const commands = {
      pause: commandIds.pauseLog,
      leaveOut: commandIds.leaveOutWorkspace,
      delete: commandIds.deleteLog,
      raw: commandIds.showRawEvents,
      relabel: commandIds.relabelTime,
    } as const;
    await vscode.commands.executeCommand(commands[action]);
    await this.#refresh(true);
  }

  async #save(extension: "png" | "csv", bytes: Uint8Array): Promise<void> {
    const nowMs = this.#parts.clock.nowMs();
    const day = localDay(nowMs, this.#parts.window.tzMinutes(nowMs));
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
    const uri = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(folder, `flywheel-statistics-${day}.${extension}`),
      filters: { [extension.toUpperCase()]: [extension] },
    });
    if (uri !== undefined) {
      await vscode.workspace.fs.writeFile(uri, bytes);
    }
  }

  /** Read once: the page needs it to be drawn, and again for its pictures before its first report. */
  #styleText(): Promise<string> {
    this.#style ??= this.#fileText("media", "statistics.css");
    this.#style.catch(() => (this.#style = undefined));
    return this.#style;
  }

  async #fileText(...path: readonly string[]): Promise<string> {
    const uri = vscode.Uri.joinPath(this.#parts.extensionUri, ...path);
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  }

  /** Style and script go in with the page: to fetch them from the webview takes longer than the report does. */
  async #load({ webview }: vscode.WebviewPanel): Promise<void> {
    try {
      const parts = [this.#styleText(), this.#fileText("dist", "webview", "statistics.js")] as const;
      const [style, script] = await Promise.all(parts);
      webview.html = createInlineWebviewHtml(page, { style, script });
    } catch (error) {
      this.#parts.log.error("The statistics page could not be loaded.", error);
    }
  }

  async #keepFresh(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#parts.clock.delay(refreshMs, signal);
      await this.#refresh(false);
    }
  }

  async #refresh(isForced: boolean): Promise<void> {
    if (this.#panel === undefined || !this.#isReady || (!isForced && !this.#panel.visible)) {
      return;
    }
    const isEnabled = this.#parts.settings.isStatisticsEnabled();
    try {
      const early = this.#early;
      this.#early = undefined;
      const message = await (early ?? this.#read(isEnabled));
      const text = JSON.stringify(message);
      if (isForced || text !== this.#lastSent) {
        this.#lastSent = text;
        this.#post(message);
      }
    } catch (error) {
      this.#lastSent = "";
      const reason = error instanceof Error ? error.message : String(error);
      this.#parts.log.error("The statistics could not be read.", error);
      this.#post({ kind: "failure", reason, isEnabled });
    }
  }

  async #read(isEnabled: boolean): Promise<ToStatisticsPage> {
    const { recorder, worker, window, clock } = this.#parts;
    await recorder.flush();
    await recorder.open();
    const nowMs = clock.nowMs();
    const today = localDay(nowMs, window.tzMinutes(nowMs));
    const [range, scope] = [this.#range, this.#scope];
    const query: StatisticsQuery = {
      fromDay: range === "all" ? null : addDays(today, 1 - Number(range)),
      toDay: today,
      ws: scope === "this" ? window.workspaceHash : null,
    };
    const { report, store } = await worker.call("events.statistics", { query, today });
    const { pause, settings } = this.#parts;
    const rest = { pausedUntilMs: pause.pausedUntilMs(), isLeftOut: pause.isLeftOut() };
    const prices = decodeTokenPrices(settings.statisticsPrices()) ?? null;
    return { kind: "report", report, store, isEnabled, rest, prices, range, scope };
  }

  #post(message: ToStatisticsPage): void {
    void this.#panel?.webview.postMessage(message);
  }
}
