import { appendFile, mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { AppendFolder } from "../core/ports.ts";

const ownerOnlyFolder = 0o700;
const ownerOnlyFile = 0o600;

/** Undefined in place of an error that says that there is nothing of that name. */
async function unlessAbsent<T>(value: Promise<T>): Promise<T | undefined> {
  try {
    return await value;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}

/** A folder on disk that only its owner may read (Windows: as the folder above it allows). */
export class NodeAppendFolder implements AppendFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async list(): Promise<readonly { readonly name: string; readonly sizeBytes: number }[]> {
    const names = (await unlessAbsent(readdir(this.#path))) ?? [];
    const files: { name: string; sizeBytes: number }[] = [];
    for (const name of names) {
      const found = await unlessAbsent(stat(join(this.#path, name)));
      if (found?.isFile() === true) {
        files.push({ name, sizeBytes: found.size });
      }
    }
    return files;
  }

  read(name: string): Promise<string | undefined> {
    return unlessAbsent(readFile(join(this.#path, name), "utf8"));
  }

  async append(name: string, text: string): Promise<void> {
    await mkdir(this.#path, { recursive: true, mode: ownerOnlyFolder });
    await appendFile(join(this.#path, name), text, { encoding: "utf8", mode: ownerOnlyFile });
  }

  async delete(name: string): Promise<void> {
    await rm(join(this.#path, name), { force: true });
  }
}
