import type { SourceFile } from "../core/ports.ts";

export interface FileListener {
  put(file: SourceFile, previous: SourceFile | undefined): void;
  remove(file: SourceFile): void;
}

/** Files larger than this are not kept (characters). */
const maxFileChars = 400_000;

/** The workspace as the worker knows it: the last text of each file it was given. */
export class KnownFiles {
  readonly #files = new Map<string, SourceFile>();
  readonly #listeners: FileListener[] = [];

  addListener(listener: FileListener): void {
    this.#listeners.push(listener);
  }

  put(file: SourceFile): void {
    const previous = this.#files.get(file.path);
    if (file.text.length > maxFileChars || previous?.text === file.text) {
      return;
    }
    this.#files.set(file.path, file);
    for (const listener of this.#listeners) {
      listener.put(file, previous);
    }
  }

  remove(path: string): void {
    const file = this.#files.get(path);
    if (file !== undefined) {
      this.#files.delete(path);
      for (const listener of this.#listeners) {
        listener.remove(file);
      }
    }
  }

  get(path: string): SourceFile | undefined {
    return this.#files.get(path);
  }

  all(): IterableIterator<SourceFile> {
    return this.#files.values();
  }
}
