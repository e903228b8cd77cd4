import * as vscode from "vscode";
import type { Clock } from "../../core/ports.ts";
import { commandIds, type Command } from "../commandIds.ts";
import type { GhostTextProvider } from "../completion/ghostTextProvider.ts";

const messageMs = 4000;
/** A model that has not answered by then is waited for without a word, in ms. */
const patienceMs = 10_000;
/** The editor asks at once, or never: in a file that cannot be written, for one. In ms. */
const askedWithinMs = 1500;

/** Asks for ghost text by hand; less sure text of the predictor may be shown then. */
export class TriggerCompletion implements Command {
  readonly id = commandIds.triggerCompletion;
  readonly #provider: GhostTextProvider;
  readonly #clock: Clock;

  constructor(provider: GhostTextProvider, clock: Clock) {
    this.#provider = provider;
    this.#clock = clock;
  }

  /** Resolves with whether there is ghost text. */
  async run(): Promise<boolean> {
    if (vscode.window.activeTextEditor === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t("Open a file to complete in."));
      return false;
    }
    const end = new AbortController();
    void this.#giveUpInTime(end.signal);
    const hasText = await this.#provider.trigger();
    end.abort();
    if (!hasText) {
      vscode.window.setStatusBarMessage(vscode.l10n.t("Flywheel: no completion here"), messageMs);
    }
    return hasText;
  }

  async #giveUpInTime(signal: AbortSignal): Promise<void> {
    await this.#clock.delay(askedWithinMs, signal);
    if (this.#provider.isManualAsked) {
      await this.#clock.delay(patienceMs - askedWithinMs, signal);
    }
    if (!signal.aborted) {
      this.#provider.giveUp();
    }
  }
}
