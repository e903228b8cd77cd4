import type * as vscode from "vscode";
import type { Join } from "../core/convergence/join.ts";

/** Every loss of a write needs an echo of an earlier one, and of those few are under way. */
const maxWrites = 5;

/**
 * One value of the state that all windows share, which never goes back behind what this window has seen or written.
 *
 * The editor keeps an extension's global state as one object: a window writes the whole of it, and what comes back
 * replaces the whole of it in every window, the writer's own included. So the echo of an earlier write takes a newer
 * value out of memory, before it was sent too, and two windows that write at the same time undo each other. What is
 * read here is joined with what this window holds; where the state has lost something of that, it is written again.
 */
export class ConvergentValue<T> {
  readonly #memento: vscode.Memento;
  readonly #key: string;
  readonly #decode: (stored: unknown) => T;
  readonly #join: Join<T>;
  #own: T | undefined;
  #seen: unknown;

  /** `decode` reads anything; what it cannot read counts as nothing. */
  constructor(memento: vscode.Memento, key: string, decode: (stored: unknown) => T, join: Join<T>) {
    this.#memento = memento;
    this.#key = key;
    this.#decode = decode;
    this.#join = join;
  }

  get(): T {
    // The editor gives the same object until the state was replaced.
    if (this.#own === undefined || this.#memento.get<unknown>(this.#key) !== this.#seen) {
      const { own, isLost } = this.#look();
      if (isLost) {
        // A state that cannot be written is written again after the next change; what was read is right.
        this.#write().catch(() => undefined);
      }
      return own;
    }
    return this.#own;
  }

  /** Resolves when the value is stored. `change` gives a value that the join prefers to the present one. */
  async update(change: (now: T) => T): Promise<void> {
    this.#own = change(this.get());
    await this.#write();
  }

  #look(): { readonly own: T; readonly isLost: boolean } {
    this.#seen = this.#memento.get<unknown>(this.#key);
    const stored = this.#decode(this.#seen);
    const own = this.#own === undefined ? stored : this.#join(stored, this.#own);
    this.#own = own;
    return { own, isLost: own !== stored };
  }

  async #write(): Promise<void> {
    for (let writes = 0; writes < maxWrites; writes += 1) {
      await this.#memento.update(this.#key, this.#own);
      if (!this.#look().isLost) {
        return;
      }
    }
  }
}
