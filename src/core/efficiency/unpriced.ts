import type { Baselines } from "./baselines.ts";
import { settleHorizon, type RollUpRow } from "./rollUp.ts";

export type UnpricedReason =
  /** Kept characters in a language with fewer than 60 typed bursts; `have` bursts so far. */
  | "tooFewBursts"
  /** Accepted characters that are not yet 10 minutes old. */
  | "notSettled"
  /** Accepted characters whose document was closed or changed branch before 10 minutes. */
  | "censored"
  /** Answers read: their worth and the time of reading are not measured yet. */
  | "answers"
  /** Generated tests: a test is worth something when it can fail; that is not measured yet. */
  | "tests"
  | "findings"
  /** Thinking and looking up that accepted text may have spared: needs work without the assistant. */
  | "thinking"
  /** Red tests and rollbacks that accepted text led to: a cost that cannot be traced on the stable API. */
  | "recovery";

export interface UnpricedItem {
  readonly reason: UnpricedReason;
  readonly lang: string | null;
  readonly count: number;
  readonly chars: number;
  /** Typed bursts so far, where the reason is their number. */
  readonly have: number | null;
}

function total(rows: readonly RollUpRow[], metric: string, dim?: string): { n: number; total: number } {
  const sum = { n: 0, total: 0 };
  for (const row of rows) {
    if (row.metric === metric && (dim === undefined || row.dim === dim)) {
      sum.n += row.n;
      sum.total += row.total;
    }
  }
  return sum;
}

function unpricedLanguages(rows: readonly RollUpRow[], baselines: Baselines): readonly UnpricedItem[] {
  const speeds = new Map(baselines.languages.map((language) => [language.lang, language]));
  const keptByLang = new Map<string, { n: number; chars: number }>();
  for (const row of rows) {
    const hasPrice = (speeds.get(row.lang)?.charsPerSecond ?? null) !== null;
    if (row.metric === `kept@${settleHorizon}` && !hasPrice) {
      const known = keptByLang.get(row.lang) ?? { n: 0, chars: 0 };
      keptByLang.set(row.lang, { n: known.n + row.n, chars: known.chars + row.total });
    }
  }
  return [...keptByLang.entries()]
    .filter(([, { chars }]) => chars > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([lang, { n, chars }]) => ({
      reason: "tooFewBursts" as const,
      lang,
      count: n,
      chars,
      have: speeds.get(lang)?.bursts ?? 0,
    }));
}

/**
 * Accepted texts that were looked at after 30 s and not yet after 10 minutes. (Accepted characters are no
 * measure of it: what was typed along a suggestion counts as accepted and is not followed.)
 */
function notSettled(rows: readonly RollUpRow[]): { n: number; total: number } {
  const looksAt = (horizon: string): { n: number; total: number } => {
    const checked = total(rows, `checked@${horizon}`);
    const censored = total(rows, `censored@${horizon}`);
    return { n: checked.n + censored.n, total: checked.total + censored.total };
  };
  const [early, settled] = [looksAt("30s"), looksAt(settleHorizon)];
  const hasNoLook = early.n === 0 && settled.n === 0;
  return hasNoLook ? total(rows, "accepted") : { n: early.n - settled.n, total: early.total - settled.total };
}

/** What was counted and has no price yet, with the reason. */
export function unpricedItems(rows: readonly RollUpRow[], baselines: Baselines): readonly UnpricedItem[] {
  const items: UnpricedItem[] = [...unpricedLanguages(rows, baselines)];
  const put = (reason: UnpricedReason, sum: { n: number; total: number }, hasChars: boolean): void => {
    if (sum.n > 0) {
      const chars = hasChars ? Math.max(0, sum.total) : 0;
      items.push({ reason, lang: null, count: sum.n, chars, have: null });
    }
  };
  put("notSettled", notSettled(rows), true);
  put("censored", total(rows, `censored@${settleHorizon}`), true);
  put("answers", total(rows, "turn"), true);
  put("tests", total(rows, "tests", "made"), false);
  put("findings", total(rows, "findings", "reported"), false);
  const kept = total(rows, `kept@${settleHorizon}`);
  if (baselines.highSecondsPerChar === null) {
    put("thinking", kept, true);
  }
  put("recovery", total(rows, "accepted"), false);
  return items;
}
