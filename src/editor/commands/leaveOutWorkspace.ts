import * as vscode from "vscode";
import { commandIds, type Command } from "../commandIds.ts";
import type { LogPause } from "../statistics/logPause.ts";

/** Leaves the open workspace out of the efficiency log, or takes it in again. */
export class LeaveOutWorkspace implements Command {
  readonly id = commandIds.leaveOutWorkspace;
  readonly #pause: LogPause;

  constructor(pause: LogPause) {
    this.#pause = pause;
  }

  async run(): Promise<void> {
    const isLeftOut = !this.#pause.isLeftOut();
    await this.#pause.leaveOut(isLeftOut);
    vscode.window.setStatusBarMessage(
      isLeftOut
        ? vscode.l10n.t("This workspace is left out of the efficiency log.")
        : vscode.l10n.t("This workspace is in the efficiency log again."),
      5000,
    );
  }
}
