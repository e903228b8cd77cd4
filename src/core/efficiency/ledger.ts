import type { Feature } from "../ports.ts";
import { phases } from "./eventSchema.ts";
import type { Phase } from "./events.ts";
import { settleHorizon, subtractRows, type RollUpRow } from "./rollUp.ts";
import type { TypingSpeed } from "./typingSpeed.ts";

/** Raised when a figure of the ledger is computed differently. */
export const ledgerVersion = 1;

/** A day whose time without the assistant would be more than this many times the real one is left out. */
export const maxDayRatio = 3;

/** One line of arithmetic; `seconds` is negative for a cost. */
export type LedgerLine =
  | {
      readonly kind: "kept";
      readonly feature: Feature;
      readonly lang: string;
      readonly chars: number;
      readonly charsPerSecond: number;
      readonly bursts: number;
      readonly seconds: number;
    }
  | {
      readonly kind: "waiting" | "review" | "prompting";
      readonly feature: Feature | "chat";
      readonly count: number;
      readonly seconds: number;
    };

export interface PhaseLedger {
  readonly phase: Phase;
  /** Time to type the kept characters; null when there are some and none has a price. */
  readonly gainSeconds: number | null;
  /** Measured waiting, review and prompting; never negative. */
  readonly costSeconds: number;
  /** Gain minus cost, may be negative; null when the gain has no price. */
  readonly netSeconds: number | null;
  /** Kept characters that have no price yet. */
  readonly unpricedChars: number;
  readonly lines: readonly LedgerLine[];
}

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
  /** Suggestions that were typed past: the attention they took is not measured yet. */
  | "attention"
  /** Changes to accepted text after 10 minutes. */
  | "rework";

export interface UnpricedItem {
  readonly reason: UnpricedReason;
  readonly lang: string | null;
  readonly count: number;
  readonly chars: number;
  /** Typed bursts so far, where the reason is their number. */
  readonly have: number | null;
}

export interface Ledger {
  readonly phases: readonly PhaseLedger[];
  readonly unpriced: readonly UnpricedItem[];
  /** Days left out because they cannot be believed. */
  readonly leftOutDays: readonly string[];
}

type SpeedByLang = ReadonlyMap<string, TypingSpeed>;

interface Sums {
  readonly keptByKey: Map<string, { feature: Feature; lang: string; chars: number }>;
  readonly costByKey: Map<
    string,
    { kind: "waiting" | "review" | "prompting"; feature: Feature | "chat"; n: number; ms: number }
  >;
}

function collect(rows: Iterable<RollUpRow>): Sums {
  const sums: Sums = { keptByKey: new Map(), costByKey: new Map() };
  for (const row of rows) {
    if (row.metric === `kept@${settleHorizon}`) {
      const key = `${row.dim} ${row.lang}`;
      const known = sums.keptByKey.get(key) ?? { feature: row.dim as Feature, lang: row.lang, chars: 0 };
      known.chars += row.total;
      sums.keptByKey.set(key, known);
    }
    const kind = costKind(row);
    if (kind !== undefined) {
      const feature = kind === "prompting" ? "chat" : (row.dim as Feature);
      const key = `${kind} ${feature}`;
      const known = sums.costByKey.get(key) ?? { kind, feature, n: 0, ms: 0 };
      known.n += row.n;
      known.ms += row.total;
      sums.costByKey.set(key, known);
    }
  }
  return sums;
}

function costKind(row: RollUpRow): "waiting" | "review" | "prompting" | undefined {
  if (row.metric === "waiting" || row.metric === "review") {
    return row.metric;
  }
  return row.metric === "active" && row.dim === "ai_prompt" ? "prompting" : undefined;
}

