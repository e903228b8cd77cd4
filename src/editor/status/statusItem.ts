import * as vscode from "vscode";
import { internalCommandIds } from "../commandIds.ts";
import { describeError } from "../errorText.ts";
import type { StatusFacts, StatusState } from "./statusState.ts";

function iconFor(facts: StatusFacts): string {
  if (!facts.isCompletionOn) {
    return "$(circle-slash)";
  }
  if (facts.isWaiting) {
    return "$(loading~spin)";
  }
  if (facts.lastError !== undefined) {
    return "$(warning)";
  }
  return facts.backend.kind === "offline" ? "$(debug-disconnect)" : "$(sparkle)";
}

function labelFor(facts: StatusFacts): string {
  return facts.backend.kind === "offline" ? vscode.l10n.t("offline") : facts.backend.model;
}

function tooltipLines(facts: StatusFacts): string[] {
  const t = vscode.l10n.t;
  const lines = [
    facts.backend.kind === "offline"
      ? t("Offline backend: prediction from your own files, no model, nothing leaves this machine.")
      : t("Backend {0}: {1} at {2}", facts.backend.profile, facts.backend.model, facts.backend.host),
  ];
  if (!facts.isCompletionOn) {
    lines.push(t("Completion is off here."));
  }
  if (facts.withheldFile !== undefined) {
    lines.push(t("{0} is withheld: nothing of it is sent to any backend.", facts.withheldFile));
  }
  if (facts.lastError !== undefined) {
    lines.push(describeError(facts.lastError).text);
  }
  if (facts.otherEngine !== undefined) {
    lines.push(t("{0} completes too. The menu lets you choose one.", facts.otherEngine.name));
  }
  if (facts.note !== undefined) {
    lines.push(facts.note);
  }
  return lines;
}

/** The one status bar item: who completes, whether it waits, and what went wrong last. */
export class StatusItem implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #subscription: vscode.Disposable;

  constructor(state: StatusState) {
    this.#item = vscode.window.createStatusBarItem("flywheel.status", vscode.StatusBarAlignment.Right, 100);
    this.#item.name = "Flywheel";
    this.#item.command = internalCommandIds.showStatusMenu;
    this.#show(state.facts);
    this.#item.show();
    this.#subscription = state.onDidChange((facts) => this.#show(facts));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #show(facts: StatusFacts): void {
    const lines = tooltipLines(facts);
    this.#item.text = `${iconFor(facts)} Flywheel: ${labelFor(facts)}`;
    // A plain string: what a server said must not become a link.
    this.#item.tooltip = lines.join("\n");
    this.#item.accessibilityInformation = { label: `Flywheel. ${lines.join(" ")}`, role: "button" };
  }
}
