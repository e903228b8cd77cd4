import * as vscode from "vscode";
import { commandIds, internalCommandIds, type Command } from "../commandIds.ts";
import { describeError, showError } from "../errorText.ts";
import { runNext } from "../nextCommand.ts";
import type { Settings } from "../settings.ts";
import { settingNames } from "../settings.ts";
import type { StatusFacts, StatusState } from "./statusState.ts";

interface MenuItem extends vscode.QuickPickItem {
  readonly act?: () => Thenable<unknown>;
}

/** As much of a sentence as a line of the list shows. */
const maxDetailChars = 70;

function separator(label: string): MenuItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function runs(label: string, command: string, ...args: unknown[]): MenuItem {
  return { label, act: () => vscode.commands.executeCommand(command, ...args) };
}

/** The status item's menu: backend, on and off, last error, and the ways on. */
export class StatusMenu implements Command {
  readonly id = internalCommandIds.showStatusMenu;
  readonly #state: StatusState;
  readonly #settings: Settings;
  readonly #showHosts: () => Promise<void>;

  /** `showHosts` opens the list of the hosts that may receive code. */
  constructor(state: StatusState, settings: Settings, showHosts: () => Promise<void>) {
    this.#state = state;
    this.#settings = settings;
    this.#showHosts = showHosts;
  }

  async run(): Promise<void> {
    const facts = this.#state.facts;
    const items = [
      ...this.#problemItems(facts),
      ...this.#backendItems(facts),
      ...this.#completionItems(facts),
      separator(vscode.l10n.t("More")),
      runs(vscode.l10n.t("$(graph) Statistics"), commandIds.showStatistics),
      runs(vscode.l10n.t("$(eye) What was sent"), commandIds.showSentData),
      { label: vscode.l10n.t("$(shield) Hosts that may receive code …"), act: this.#showHosts },
      runs(vscode.l10n.t("$(comment-discussion) Ask"), commandIds.ask),
    ];
    const choice = await vscode.window.showQuickPick(items, {
      title: "Flywheel",
      placeHolder: vscode.l10n.t("What would you like to do?"),
    });
    await choice?.act?.();
  }

  #problemItems(facts: StatusFacts): MenuItem[] {
    const items: MenuItem[] = [];
    const error = facts.lastError;
    if (error !== undefined) {
      const { text, next } = describeError(error);
      items.push(separator(vscode.l10n.t("Last problem")));
      items.push({
        label: `$(warning) ${next?.title ?? vscode.l10n.t("Dismiss")}`,
        detail: text,
        act: async () => {
          // An answer "no" about a host leaves the problem where it was.
          if (error.kind !== "hostNotConfirmed") {
            this.#state.update({ lastError: undefined });
          }
          await (next === undefined ? undefined : runNext(next));
        },
      });
      if (text.length > maxDetailChars) {
        // A list cuts a long line, and what to do stands at its end.
        const label = vscode.l10n.t("$(info) Show the whole message");
        items.push({ label, act: () => showError(error) });
      }
    }
    return [...items, ...trustItems(facts), ...this.#otherEngineItems(facts)];
  }

  #otherEngineItems(facts: StatusFacts): MenuItem[] {
    const other = facts.otherEngine;
    if (other === undefined) {
      return [];
    }
    return [
      separator(vscode.l10n.t("{0} completes too", other.name)),
      {
        label: vscode.l10n.t("Let {0} complete", other.name),
        act: () => this.#settings.update(settingNames.completionEnabled, { ...languagesOff(), "*": false }),
      },
      {
        label: vscode.l10n.t("Let Flywheel complete"),
        detail: vscode.l10n.t("Opens the other extension, where it can be disabled."),
        act: () => vscode.commands.executeCommand("workbench.extensions.search", `@id:${other.extensionId}`),
      },
    ];
  }

  #backendItems(facts: StatusFacts): MenuItem[] {
    const names = Object.keys(this.#settings.backends());
    const active = facts.backend.kind === "offline" ? "offline" : facts.backend.profile;
    const switches = [...names, "offline"].map((name): MenuItem => {
      const item: MenuItem = {
        label: `${name === active ? "$(check)" : "$(blank)"} ${name === "offline" ? vscode.l10n.t("offline") : name}`,
        act: async () => {
          await this.#settings.update(settingNames.completionRole, name);
          await this.#settings.update(settingNames.chatRole, name);
        },
      };
      return name === active && facts.backend.kind === "model"
        ? { ...item, description: `${facts.backend.model} · ${facts.backend.host}` }
        : item;
    });
    return [
      separator(vscode.l10n.t("Backend")),
      ...switches,
      runs(vscode.l10n.t("$(gear) Set up backend …"), commandIds.setUpBackend),
      runs(vscode.l10n.t("$(pulse) Diagnose"), commandIds.diagnose),
    ];
  }

  #completionItems({ snoozedUntilMs }: StatusFacts): MenuItem[] {
    const languageId = vscode.window.activeTextEditor?.document.languageId;
    const toggle = (language: string): MenuItem => {
      const isOn = this.#settings.isCompletionEnabled(language);
      const name = language === "*" ? vscode.l10n.t("all languages") : language;
      return {
        label: isOn
          ? vscode.l10n.t("$(circle-slash) Turn completion off for {0}", name)
          : vscode.l10n.t("$(check) Turn completion on for {0}", name),
        act: () => vscode.commands.executeCommand(commandIds.toggleCompletion, language),
      };
    };
    return [
      separator(vscode.l10n.t("Completion")),
      toggle("*"),
      ...(languageId === undefined ? [] : [toggle(languageId)]),
      runs(
        snoozedUntilMs === undefined
          ? vscode.l10n.t("$(bell-slash) Snooze …")
          : vscode.l10n.t("$(bell) End snooze"),
        internalCommandIds.snoozeCompletion,
      ),
    ];
  }
}

/** Languages that are switched off stay so when all of them are, for the day on which completion comes back. */
function languagesOff(): Record<string, false> {
  const value = vscode.workspace.getConfiguration().get<unknown>(settingNames.completionEnabled);
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter(([, isOn]) => isOn === false).map(([name]) => [name, false]));
}

function trustItems({ isTrusted, lastError }: StatusFacts): MenuItem[] {
  // The last problem tells it already, with the same step.
  if (isTrusted || lastError?.kind === "untrustedWorkspace") {
    return [];
  }
  return [
    {
      label: vscode.l10n.t("$(shield) Manage workspace trust …"),
      detail: vscode.l10n.t("This workspace is not trusted: nothing is sent to any backend."),
      act: () => vscode.commands.executeCommand("workbench.trust.manage"),
    },
  ];
}
