import type { DocumentSnapshot, TextEdit } from "./completionTypes.ts";
import { tailOf, type SuggestionEntry } from "./suggestionEntry.ts";

const maxEntries = 256;
/** Characters, about 2 MB of memory. */
const maxChars = 1_000_000;
/** How long "nothing to show here" is believed, in ms. */
export const negativeLifeMs = 30_000;

export interface CacheHit {
  readonly entry: SuggestionEntry;
  /** Characters of the entry's text that the document already has. */
  readonly consumed: number;
}

/**
 * Finished entries of one document, newest first. An entry answers at its anchor and all along its own
 * text, so that typing, deleting and typing again, undo and partial acceptance find the rest of it.
 */
export class SuggestionCache {
  #entries: SuggestionEntry[] = [];
  #chars = 0;

  get size(): number {
    return this.#entries.length;
  }

  add(entry: SuggestionEntry): void {
    this.#entries.unshift(entry);
    this.#chars += entry.size;
    while (this.#entries.length > maxEntries || (this.#chars > maxChars && this.#entries.length > 1)) {
      const oldest = this.#entries.pop();
      this.#chars -= oldest?.size ?? 0;
    }
  }

  /** As `add`, but behind all others: it is found only where none of them fits. */
  addLast(entry: SuggestionEntry): void {
    this.add(entry);
    const first = this.#entries.shift();
    if (first !== undefined) {
      this.#entries.push(first);
    }
  }

  shift(edits: readonly TextEdit[]): void {
    let hasLost = false;
    for (const entry of this.#entries) {
      entry.shift(edits);
      hasLost ||= entry.anchor === undefined;
    }
    if (hasLost) {
      this.#keep((entry) => entry.anchor !== undefined);
    }
  }

  /**
   * The newest entry that has text left at `offset`; a model's before the predictor's. A negative one
   * (empty text: nothing belongs here) only when no other fits. Less sure ones than `minConfidence` are
   * passed over.
   */
  find(snapshot: DocumentSnapshot, offset: number, nowMs: number, minConfidence = 0): CacheHit | undefined {
    if (this.#entries.length === 0) {
      return undefined;
    }
    const tail = tailOf(snapshot.text, offset);
    let local: CacheHit | undefined;
    let negative: CacheHit | undefined;
    for (const entry of this.#entries) {
      const isValid = entry.expiresMs > nowMs && entry.confidence >= minConfidence;
      const consumed = isValid ? entry.consumedAt(snapshot, offset, tail) : undefined;
      if (consumed === undefined) {
        continue;
      }
      if (entry.text === "") {
        negative ??= { entry, consumed };
      } else if (consumed < entry.text.length) {
        if (entry.source === "remote") {
          return { entry, consumed };
        }
        local ??= { entry, consumed };
      }
    }
    return local ?? negative;
  }

  has(entry: SuggestionEntry): boolean {
    return this.#entries.includes(entry);
  }

  remove(entry: SuggestionEntry): void {
    this.#keep((candidate) => candidate !== entry);
  }

  clear(): void {
    this.#entries = [];
    this.#chars = 0;
  }

  #keep(isKept: (entry: SuggestionEntry) => boolean): void {
    this.#entries = this.#entries.filter(isKept);
    this.#chars = this.#entries.reduce((sum, entry) => sum + entry.size, 0);
  }
}
