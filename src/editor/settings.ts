import * as vscode from "vscode";
import type { AllowedHosts } from "../core/egress/allowedHosts.ts";

export type Role = "completion" | "chat" | "embedding";
export type Multiline = "auto" | "never" | "always";
export type Eagerness = "low" | "balanced" | "high" | "manual";
export type AnswerLanguage = "auto" | "en" | "zh-cn";

/** Full setting names, for change events and the manifest test. */
export const settingNames = {
  backends: "flywheel.backends",
  completionRole: "flywheel.roles.completion",
  chatRole: "flywheel.roles.chat",
  embeddingRole: "flywheel.roles.embedding",
  completionEnabled: "flywheel.completion.enabled",
  completionDelayMs: "flywheel.completion.delayMs",
  completionMultiline: "flywheel.completion.multiline",
  completionEagerness: "flywheel.completion.eagerness",
  codeLensEnabled: "flywheel.codeLens.enabled",
  language: "flywheel.language",
  statisticsEnabled: "flywheel.statistics.enabled",
  statisticsPrices: "flywheel.statistics.prices",
  statisticsRawDays: "flywheel.statistics.rawDays",
  statisticsStatusBar: "flywheel.statistics.statusBar",
  testsMaxRepairs: "flywheel.tests.maxRepairs",
  testsTimeLimitSeconds: "flywheel.tests.timeLimitSeconds",
  testsProjects: "flywheel.tests.projects",
  egressAllowedHosts: "flywheel.egress.allowedHosts",
  egressRedactPersonalData: "flywheel.egress.redactPersonalData",
  egressKeepRecord: "flywheel.egress.keepRecord",
} as const;

export type SettingName = (typeof settingNames)[keyof typeof settingNames];

const machineSettings: ReadonlySet<string> = new Set([
  settingNames.backends,
  settingNames.completionRole,
  settingNames.chatRole,
  settingNames.embeddingRole,
  settingNames.egressAllowedHosts,
  settingNames.egressRedactPersonalData,
  settingNames.egressKeepRecord,
]);

/** The manifest gives it one of the scopes that belong to a machine. */
export function isMachineSetting(name: string): boolean {
  return machineSettings.has(name);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Typed reading of `flywheel.*`. A value of the wrong type or outside its range reads as the default;
 * `settingsWatch.ts` tells of it, by the schemas of the manifest, which a test holds against this reading.
 */
export class Settings implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.ConfigurationChangeEvent>();
  readonly onDidChange = this.#changed.event;
  readonly #subscription: vscode.Disposable;

  constructor() {
    this.#subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("flywheel")) {
        this.#changed.fire(event);
      }
    });
  }

  /** Raw profiles by name, still to be resolved; anything that is no object reads as none. */
  backends(): Readonly<Record<string, unknown>> {
    const value = this.#read(settingNames.backends);
    if (isRecord(value)) {
      // A copy: the proxies that VS Code gives lose a profile with a dot in its name when they are written back.
      return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
    }
    return {};
  }

  /** Profile names in order of preference; `auto` and `offline` are names like any other here. */
  role(role: Role): readonly string[] {
    const name = `flywheel.roles.${role}`;
    const fallback = [role === "embedding" ? "offline" : "auto"];
    const value = this.#read(name) ?? fallback;
    if (typeof value === "string" && value !== "") {
      return [value];
    }
    if (Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === "string")) {
      return value;
    }
    return fallback;
  }

  isCompletionEnabled(languageId: string): boolean {
    const value = this.#read(settingNames.completionEnabled);
    if (!isRecord(value)) {
      return true;
    }
    const own = value[languageId] ?? value["*"] ?? true;
    return typeof own === "boolean" ? own : true;
  }

  /** `auto`, or milliseconds from 0 to 2000 before a network request. */
  completionDelayMs(): number | "auto" {
    const value = this.#read(settingNames.completionDelayMs);
    const isFine = typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 2000;
    return isFine ? value : "auto";
  }

  multiline(): Multiline {
    return this.#oneOf(settingNames.completionMultiline, ["auto", "never", "always"], "auto");
  }

  eagerness(): Eagerness {
    return this.#oneOf(settingNames.completionEagerness, ["low", "balanced", "high", "manual"], "balanced");
  }

  isCodeLensEnabled(): boolean {
    return this.#boolean(settingNames.codeLensEnabled, false);
  }

  answerLanguage(): AnswerLanguage {
    return this.#oneOf(settingNames.language, ["auto", "en", "zh-cn"], "auto");
  }

  isStatisticsEnabled(): boolean {
    return this.#boolean(settingNames.statisticsEnabled, true);
  }

  /** Whether the day's kept characters stand in the status bar. */
  isStatisticsGlanceShown(): boolean {
    return this.#boolean(settingNames.statisticsStatusBar, true);
  }

  /** What a million tokens cost, as the user has set it; anything that is no object reads as none. */
  statisticsPrices(): Readonly<Record<string, unknown>> {
    const value = this.#read(settingNames.statisticsPrices) ?? {};
    return isRecord(value) ? value : {};
  }

  /** Days that single events are kept, 1 to 90. */
  statisticsRawDays(): number {
    return this.#wholeNumber(settingNames.statisticsRawDays, 1, 90, 90);
  }

  /** How often a model is asked to repair its tests, 0 to 5. */
  maxTestRepairs(): number {
    return this.#wholeNumber(settingNames.testsMaxRepairs, 0, 5, 2);
  }

  /** After this long a test run is ended, ms. */
  testTimeLimitMs(): number {
    return this.#wholeNumber(settingNames.testsTimeLimitSeconds, 1, 3600, 60) * 1000;
  }

  /** Decisions about tests by folder, still to be checked; the longest folder around a file wins. */
  testProjects(): Readonly<Record<string, unknown>> {
    const value = this.#read(settingNames.testsProjects) ?? {};
    return isRecord(value) ? value : {};
  }

  /**
   * The hosts that may receive code; an empty list stands for those that the user confirmed. A value that
   * is no list of texts allows no host: a slip of the pen must not open what was meant to be shut.
   */
  allowedHosts(): AllowedHosts {
    const value = this.#read(settingNames.egressAllowedHosts) ?? [];
    if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) {
      return value.length === 0 ? "confirmed" : value;
    }
    return [""];
  }

  redactsPersonalData(): boolean {
    return this.#boolean(settingNames.egressRedactPersonalData, false);
  }

  keepsRecord(): boolean {
    return this.#boolean(settingNames.egressKeepRecord, false);
  }

  /** Writes to the user's settings (machine scope where the setting has it). */
  async update(name: SettingName, value: unknown): Promise<void> {
    await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #read(name: string): unknown {
    return vscode.workspace.getConfiguration().get<unknown>(name);
  }

  #boolean(name: string, fallback: boolean): boolean {
    const value = this.#read(name);
    return typeof value === "boolean" ? value : fallback;
  }

  #wholeNumber(name: string, least: number, most: number, fallback: number): number {
    const value = this.#read(name);
    const isFine = typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
    return isFine ? value : fallback;
  }

  #oneOf<T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const value = this.#read(name);
    return choices.find((candidate) => candidate === value) ?? fallback;
  }
}
