import type * as vscode from "vscode";
import type { Clock } from "../../core/ports.ts";
import type { Settings } from "../settings.ts";
import type { KeyStore } from "./keyStore.ts";

/** Settings are written in several steps; a profile counts as deleted when it is still gone after this. */
const graceMs = 10_000;

/** Deletes the stored key of a profile that was taken out of the settings by hand. */
export class VanishedKeys implements vscode.Disposable {
  readonly #settings: Settings;
  readonly #keys: KeyStore;
  readonly #clock: Clock;
  readonly #lifetime = new AbortController();
  readonly #subscription: vscode.Disposable;
  #known: readonly string[];

  constructor(settings: Settings, keys: KeyStore, clock: Clock) {
    this.#settings = settings;
    this.#keys = keys;
    this.#clock = clock;
    this.#known = this.#names();
    this.#subscription = settings.onDidChange((event) => {
      if (event.affectsConfiguration("flywheel.backends")) {
        void this.#compare();
      }
    });
  }

  dispose(): void {
    this.#lifetime.abort();
    this.#subscription.dispose();
  }

  #names(): readonly string[] {
    return Object.keys(this.#settings.backends());
  }

  async #compare(): Promise<void> {
    const before = this.#known;
    this.#known = this.#names();
    const vanished = before.filter((name) => !this.#known.includes(name));
    if (vanished.length === 0) {
      return;
    }
    await this.#clock.delay(graceMs, this.#lifetime.signal);
    if (this.#lifetime.signal.aborted) {
      return;
    }
    const still = this.#names();
    for (const name of vanished.filter((gone) => !still.includes(gone))) {
      await this.#keys.remove(name);
    }
  }
}
