import * as vscode from "vscode";
import { openSetting } from "../openSetting.ts";
import { settingNames, type Settings } from "../settings.ts";
import type { HostConsentStore } from "./hostConsentStore.ts";

interface HostItem extends vscode.QuickPickItem {
  readonly act?: () => Thenable<unknown>;
}

/** The hosts that may receive code: those that were confirmed, each of which can be forgotten, or the setting's. */
export class HostsMenu {
  readonly #consent: HostConsentStore;
  readonly #settings: Settings;

  constructor(consent: HostConsentStore, settings: Settings) {
    this.#consent = consent;
    this.#settings = settings;
  }

  async show(): Promise<void> {
    const allowed = this.#settings.allowedHosts();
    const choice = await vscode.window.showQuickPick(
      allowed === "confirmed" ? this.#confirmedItems() : listedItems(allowed),
      {
        title: vscode.l10n.t("Hosts That May Receive Code"),
        placeHolder:
          allowed !== "confirmed"
            ? vscode.l10n.t("The setting flywheel.egress.allowedHosts names them")
            : this.#consent.list().length > 0
              ? vscode.l10n.t("Choose a host to forget it")
              : vscode.l10n.t("Flywheel asks before the first request to a host"),
      },
    );
    await choice?.act?.();
  }

  #confirmedItems(): HostItem[] {
    const hosts = this.#consent.list().map(({ origin, confirmedAtMs }): HostItem => ({
      label: `$(shield) ${URL.canParse(origin) ? new URL(origin).host : origin}`,
      description: origin,
      detail: vscode.l10n.t("Allowed on {0}", new Date(confirmedAtMs).toLocaleString(vscode.env.language)),
      act: () => this.#forget(origin),
    }));
    const none = { label: vscode.l10n.t("No host but this machine may receive code yet.") };
    return [...(hosts.length === 0 ? [none] : hosts), separator(), settingsItem()];
  }

  async #forget(origin: string): Promise<void> {
    const forget = vscode.l10n.t("Forget");
    const choice = await vscode.window.showWarningMessage(
      vscode.l10n.t("Forget that code may go to {0}?", origin),
      { modal: true, detail: vscode.l10n.t("Flywheel asks again before the next request to it.") },
      forget,
    );
    if (choice === forget) {
      await this.#consent.forget(origin);
      await this.show();
    }
  }
}

function listedItems(patterns: readonly string[]): HostItem[] {
  return [...patterns.map((pattern) => ({ label: `$(shield) ${pattern}` })), separator(), settingsItem()];
}

function separator(): HostItem {
  return { label: "", kind: vscode.QuickPickItemKind.Separator };
}

function settingsItem(): HostItem {
  return {
    label: vscode.l10n.t("$(gear) Name the hosts in the settings …"),
    act: () => {
      const { command, args } = openSetting(settingNames.egressAllowedHosts);
      return vscode.commands.executeCommand(command, ...args);
    },
  };
}
