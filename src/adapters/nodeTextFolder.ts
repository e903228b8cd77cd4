import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TextFolder } from "../core/ports.ts";

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** A folder on disk. A file is written beside its old text and then takes its place. */
export class NodeTextFolder implements TextFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async list(): Promise<readonly string[]> {
    try {
      return await readdir(this.#path);
    } catch (error) {
      if (isAbsent(error)) {
        return [];
      }
      throw error;
    }
  }

  async read(name: string): Promise<string | undefined> {
    try {
      return await readFile(join(this.#path, name), "utf8");
    } catch (error) {
      if (isAbsent(error)) {
        return undefined;
      }
      throw error;
    }
  }

  async write(name: string, text: string): Promise<void> {
    await mkdir(this.#path, { recursive: true });
    const partial = join(this.#path, `${name}.partial`);
    await writeFile(partial, text, "utf8");
    await rename(partial, join(this.#path, name));
  }

  async rename(from: string, to: string): Promise<void> {
    await rename(join(this.#path, from), join(this.#path, to));
  }

  async delete(name: string): Promise<void> {
    await rm(join(this.#path, name), { force: true });
  }
}
