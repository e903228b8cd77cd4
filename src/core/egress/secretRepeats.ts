import { looksChosen } from "./secretLook.ts";
import type { SecretKind } from "./tokenRule.ts";
import type { SecretSpan } from "./secretSpan.ts";

/** Shorter values are words that stand in text for other reasons (characters). */
const headChars = 8;
const hashCount = 65_536;

interface Repeat {
  readonly value: string;
  readonly kind: SecretKind;
}

/**
 * Finds known secrets where nothing around them would tell, all in one pass: a table of hashes of four
 * characters leaves few places where the first eight have to be looked up.
 */
export class SecretRepeats {
  readonly #mayStart = new Uint8Array(hashCount);
  readonly #byHead = new Map<string, Repeat[]>();

  /** Values that anyone might write are left out. */
  add(value: string, kind: SecretKind): void {
    if (value.length < headChars || !looksChosen(value)) {
      return;
    }
    const head = value.slice(0, headChars);
    const others = (this.#byHead.get(head) ?? []).filter((repeat) => repeat.value !== value);
    this.#byHead.set(head, [...others, { value, kind }]);
    this.#mayStart[hashAt(value, 0)] = 1;
  }

  /** The table keeps its marks: a mark without a secret costs one look-up. */
  remove(value: string): void {
    const head = value.slice(0, headChars);
    const others = (this.#byHead.get(head) ?? []).filter((repeat) => repeat.value !== value);
    if (others.length > 0) {
      this.#byHead.set(head, others);
    } else {
      this.#byHead.delete(head);
    }
  }

  find(text: string): SecretSpan[] {
    const spans: SecretSpan[] = [];
    if (this.#byHead.size === 0) {
      return spans;
    }
    const last = text.length - headChars;
    for (let at = 0; at <= last; at += 1) {
      if (this.#mayStart[hashAt(text, at)] !== 1) {
        continue;
      }
      for (const { value, kind } of this.#byHead.get(text.slice(at, at + headChars)) ?? []) {
        if (text.startsWith(value, at)) {
          spans.push({ start: at, end: at + value.length, kind });
        }
      }
    }
    return spans;
  }
}

function hashAt(text: string, at: number): number {
  const head = text.charCodeAt(at) ^ (text.charCodeAt(at + 1) << 4);
  return (head ^ (text.charCodeAt(at + 2) << 7) ^ (text.charCodeAt(at + 3) << 10)) & (hashCount - 1);
}
