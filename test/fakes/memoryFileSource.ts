import type { FileSource } from "../../src/core/ports.ts";

/** A workspace of texts by path. */
export class MemoryFileSource implements FileSource {
  readonly #files: Map<string, string>;

  constructor(files: Readonly<Record<string, string>>) {
    this.#files = new Map(Object.entries(files));
  }

  read(path: string): Promise<string | undefined> {
    return Promise.resolve(this.#files.get(path));
  }

  exists(path: string): Promise<boolean> {
    return Promise.resolve(
      [...this.#files.keys()].some((known) => known === path || known.startsWith(`${path}/`)),
    );
  }

  list(folder: string): Promise<readonly string[]> {
    const prefix = folder === "" ? "" : `${folder}/`;
    const names = [...this.#files.keys()]
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length).replace(/\/.*$/, "/"));
    return Promise.resolve([...new Set(names)].sort());
  }
}
