import * as vscode from "vscode";
import { toAssistantError } from "../../core/errors.ts";
import { commandIds, type Command } from "../commandIds.ts";
import { showError } from "../errorText.ts";
import type { EventRecorder, WorkerCaller } from "../statistics/eventRecorder.ts";

/** What has seen events and must forget them. */
export interface ForgettingLog {
  readonly recorder: EventRecorder;
  forgetAll(): void;
}

/** Deletes the whole efficiency log after one question that names what goes. */
export class DeleteLog implements Command {
  readonly id = commandIds.deleteLog;
  readonly #worker: WorkerCaller;
  readonly #statistics: ForgettingLog;

  constructor(worker: WorkerCaller, statistics: ForgettingLog) {
    this.#worker = worker;
    this.#statistics = statistics;
  }

  async run(): Promise<void> {
    const confirm = vscode.l10n.t("Delete everything");
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t("Delete the whole efficiency log of this machine?"),
      {
        modal: true,
        detail: vscode.l10n.t(
          "All events and sums of every workspace go, and damaged logs that were set aside. This cannot be undone; export first if you want to keep them.",
        ),
      },
      confirm,
    );
    if (answer !== confirm) {
      return;
    }
    try {
      this.#statistics.forgetAll();
      await this.#statistics.recorder.open();
      await this.#worker.call("events.deleteAll", {});
      vscode.window.setStatusBarMessage(vscode.l10n.t("The efficiency log was deleted."), 5000);
    } catch (error) {
      await showError(toAssistantError(error));
    }
  }
}
