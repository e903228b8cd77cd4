import * as vscode from "vscode";
import { joinLatest, laterThan, type Dated } from "../../core/convergence/join.ts";
import type { Clock } from "../../core/ports.ts";
import { ConvergentValue } from "../convergentValue.ts";

const optOutKey = "flywheel.statistics.isLeftOut";

/** Ends the pause only by hand. */
export const untilResumed = Number.MAX_SAFE_INTEGER;

/** Until when the log rests, as it was last said in any window; UTC milliseconds since 1970. */
interface Pause extends Dated {
  readonly untilMs: number;
}

/** Earlier versions kept the end alone. */
function decodePause(stored: unknown): Pause {
  const { untilMs = stored, atMs = 0 } = typeof stored === "object" && stored !== null ? { ...stored } : {};
  return typeof untilMs === "number" && typeof atMs === "number"
    ? { untilMs, atMs }
    : { untilMs: 0, atMs: 0 };
}

/** When the log rests: for a time in every window, or in this workspace for good. */
export class LogPause implements vscode.Disposable {
  readonly #pause: ConvergentValue<Pause>;
  readonly #here: vscode.Memento;
  readonly #clock: Clock;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(everywhere: vscode.Memento, here: vscode.Memento, clock: Clock) {
    this.#pause = new ConvergentValue(
      everywhere,
      "flywheel.statistics.pausedUntilMs",
      decodePause,
      joinLatest,
    );
    this.#here = here;
    this.#clock = clock;
  }

  /** UTC milliseconds at which the log goes on; null while it is not paused. */
  pausedUntilMs(): number | null {
    const { untilMs } = this.#pause.get();
    return untilMs > this.#clock.nowMs() ? untilMs : null;
  }

  isLeftOut(): boolean {
    return this.#here.get<unknown>(optOutKey) === true;
  }

  isSilent(): boolean {
    return this.isLeftOut() || this.pausedUntilMs() !== null;
  }

  async pauseUntil(untilMs: number): Promise<void> {
    await this.#pause.update((known) => ({ untilMs, atMs: laterThan(known, this.#clock.nowMs()) }));
    this.#changed.fire();
  }

  resume(): Promise<void> {
    return this.pauseUntil(0);
  }

  async leaveOut(isLeftOut: boolean): Promise<void> {
    await this.#here.update(optOutKey, isLeftOut ? true : undefined);
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
