import type * as vscode from "vscode";
import { settle } from "./fakeClock.ts";

type State = Readonly<Record<string, unknown>>;

/**
 * The global state of one extension as the editor keeps it: one text for all windows. A window sends the whole of
 * its state when it writes, some time after the call, and every text that was stored comes back to every window,
 * some time later, and takes the place of the whole of what that window has in memory.
 */
export class EchoingState {
  stored = "{}";
  readonly #windows: EchoingMemento[] = [];

  openWindow(): EchoingMemento {
    const window = new EchoingMemento(this);
    this.#windows.push(window);
    return window;
  }

  store(text: string): void {
    this.stored = text;
    for (const window of this.#windows) {
      window.echoes.push(text);
    }
  }

  /** Sends and delivers until nothing is under way. */
  async comeToRest(): Promise<void> {
    for (let rounds = 0; rounds < 20; rounds += 1) {
      for (const window of this.#windows) {
        window.send();
        window.deliver();
      }
      await settle();
    }
    const isBusy = this.#windows.some((window) => window.isBusy());
    if (isBusy) {
      throw new Error("The windows write against each other without an end.");
    }
  }
}

export class EchoingMemento implements vscode.Memento {
  /** Texts on their way to this window. */
  readonly echoes: string[] = [];
  readonly #shared: EchoingState;
  #state: State;
  #waiting: (() => void)[] = [];
  #isChanged = false;
  /** How often this window has sent its state. */
  sendings = 0;

  constructor(shared: EchoingState) {
    this.#shared = shared;
    this.#state = JSON.parse(shared.stored) as State;
  }

  keys(): readonly string[] {
    return Object.keys(this.#state);
  }

  get<T>(key: string, fallback?: T): T | undefined {
    return (this.#state[key] as T | undefined) ?? fallback;
  }

  update(key: string, value: unknown): Promise<void> {
    const copy: unknown = value === undefined ? undefined : JSON.parse(JSON.stringify(value));
    // In place, as the editor does it: what was read before is another object all the same.
    this.#state = { ...this.#state, [key]: copy };
    this.#isChanged = true;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  isBusy(): boolean {
    return this.#isChanged || this.echoes.length > 0;
  }

  /** The state leaves this window and is stored, if anything was written. */
  send(): void {
    if (this.#isChanged) {
      this.#isChanged = false;
      this.sendings += 1;
      this.#shared.store(JSON.stringify(this.#state));
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const resolve of waiting) {
        resolve();
      }
    }
  }

  /** What is on its way arrives, the oldest first. */
  deliver(count = this.echoes.length): void {
    for (const text of this.echoes.splice(0, count)) {
      this.#state = JSON.parse(text) as State;
    }
  }
}
