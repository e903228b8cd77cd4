import type { RollUpRow } from "./rollUp.ts";

/** Below this many typed bursts a language has no speed and its characters stay unpriced. */
export const minTypingBursts = 60;

/** Days back from today that a typing speed is measured over. */
export const typingWindowDays = 90;

export interface TypingSpeed {
  readonly lang: string;
  /** Typed bursts of at least 20 characters without a pause above 2 s. */
  readonly bursts: number;
  readonly chars: number;
  readonly seconds: number;
  /** Null below `minTypingBursts`. */
  readonly charsPerSecond: number | null;
}

/**
 * The user's own speed per language: all characters over all seconds of the bursts. A burst of n characters
 * is timed over its n - 1 gaps, which overstates the speed by up to 5 % and so understates what is saved.
 */
export function typingSpeeds(rows: Iterable<RollUpRow>): readonly TypingSpeed[] {
  const byLang = new Map<string, { bursts: number; chars: number; ms: number }>();
  for (const row of rows) {
    if (row.metric !== "typingChars" && row.metric !== "typingMs") {
      continue;
    }
    const sums = byLang.get(row.lang) ?? { bursts: 0, chars: 0, ms: 0 };
    if (row.metric === "typingChars") {
      sums.bursts += row.n;
      sums.chars += row.total;
    } else {
      sums.ms += row.total;
    }
    byLang.set(row.lang, sums);
  }
  return [...byLang.entries()]
    .map(([lang, { bursts, chars, ms }]) => ({
      lang,
      bursts,
      chars,
      seconds: ms / 1000,
      charsPerSecond: bursts >= minTypingBursts && ms > 0 ? chars / (ms / 1000) : null,
    }))
    .sort((a, b) => b.bursts - a.bursts || (a.lang < b.lang ? -1 : 1));
}
