import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { FileSource } from "../../src/core/ports.ts";

/** Fixture folders as a workspace. */
export class DiskFileSource implements FileSource {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  read(path: string): Promise<string | undefined> {
    const full = join(this.#root, path);
    return Promise.resolve(
      existsSync(full) && statSync(full).isFile() ? readFileSync(full, "utf8") : undefined,
    );
  }

  exists(path: string): Promise<boolean> {
    return Promise.resolve(existsSync(join(this.#root, path)));
  }

  list(folder: string): Promise<readonly string[]> {
    const full = join(this.#root, folder);
    return Promise.resolve(
      existsSync(full)
        ? readdirSync(full, { withFileTypes: true })
            .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
            .sort()
        : [],
    );
  }
}
