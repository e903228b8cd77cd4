import * as vscode from "vscode";
import { internalCommandIds, type Command } from "../commandIds.ts";
import type { Snooze } from "../completion/snooze.ts";

const minutesOffered = [5, 10, 15, 30, 60] as const;

/** Stops ghost text of every extension for some minutes by the editor's own snooze, or ends that. */
export class SnoozeCompletion implements Command {
  readonly id = internalCommandIds.snoozeCompletion;
  readonly #snooze: Snooze;

  constructor(snooze: Snooze) {
    this.#snooze = snooze;
  }

  /** Resolves with whether ghost text is snoozed afterwards. */
  async run(): Promise<boolean> {
    if (this.#snooze.isOn) {
      await this.#snooze.end();
      return false;
    }
    const choices = minutesOffered.map((minutes) => ({
      label: vscode.l10n.t("{0} minutes", minutes),
      minutes,
    }));
    const choice = await vscode.window.showQuickPick(choices, {
      title: vscode.l10n.t("Snooze ghost text"),
      placeHolder: vscode.l10n.t("For how long?"),
    });
    if (choice !== undefined) {
      await this.#snooze.start(choice.minutes);
    }
    return this.#snooze.isOn;
  }
}
