import { codeNotions } from "./codeNotions.ts";

/** Looks up notions by a Chinese word or by an English one; built once by whoever searches. */
export class CodeGlossary {
  readonly #englishByChinese = new Map<string, Set<string>>();
  readonly #otherEnglish = new Map<string, Set<string>>();
  readonly #longestChinese: number;

  constructor() {
    for (const line of codeNotions.trim().split("\n")) {
      const [chinese = [], english = []] = line.split("|").map((side) => side.split(" ").filter(Boolean));
      for (const word of chinese) {
        addAll(this.#englishByChinese, word, english);
      }
      for (const word of english) {
        addAll(this.#otherEnglish, word, english);
      }
    }
    this.#longestChinese = Math.max(...[...this.#englishByChinese.keys()].map((word) => word.length));
  }

  /** English words for a Chinese one; empty when it is not known. */
  englishFor(chinese: string): readonly string[] {
    return [...(this.#englishByChinese.get(chinese) ?? [])];
  }

  /** What else an English word of code may be called; empty when nothing is known. */
  synonymsOf(english: string): readonly string[] {
    return [...(this.#otherEnglish.get(english) ?? [])].filter((word) => word !== english);
  }

  /** Cuts a run of Chinese characters into known words, longest first, and what stands between them. */
  cut(run: string): readonly { readonly text: string; readonly isKnown: boolean }[] {
    const pieces: { text: string; isKnown: boolean }[] = [];
    for (let at = 0; at < run.length;) {
      const word = this.#wordAt(run, at);
      const last = pieces.at(-1);
      if (word !== undefined) {
        pieces.push({ text: word, isKnown: true });
      } else if (last !== undefined && !last.isKnown) {
        last.text += run[at] ?? "";
      } else {
        pieces.push({ text: run[at] ?? "", isKnown: false });
      }
      at += word?.length ?? 1;
    }
    return pieces;
  }

  /** One character alone is a word only where nothing Chinese stands beside it, so it is never cut out. */
  #wordAt(run: string, at: number): string | undefined {
    for (let length = Math.min(this.#longestChinese, run.length - at); length > 0; length -= 1) {
      const word = run.slice(at, at + length);
      if (this.#englishByChinese.has(word) && (length > 1 || run.length === 1)) {
        return word;
      }
    }
    return undefined;
  }
}

function addAll(byWord: Map<string, Set<string>>, word: string, english: readonly string[]): void {
  const known = byWord.get(word) ?? new Set();
  byWord.set(word, known);
  for (const other of english) {
    known.add(other);
  }
}
