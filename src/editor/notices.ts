import * as vscode from "vscode";
import { runNext, type NextCommand } from "./nextCommand.ts";

/** A warning that comes up on its own, with what the person can do about it. */
async function warn(text: string, next: NextCommand): Promise<void> {
  const choice = await vscode.window.showWarningMessage(text, next.title);
  if (choice === next.title) {
    await runNext(next);
  }
}

/** The background thread has ended once too often. */
export function warnOfDeadWorker(): void {
  const title = vscode.l10n.t("Reload Window");
  void warn(deadWorkerText(), { title, command: "workbench.action.reloadWindow" });
}

export function deadWorkerText(): string {
  return vscode.l10n.t(
    "Flywheel's background thread stopped several times and is left alone now. Nothing that was saved is lost; reload the window to start it again.",
  );
}
