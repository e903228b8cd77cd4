import * as vscode from "vscode";
import type { Rest } from "../../core/backends/standing.ts";
import { joinSentences } from "../../core/text/joinSentences.ts";
import { internalCommandIds } from "../commandIds.ts";
import type { AssistantError } from "../../core/errors.ts";
import type { ActiveBackend, StatusFacts, StatusState } from "./statusState.ts";

/** The sentence of an error; its table is loaded with the first error. */
export type DescribeError = (error: AssistantError) => { readonly text: string };

function iconFor(facts: StatusFacts): string {
  if (!facts.isCompletionOn) {
    return "$(circle-slash)";
  }
  if (facts.snoozedUntilMs !== undefined) {
    return "$(bell-slash)";
  }
  if (facts.isWaiting) {
    return "$(loading~spin)";
  }
  if (!facts.isTrusted && facts.backend.kind === "model") {
    return "$(workspace-untrusted)";
  }
  if (facts.lastError !== undefined) {
    return "$(warning)";
  }
  if (facts.withheldFile !== undefined) {
    return "$(lock)";
  }
  if (facts.standIn !== undefined) {
    return "$(arrow-swap)";
  }
  return facts.backend.kind === "offline" ? "$(debug-disconnect)" : "$(sparkle)";
}

function labelFor(facts: StatusFacts): string {
  return facts.backend.kind === "offline" ? vscode.l10n.t("offline") : facts.backend.model;
}

function timeOfDay(ms: number): string {
  return new Date(ms).toLocaleTimeString(vscode.env.language, { hour: "2-digit", minute: "2-digit" });
}

function standInText(rest: Rest, backend: ActiveBackend): string {
  const t = vscode.l10n.t;
  const stander = backend.kind === "offline" ? t("the offline backend") : backend.profile;
  return rest.reason === "down"
    ? t(
        "{0} has been down since {1}; {2} stands in until it answers again.",
        rest.profile,
        timeOfDay(rest.sinceMs),
        stander,
      )
    : t(
        "{0} has used up its daily cap of tokens; {1} stands in until tomorrow. Raise maxTokensPerDay in the profile to have it back today.",
        rest.profile,
        stander,
      );
}

function tooltipLines(facts: StatusFacts, describe: DescribeError): string[] {
  const t = vscode.l10n.t;
  const lines = [
    facts.backend.kind === "offline"
      ? t("Offline backend: prediction from your own files, no model, nothing leaves this machine.")
      : t("Backend {0}: {1} at {2}", facts.backend.profile, facts.backend.model, facts.backend.host),
  ];
  if (facts.standIn !== undefined) {
    lines.push(standInText(facts.standIn, facts.backend));
  }
  if (!facts.isTrusted) {
    lines.push(t("This workspace is not trusted: nothing is sent to any backend."));
  }
  if (!facts.isCompletionOn) {
    lines.push(t("Completion is off here."));
  }
  if (facts.snoozedUntilMs !== undefined) {
    lines.push(t("Ghost text is snoozed until {0}.", timeOfDay(facts.snoozedUntilMs)));
  }
  if (facts.withheldFile !== undefined) {
    const { name, reason } = facts.withheldFile;
    lines.push(t("{0} is withheld: {1}. Nothing of it is sent to any backend.", name, reason));
  }
  if (facts.lastError !== undefined) {
    lines.push(describe(facts.lastError).text);
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
  readonly #describe: DescribeError;

  constructor(state: StatusState, describe: DescribeError) {
    this.#describe = describe;
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
    const lines = tooltipLines(facts, this.#describe);
    this.#item.text = `${iconFor(facts)} Flywheel: ${labelFor(facts)}`;
    // A plain string: what a server said must not become a link.
    this.#item.tooltip = lines.join("\n");
    this.#item.accessibilityInformation = { label: `Flywheel. ${joinSentences(...lines)}`, role: "button" };
  }
}
