import type { AppendFolder } from "../../src/core/ports.ts";

/** A folder in memory; `failure` makes every call reject. Sizes can be made up, to stand for large files. */
export class MemoryAppendFolder implements AppendFolder {
  readonly textByName = new Map<string, string>();
  readonly sizeByName = new Map<string, number>();
  failure: Error | undefined;

  async list(): Promise<readonly { readonly name: string; readonly sizeBytes: number }[]> {
    await this.#settle();
    return [...this.textByName].map(([name, text]) => ({
      name,
      sizeBytes: this.sizeByName.get(name) ?? new TextEncoder().encode(text).length,
    }));
  }

  async read(name: string): Promise<string | undefined> {
    await this.#settle();
    return this.textByName.get(name);
  }

  async append(name: string, text: string): Promise<void> {
    await this.#settle();
    this.textByName.set(name, (this.textByName.get(name) ?? "") + text);
  }

  async delete(name: string): Promise<void> {
    await this.#settle();
    this.textByName.delete(name);
    this.sizeByName.delete(name);
  }

  async #settle(): Promise<void> {
    await Promise.resolve();
    if (this.failure !== undefined) {
      throw this.failure;
    }
  }
}
