import * as vscode from "vscode";
import type { Message } from "../core/messages.ts";
import { commandIds } from "./commandIds.ts";
import { backendText, runNext, settingStep, type NextCommand } from "./errorText.ts";

/** A warning that comes up on its own, with what the person can do about it. */
async function warn(text: string, next: NextCommand): Promise<void> {
  const choice = await vscode.window.showWarningMessage(text, next.title);
  if (choice === next.title) {
    await runNext(next);
  }
}

/** A setting holds a value that it cannot have. */
export function warnOfSetting(name: string, value: string): void {
  const text = vscode.l10n.t("The setting {0} cannot be {1}; its default is used.", name, value);
  void warn(text, settingStep(name));
}

/** A role names a backend that does not exist. */
export function warnOfRole(role: string, name: string): void {
  const text = vscode.l10n.t(
    "The backend {1} of flywheel.roles.{0} does not exist; the offline backend is used.",
    role,
    name,
  );
  void warn(text, settingStep(`flywheel.roles.${role}`));
}

/** A backend cannot be used as it is written. */
export function warnOfProfile(problem: Message): void {
  const title = vscode.l10n.t("Set Up Backend");
  void warn(backendText(problem) ?? problem.id, { title, command: commandIds.setUpBackend });
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
