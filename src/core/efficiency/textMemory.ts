/** Selections longer than this are not remembered (characters). */
export const maxRememberedChars = 20_000;

/**
 * Recognises text that was selected before, and so could have been cut or copied here. Holds hashes in memory
 * only, the last `capacity` of them; blanks at both ends do not matter.
 */
export class TextMemory {
  readonly #capacity: number;
  readonly #hashes: (number | undefined)[] = [];

  constructor(capacity: number = 40) {
    this.#capacity = capacity;
  }

  /** `isExtension`: the selection grew or shrank; it takes the place of the last one. */
  remember(text: string, isExtension: boolean): void {
    if (isExtension) {
      this.#hashes.pop();
    }
    this.#hashes.push(hashOf(text.trim()));
    if (this.#hashes.length > this.#capacity) {
      this.#hashes.shift();
    }
  }

  knows(text: string): boolean {
    return this.#hashes.includes(hashOf(text.trim()));
  }
}

/** FNV-1a over UTF-16 code units with the length mixed in; no secret, it never leaves memory. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5 ^ text.length;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