function phaseLedger(phase: Phase, rows: Iterable<RollUpRow>, speeds: SpeedByLang): PhaseLedger {
  const { keptByKey, costByKey } = collect(rows);
  const lines: LedgerLine[] = [];
  let gainSeconds = 0;
  let costSeconds = 0;
  let unpricedChars = 0;
  let hasPrice = false;
  for (const key of [...keptByKey.keys()].sort()) {
    const kept = keptByKey.get(key) as { feature: Feature; lang: string; chars: number };
    const speed = speeds.get(kept.lang);
    if (speed === undefined || speed.charsPerSecond === null) {
      unpricedChars += kept.chars;
      continue;
    }
    const { charsPerSecond, bursts } = speed;
    const seconds = kept.chars / charsPerSecond;
    hasPrice = true;
    gainSeconds += seconds;
    lines.push({ kind: "kept", ...kept, charsPerSecond, bursts, seconds });
  }
  for (const key of [...costByKey.keys()].sort()) {
    const cost = costByKey.get(key) as { kind: "waiting"; feature: Feature; n: number; ms: number };
    if (cost.ms > 0) {
      costSeconds += cost.ms / 1000;
      lines.push({ kind: cost.kind, feature: cost.feature, count: cost.n, seconds: -cost.ms / 1000 });
    }
  }
  const gain = unpricedChars > 0 && !hasPrice ? null : gainSeconds;
  const net = gain === null ? null : gain - costSeconds;
  return { phase, gainSeconds: gain, costSeconds, netSeconds: net, unpricedChars, lines };
}

/** Days on which (active + saved) / active is above `maxDayRatio`. */
function unbelievableDays(daily: LedgerRows["daily"], speeds: SpeedByLang): readonly string[] {
  const byDay = new Map<string, { activeMs: number; savedMs: number }>();
  for (const row of daily) {
    const day = byDay.get(row.day) ?? { activeMs: 0, savedMs: 0 };
    byDay.set(row.day, day);
    if (row.metric === "active") {
      day.activeMs += row.total;
    } else if (row.metric === `kept@${settleHorizon}`) {
      const speed = speeds.get(row.lang)?.charsPerSecond ?? null;
      day.savedMs += speed === null ? 0 : (1000 * row.total) / speed;
    }
    day.savedMs -= costKind(row) === undefined ? 0 : row.total;
  }
  return [...byDay.entries()]
    .filter(([, { activeMs, savedMs }]) => savedMs > (maxDayRatio - 1) * activeMs)
    .map(([day]) => day)
    .sort();
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

function unpricedLanguages(rows: readonly RollUpRow[], speeds: SpeedByLang): readonly UnpricedItem[] {
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

function unpricedItems(rows: readonly RollUpRow[], speeds: SpeedByLang): readonly UnpricedItem[] {
  const items: UnpricedItem[] = [...unpricedLanguages(rows, speeds)];
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
  const typedPast = total(rows, "outcome", "superseded").n + total(rows, "outcome", "typed_through").n;
  put("attention", { n: typedPast, total: 0 }, false);
  put("rework", total(rows, `checked@${settleHorizon}`), false);
  return items;
}

/** Sums that the ledger is made from. */
export interface LedgerRows {
  /** By phase and language. */
  readonly totals: readonly RollUpRow[];
  /** By day and language: the metrics in `ledgerDayMetrics`. */
  readonly daily: readonly RollUpRow[];
  /** By phase and language, of one day. */
  ofDay(day: string): readonly RollUpRow[];
}

export const ledgerDayMetrics = ["active", "waiting", "review", `kept@${settleHorizon}`];

/**
 * Time saved per phase in seconds, the lower bound: characters kept for 10 minutes at the user's own typing
 * speed, minus the measured waiting, review and prompting. Costs are subtracted in full even where some
 * would have arisen without the assistant. Never a percentage, never a default instead of a measured speed.
 */
export function ledgerOf(rows: LedgerRows, speeds: readonly TypingSpeed[]): Ledger {
  const speedByLang = new Map(speeds.map((speed) => [speed.lang, speed]));
  const leftOutDays = unbelievableDays(rows.daily, speedByLang);
  const believed = subtractRows(
    rows.totals,
    leftOutDays.flatMap((day) => rows.ofDay(day)),
  );
  return {
    phases: phases.map((phase) =>
      phaseLedger(
        phase,
        believed.filter((row) => row.phase === phase && (row.n !== 0 || row.total !== 0)),
        speedByLang,
      ),
    ),
    unpriced: unpricedItems(rows.totals, speedByLang),
    leftOutDays,
  };
}
