import * as vscode from "vscode";
import type { Clock } from "../../core/ports.ts";

const untilKey = "flywheel.statistics.pausedUntilMs";
const optOutKey = "flywheel.statistics.isLeftOut";

/** Ends the pause only by hand. */
export const untilResumed = Number.MAX_SAFE_INTEGER;

/** When the log rests: for a time in every window, or in this workspace for good. */
export class LogPause implements vscode.Disposable {
  readonly #everywhere: vscode.Memento;
  readonly #here: vscode.Memento;
  readonly #clock: Clock;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(everywhere: vscode.Memento, here: vscode.Memento, clock: Clock) {
    this.#everywhere = everywhere;
    this.#here = here;
    this.#clock = clock;
  }

  /** UTC milliseconds at which the log goes on; null while it is not paused. */
  pausedUntilMs(): number | null {
    const until = this.#everywhere.get<unknown>(untilKey);
    return typeof until === "number" && until > this.#clock.nowMs() ? until : null;
  }

  isLeftOut(): boolean {
    return this.#here.get<unknown>(optOutKey) === true;
  }

  isSilent(): boolean {
    return this.isLeftOut() || this.pausedUntilMs() !== null;
  }

  async pauseUntil(untilMs: number): Promise<void> {
    await this.#everywhere.update(untilKey, untilMs);
    this.#changed.fire();
  }

  async resume(): Promise<void> {
    await this.#everywhere.update(untilKey, undefined);
    this.#changed.fire();
  }

  async leaveOut(isLeftOut: boolean): Promise<void> {
    await this.#here.update(optOutKey, isLeftOut ? true : undefined);
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
