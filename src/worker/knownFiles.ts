import type { Clock, SourceFile } from "../core/ports.ts";

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
  readonly #whole = Promise.withResolvers<void>();
  #isWhole = false;

  addListener(listener: FileListener): void {
    this.#listeners.push(listener);
  }

  put(file: SourceFile): void {
    const previous = this.#files.get(file.path);
    if (file.text.length > maxFileChars) {
      // What it said before it grew is no longer in it.
      this.remove(file.path);
      return;
    }
    if (previous?.text === file.text) {
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

  /** The file of this path, or every file of the folder. */
  removeBelow(path: string): void {
    for (const known of [...this.#files.keys()]) {
      if (known === path || known.startsWith(`${path}/`)) {
        this.remove(known);
      }
    }
  }

  /** The workspace has been read to its end once. */
  setWhole(): void {
    this.#isWhole = true;
    this.#whole.resolve();
  }

  /**
   * Waits for the first reading of the workspace: a question right after the start would be told that nothing
   * matches. Resolves after `maxWaitMs` to false where it still goes on. Throws when `signal` aborts.
   */
  async whenWhole(maxWaitMs: number, clock: Clock, signal: AbortSignal): Promise<boolean> {
    signal.throwIfAborted();
    if (!this.#isWhole) {
      const waiting = new AbortController();
      await Promise.race([
        this.#whole.promise,
        clock.delay(maxWaitMs, AbortSignal.any([signal, waiting.signal])),
      ]);
      waiting.abort();
      signal.throwIfAborted();
    }
    return this.#isWhole;
  }

  get(path: string): SourceFile | undefined {
    return this.#files.get(path);
  }

  all(): IterableIterator<SourceFile> {
    return this.#files.values();
  }
}
