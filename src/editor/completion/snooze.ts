import * as vscode from "vscode";
import type { Clock } from "../../core/ports.ts";

const snoozeCommand = "editor.action.inlineSuggest.snooze";
const cancelCommand = "editor.action.inlineSuggest.cancelSnooze";
const minuteMs = 60_000;

/**
 * The editor's snooze of ghost text, as far as it was begun from here: the editor tells no extension of it.
 * Over when its time is over, when it is ended from here, or when the editor asks by itself again.
 */
export class Snooze implements vscode.Disposable {
  readonly #clock: Clock;
  readonly #onChange: (untilMs: number | undefined) => void;
  #running: AbortController | undefined;

  /** `onChange` is told until when it lasts (UTC milliseconds since 1970), or that it is over. */
  constructor(clock: Clock, onChange: (untilMs: number | undefined) => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get isOn(): boolean {
    return this.#running !== undefined;
  }

  async start(minutes: number): Promise<void> {
    await vscode.commands.executeCommand(snoozeCommand, minutes);
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#onChange(this.#clock.nowMs() + minutes * minuteMs);
    void this.#clock.delay(minutes * minuteMs, running.signal).then(() => this.#over(running));
  }

  async end(): Promise<void> {
    await vscode.commands.executeCommand(cancelCommand);
    this.didAsk();
  }

  /** The editor asked for ghost text without a person's word: it does not snooze. */
  didAsk(): void {
    if (this.#running !== undefined) {
      this.#over(this.#running);
    }
  }

  dispose(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  #over(running: AbortController): void {
    if (this.#running === running) {
      this.#running = undefined;
      running.abort();
      this.#onChange(undefined);
    }
  }
}
