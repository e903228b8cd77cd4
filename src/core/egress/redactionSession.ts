import { findPersonalData } from "./personalData.ts";
import { makePlaceholder, makeSessionTag, placeholderPattern, placeholderStart } from "./placeholder.ts";
import type { SecretKind } from "./tokenRule.ts";
import { SecretRepeats } from "./secretRepeats.ts";
import { mergeSpans, type SecretSpan } from "./secretSpan.ts";
import type { SecretScan } from "./secretScan.ts";
import { formatOfPath } from "./textFormat.ts";

export interface PlainText {
  readonly text: string;
  /** Where it came from; undefined for text that no file holds. */
  readonly path?: string | undefined;
  /** Index of the text that continues this one in the same file (the other side of a hole). */
  readonly continuedBy?: number | undefined;
}

export interface RedactedText {
  readonly text: string;
  readonly kinds: readonly SecretKind[];
}

interface Known {
  readonly placeholder: string;
  readonly value: string;
  readonly kind: SecretKind;
  /** Files that hold the value, and so may get it back. */
  readonly paths: Set<string>;
}

/** The oldest secrets are forgotten beyond this many; their placeholders then stay placeholders. */
const maxKnown = 2_000;

/**
 * Secrets of one session by placeholder, in memory only. The same value always gets the same placeholder,
 * so that a conversation stays coherent. A value goes back only into text of a file that it came from.
 */
export class RedactionSession {
  readonly #scan: SecretScan;
  readonly #tag: string;
  readonly #redactsPersonalData: () => boolean;
  readonly #byValue = new Map<string, Known>();
  readonly #byNumber = new Map<number, Known>();
  readonly #repeats = new SecretRepeats();
  #lastNumber = 0;

  /** `random` is uniform in [0, 1). `redactsPersonalData` is asked anew for each request. */
  constructor(scan: SecretScan, random: () => number, redactsPersonalData: () => boolean = () => false) {
    this.#scan = scan;
    this.#redactsPersonalData = redactsPersonalData;
    this.#tag = makeSessionTag(random);
  }

  /** All texts of one request: a secret learned in one is found bare in the others. */
  redactAll(texts: readonly PlainText[]): RedactedText[] {
    const isPersonalToo = this.#redactsPersonalData();
    const found = texts.map(({ text, path }) => {
      const secrets = this.#scan.find(text, formatOfPath(path));
      return isPersonalToo ? mergeSpans([...secrets, ...findPersonalData(text)]) : secrets;
    });
    texts.forEach((_, index) => this.#scanAcross(texts, index, found));
    texts.forEach(({ text, path }, index) => {
      for (const span of found[index] ?? []) {
        this.#learn(text.slice(span.start, span.end), span.kind, path);
      }
    });
    return texts.map(({ text, path }, index) => this.#replace(text, path, found[index] ?? []));
  }

  redact(text: string, path?: string): RedactedText {
    return this.redactAll([{ text, path }])[0] ?? { text: "", kinds: [] };
  }

  /** Placeholders of secrets that came from `path` become their values; all others stay. */
  restore(text: string, path: string): { readonly text: string; readonly left: number } {
    let left = 0;
    const pattern = new RegExp(`${placeholderStart}[A-Z]{3}(\\d{1,6})_[A-Z]+`, "g");
    const restored = text.replace(pattern, (found, digits: string) => {
      const known = this.#byNumber.get(Number(digits));
      if (known === undefined || !found.startsWith(known.placeholder) || !known.paths.has(path)) {
        left += 1;
        return found;
      }
      return known.value + found.slice(known.placeholder.length);
    });
    return { text: restored, left };
  }

  /** True when `text` is the beginning of a placeholder that could be restored into `path`. */
  isBeginning(text: string, path: string): boolean {
    if (text.length <= placeholderStart.length) {
      return placeholderStart.startsWith(text);
    }
    if (!text.startsWith(placeholderStart + this.#tag)) {
      return (placeholderStart + this.#tag).startsWith(text);
    }
    const digits = /^\d{0,6}/.exec(text.slice(placeholderStart.length + this.#tag.length))?.[0] ?? "";
    if (text.length === placeholderStart.length + this.#tag.length + digits.length) {
      return digits.length < 6 && this.#lastNumber > 0;
    }
    const known = this.#byNumber.get(Number(digits));
    return (
      known !== undefined &&
      known.paths.has(path) &&
      text.length < known.placeholder.length &&
      known.placeholder.startsWith(text)
    );
  }

  /** A hole may lie inside a secret: the two sides are read as one text, too. */
  #scanAcross(texts: readonly PlainText[], index: number, found: SecretSpan[][]): void {
    const first = texts[index];
    const next = first?.continuedBy ?? -1;
    const second = texts[next];
    if (first === undefined || second === undefined) {
      return;
    }
    const hole = first.text.length;
    const before = [...(found[index] ?? [])];
    const after = [...(found[next] ?? [])];
    for (const { start, end, kind } of this.#scan.find(first.text + second.text, formatOfPath(first.path))) {
      if (start < hole) {
        before.push({ start, end: Math.min(end, hole), kind });
      }
      if (end > hole) {
        after.push({ start: Math.max(start, hole) - hole, end: end - hole, kind });
      }
    }
    found[index] = mergeSpans(before);
    found[next] = mergeSpans(after);
  }

  #learn(value: string, kind: SecretKind, path: string | undefined): Known {
    let known = this.#byValue.get(value);
    if (known === undefined) {
      this.#lastNumber += 1;
      const placeholder = makePlaceholder(this.#tag, this.#lastNumber, kind);
      known = { placeholder, value, kind, paths: new Set() };
      this.#byNumber.set(this.#lastNumber, known);
      this.#repeats.add(value, kind);
      this.#forgetOldest();
    }
    // Set again, so that the order of the map is the order of last use.
    this.#byValue.delete(value);
    this.#byValue.set(value, known);
    if (path !== undefined) {
      known.paths.add(path);
    }
    return known;
  }

  #forgetOldest(): void {
    if (this.#byValue.size < maxKnown) {
      return;
    }
    const oldest = this.#byValue.values().next().value;
    if (oldest !== undefined) {
      this.#byValue.delete(oldest.value);
      this.#repeats.remove(oldest.value);
      const digits = oldest.placeholder.slice(placeholderStart.length + this.#tag.length);
      this.#byNumber.delete(Number.parseInt(digits, 10));
    }
  }

  #replace(text: string, path: string | undefined, found: readonly SecretSpan[]): RedactedText {
    const spans = mergeSpans([...found, ...this.#repeats.find(text)]);
    const kinds: SecretKind[] = [];
    let out = "";
    let from = 0;
    for (const { start, end, kind } of spans) {
      const value = text.slice(start, end);
      if (placeholderPattern.test(value)) {
        continue;
      }
      out += text.slice(from, start) + this.#learn(value, kind, path).placeholder;
      kinds.push(kind);
      from = end;
    }
    return { text: out + text.slice(from), kinds };
  }
}
