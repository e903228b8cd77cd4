import * as vscode from "vscode";
import type { BackendDialog } from "../backends/backendDialog.ts";
import type { BackendRegistry } from "../backends/backendRegistry.ts";
import { showProbeReport } from "../backends/probeView.ts";
import { commandIds, type Command } from "../commandIds.ts";

/** Tests the active backends and shows the verdict as a table. */
export class Diagnose implements Command {
  readonly id = commandIds.diagnose;
  readonly #registry: BackendRegistry;
  readonly #dialog: BackendDialog;

  constructor(registry: BackendRegistry, dialog: BackendDialog) {
    this.#registry = registry;
    this.#dialog = dialog;
  }

  async run(): Promise<void> {
    const all = [...this.#registry.profilesOf("completion"), ...this.#registry.profilesOf("chat")];
    const profiles = all.filter(
      (profile, index) => all.findIndex(({ name }) => name === profile.name) === index,
    );
    if (profiles.length === 0) {
      const setUp = vscode.l10n.t("Set Up Backend");
      const answer = await vscode.window.showInformationMessage(
        vscode.l10n.t("The offline backend is active: it needs no network and there is nothing to test."),
        setUp,
      );
      if (answer === setUp) {
        await vscode.commands.executeCommand(commandIds.setUpBackend);
      }
      return;
    }
    for (const profile of profiles) {
      const report = await this.#dialog.probe(profile, undefined);
      if (report === undefined) {
        return;
      }
      const action = await showProbeReport(
        profile,
        report,
        [{ id: "setUp", label: vscode.l10n.t("$(gear) Set up backend …") }],
        this.#dialog.translator,
        this.#dialog.factsOf(profile),
      );
      if (action === "setUp") {
        await vscode.commands.executeCommand(commandIds.setUpBackend);
        return;
      }
    }
  }
}
