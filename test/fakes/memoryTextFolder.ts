import type { TextFolder } from "../../src/core/ports.ts";

/** A folder in memory; `failure` makes every call reject. */
export class MemoryTextFolder implements TextFolder {
  readonly textByName = new Map<string, string>();
  failure: Error | undefined;

  async list(): Promise<readonly string[]> {
    await this.#settle();
    return [...this.textByName.keys()];
  }

  async read(name: string): Promise<string | undefined> {
    await this.#settle();
    return this.textByName.get(name);
  }

  async write(name: string, text: string): Promise<void> {
    await this.#settle();
    this.textByName.set(name, text);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#settle();
    const text = this.textByName.get(from);
    if (text === undefined) {
      throw new Error(`no file ${from}`);
    }
    this.textByName.delete(from);
    this.textByName.set(to, text);
  }

  async delete(name: string): Promise<void> {
    await this.#settle();
    this.textByName.delete(name);
  }

  async #settle(): Promise<void> {
    await Promise.resolve();
    if (this.failure !== undefined) {
      throw this.failure;
    }
  }
}
