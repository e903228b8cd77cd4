import * as vscode from "vscode";
import { commandIds, type Command } from "../commandIds.ts";
import { settingNames, type Settings } from "../settings.ts";

interface Choice extends vscode.QuickPickItem {
  readonly language: string;
}

/** Switches completion on or off, for all languages (`*`) or one; asks which when called without one. */
export class ToggleCompletion implements Command {
  readonly id = commandIds.toggleCompletion;
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Resolves with whether completion is on afterwards; undefined when dismissed. */
  async run(language?: unknown): Promise<boolean | undefined> {
    const chosen = typeof language === "string" && language !== "" ? language : await this.#choose();
    if (chosen === undefined) {
      return undefined;
    }
    const isOn = !this.#settings.isCompletionEnabled(chosen);
    const value = vscode.workspace.getConfiguration().get<unknown>(settingNames.completionEnabled);
    const before = typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
    await this.#settings.update(settingNames.completionEnabled, { "*": true, ...before, [chosen]: isOn });
    const name = chosen === "*" ? vscode.l10n.t("all languages") : chosen;
    vscode.window.setStatusBarMessage(
      isOn
        ? vscode.l10n.t("Flywheel: completion is on for {0}", name)
        : vscode.l10n.t("Flywheel: completion is off for {0}", name),
      4000,
    );
    return isOn;
  }

  async #choose(): Promise<string | undefined> {
    const languageId = vscode.window.activeTextEditor?.document.languageId;
    const choices = ["*", ...(languageId === undefined ? [] : [languageId])].map((language): Choice => {
      const name = language === "*" ? vscode.l10n.t("all languages") : language;
      return {
        language,
        label: this.#settings.isCompletionEnabled(language)
          ? vscode.l10n.t("$(circle-slash) Turn completion off for {0}", name)
          : vscode.l10n.t("$(check) Turn completion on for {0}", name),
      };
    });
    const choice = await vscode.window.showQuickPick(choices, { title: vscode.l10n.t("Inline completion") });
    return choice?.language;
  }
}
