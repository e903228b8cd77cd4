import * as vscode from "vscode";
import type { Clock } from "../../core/ports.ts";
import { commandIds, type Command } from "../commandIds.ts";
import { untilResumed, type LogPause } from "../statistics/logPause.ts";

const hourMs = 3_600_000;

interface Choice extends vscode.QuickPickItem {
  readonly act: () => Promise<void>;
}

/** Pauses the efficiency log for a while, or lets it go on; an argument of hours asks nothing. */
export class PauseLog implements Command {
  readonly id = commandIds.pauseLog;
  readonly #pause: LogPause;
  readonly #clock: Clock;

  constructor(pause: LogPause, clock: Clock) {
    this.#pause = pause;
    this.#clock = clock;
  }

  async run(hours?: unknown): Promise<void> {
    if (typeof hours === "number" && hours > 0) {
      await this.#pause.pauseUntil(this.#clock.nowMs() + hours * hourMs);
      return;
    }
    const picked = await vscode.window.showQuickPick(this.#choices(), {
      title: vscode.l10n.t("Efficiency log"),
      placeHolder: vscode.l10n.t("While it is paused nothing is written, in any window"),
    });
    await picked?.act();
  }

  #choices(): Choice[] {
    const nowMs = this.#clock.nowMs();
    const tomorrow = new Date(nowMs);
    tomorrow.setHours(24, 0, 0, 0);
    const pauseUntil = (untilMs: number) => () => this.#pause.pauseUntil(untilMs);
    const choices: Choice[] = [
      { label: vscode.l10n.t("Pause for one hour"), act: pauseUntil(nowMs + hourMs) },
      { label: vscode.l10n.t("Pause until tomorrow"), act: pauseUntil(tomorrow.getTime()) },
      { label: vscode.l10n.t("Pause until I resume it"), act: pauseUntil(untilResumed) },
    ];
    return this.#pause.pausedUntilMs() === null
      ? choices
      : [{ label: vscode.l10n.t("Resume"), act: () => this.#pause.resume() }, ...choices];
  }
}
