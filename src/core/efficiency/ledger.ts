import type { Feature } from "../ports.ts";
import type { Baselines, LanguageBaseline } from "./baselines.ts";
import { phases } from "./eventSchema.ts";
import type { Phase } from "./events.ts";
import { settleHorizon, type RollUpRow } from "./rollUp.ts";
import { unpricedItems, type UnpricedItem } from "./unpriced.ts";
import { winsorShares } from "./winsor.ts";

/** Raised when a figure of the ledger is computed differently. */
export const ledgerVersion = 3;

/** A day whose time without the assistant would be more than this many times the real one is left out. */
export const maxDayRatio = 3;

export const costKinds = [
  "waiting",
  "prompting",
  "review",
  "attention",
  "past",
  "reading",
  "dwell",
  "rework",
  "recovery",
] as const;
export type CostKind = (typeof costKinds)[number];

/** May hold some of the user's own thinking, or mistakes of the user's own: not charged in the high reading. */
const notInHigh: ReadonlySet<CostKind> = new Set(["past", "reading", "recovery"]);
/** What the time of withheld suggestions holds already, or what cannot be traced: not in the mid reading. */
const notInMid: ReadonlySet<CostKind> = new Set(["past", "recovery"]);

/** One line of arithmetic; `seconds` is negative for a cost. */
export type LedgerLine =
  | {
      readonly kind: "kept";
      readonly feature: Feature;
      readonly lang: string;
      /** Kept characters that the editor would not have put in itself. */
      readonly chars: number;
      /** Share of them that counts, after the largest texts were cut to the user's own 99th percentile. */
      readonly countedShare: number;
      readonly correctionShare: number;
      readonly charsPerSecond: number;
      readonly bursts: number;
      readonly seconds: number;
    }
  | {
      readonly kind: CostKind;
      readonly feature: Feature | "chat";
      readonly count: number;
      readonly seconds: number;
      /** Dwell: seconds of own pauses that were not charged. */
      readonly ownSeconds?: number;
    }
  /** Costs above the active time of a day: an active second is charged once. */
  | { readonly kind: "capped"; readonly seconds: number };

export interface PhaseLedger {
  readonly phase: Phase;
  readonly activeSeconds: number;
  /** Time to type the kept characters; null when there are some and none has a price. */
  readonly gainSeconds: number | null;
  /** By the time that withheld suggestions took; null without the randomised modes. */
  readonly gainMidSeconds: number | null;
  /** By full authoring without the assistant; null without the randomised modes. */
  readonly gainHighSeconds: number | null;
  /** All measured cost, at most the active time; never negative. */
  readonly costSeconds: number;
  /** The same without what may be the user's own thinking. */
  readonly costLowSeconds: number;
  /** Low gain minus all cost, may be negative; null when the gain has no price. */
  readonly netSeconds: number | null;
  readonly netMidSeconds: number | null;
  readonly netHighSeconds: number | null;
  /** Kept characters that have no price yet. */
  readonly unpricedChars: number;
  readonly lines: readonly LedgerLine[];
}

export interface Ledger {
  readonly phases: readonly PhaseLedger[];
  readonly unpriced: readonly UnpricedItem[];
  /** Days left out because they cannot be believed. */
  readonly leftOutDays: readonly string[];
}

/** Sums of one phase on one day, in seconds. */
export interface DayPhase {
  readonly day: string;
  readonly phase: Phase;
  activeSeconds: number;
  gainLow: number;
  gainMid: number;
  gainHigh: number;
  readonly gainLowByLang: Map<string, number>;
  costLow: number;
  costMid: number;
  costHigh: number;
  cappedSeconds: number;
  creditedChars: number;
  unpricedChars: number;
}

export const ledgerDayMetrics = [
  "active",
  "waiting",
  "review",
  "attention",
  "past",
  "rework",
  "recovery",
  "dwell",
  "answerDwell",
  `credited@${settleHorizon}`,
];

interface Cost {
  readonly kind: CostKind;
  readonly feature: Feature | "chat";
}

function costOf(row: RollUpRow): Cost | undefined {
  switch (row.metric) {
    case "active":
      return row.dim === "ai_prompt" ? { kind: "prompting", feature: "chat" } : undefined;
    case "answerDwell":
      return { kind: "reading", feature: row.dim as Feature };
    case "waiting":
    case "review":
    case "attention":
    case "past":
    case "rework":
    case "recovery":
    case "dwell":
      return { kind: row.metric, feature: row.dim as Feature };
    default:
      return undefined;
  }
}

/** What `row` costs in seconds. Dwell counts beyond the user's own pauses, where they are known. */
function costSeconds(cost: Cost, row: RollUpRow, dwellShare: number): number {
  return (row.total / 1000) * (cost.kind === "dwell" ? dwellShare : 1);
}

/**
 * Share of the time from an acceptance to the next edit that is charged: what is above as many of the user's
 * own pauses, never below zero. One share for the whole range, so that a day's chance is no cost.
 */
function dwellShareOf(rows: readonly RollUpRow[], { ownPauseSeconds }: Baselines): number {
  let count = 0;
  let seconds = 0;
  for (const row of rows) {
    if (row.metric === "dwell") {
      count += row.n;
      seconds += row.total / 1000;
    }
  }
  return seconds <= 0 ? 0 : Math.max(0, seconds - count * (ownPauseSeconds ?? 0)) / seconds;
}

/** Dwell is a cost for certain only beyond the user's own pause. */
function isAtMost(kind: CostKind, { ownPauseSeconds }: Baselines): boolean {
  return notInHigh.has(kind) || (kind === "dwell" && ownPauseSeconds === null);
}

interface Prices {
  readonly baselines: Baselines;
  readonly byLang: ReadonlyMap<string, LanguageBaseline>;
  readonly winsor: ReadonlyMap<string, number>;
  readonly dwellShare: number;
}

function addCredit(sums: DayPhase, row: RollUpRow, prices: Prices): void {
  const chars = row.total * (prices.winsor.get(row.lang) ?? 1);
  const low = prices.byLang.get(row.lang)?.lowSecondsPerChar ?? null;
  const { midSecondsPerChar, highSecondsPerChar } = prices.baselines;
  sums.creditedChars += row.total;
  if (low === null) {
    sums.unpricedChars += row.total;
  } else {
    sums.gainLow += chars * low;
    sums.gainLowByLang.set(row.lang, (sums.gainLowByLang.get(row.lang) ?? 0) + chars * low);
  }
  sums.gainMid += chars * (midSecondsPerChar?.[sums.phase] ?? 0);
  sums.gainHigh += chars * Math.max(highSecondsPerChar ?? 0, low ?? 0);
}

function emptyDay(day: string, phase: Phase): DayPhase {
  return {
    day,
    phase,
    activeSeconds: 0,
    gainLow: 0,
    gainMid: 0,
    gainHigh: 0,
    gainLowByLang: new Map(),
    costLow: 0,
    costMid: 0,
    costHigh: 0,
    cappedSeconds: 0,
    creditedChars: 0,
    unpricedChars: 0,
  };
}

/** An active second is charged once: costs above the active time of the day are no second time lost. */
function capCosts(sums: DayPhase): void {
  sums.cappedSeconds = Math.max(0, sums.costHigh - sums.activeSeconds);
  sums.costHigh = Math.min(sums.costHigh, sums.activeSeconds);
  sums.costMid = Math.min(sums.costMid, sums.activeSeconds);
  sums.costLow = Math.min(sums.costLow, sums.activeSeconds);
}

/** The sums of every day and phase, of daily rows by day, phase and language. */
export function dayPhases(rows: readonly RollUpRow[], prices: Prices): readonly DayPhase[] {
  const byKey = new Map<string, DayPhase>();
  for (const row of rows) {
    const key = `${row.day} ${row.phase}`;
    let sums = byKey.get(key);
    if (sums === undefined) {
      sums = emptyDay(row.day, row.phase as Phase);
      byKey.set(key, sums);
    }
    if (row.metric === "active") {
      sums.activeSeconds += row.total / 1000;
    } else if (row.metric === `credited@${settleHorizon}`) {
      addCredit(sums, row, prices);
    }
    const cost = costOf(row);
    if (cost !== undefined) {
      const seconds = costSeconds(cost, row, prices.dwellShare);
      sums.costHigh += seconds;
      sums.costMid += notInMid.has(cost.kind) ? 0 : seconds;
      sums.costLow += isAtMost(cost.kind, prices.baselines) ? 0 : seconds;
    }
  }
  for (const sums of byKey.values()) {
    capCosts(sums);
  }
  return [...byKey.values()].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

/** Days on which (active + saved) / active is above `maxDayRatio`. */
function unbelievableDays(days: readonly DayPhase[]): readonly string[] {
  const byDay = new Map<string, { active: number; net: number }>();
  for (const sums of days) {
    const day = byDay.get(sums.day) ?? { active: 0, net: 0 };
    byDay.set(sums.day, day);
    day.active += sums.activeSeconds;
    day.net += sums.gainLow - sums.costHigh;
  }
  return [...byDay.entries()]
    .filter(([, { active, net }]) => net > (maxDayRatio - 1) * active)
    .map(([day]) => day)
    .sort();
}

function keptLines(rows: readonly RollUpRow[], prices: Prices): readonly LedgerLine[] {
  const charsByKey = new Map<string, { feature: Feature; lang: string; chars: number }>();
  for (const row of rows) {
    if (row.metric === `credited@${settleHorizon}` && row.total !== 0) {
      const key = `${row.dim} ${row.lang}`;
      const known = charsByKey.get(key) ?? { feature: row.dim as Feature, lang: row.lang, chars: 0 };
      known.chars += row.total;
      charsByKey.set(key, known);
    }
  }
  const lines: LedgerLine[] = [];
  for (const [, kept] of [...charsByKey].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const baseline = prices.byLang.get(kept.lang);
    const { charsPerSecond = null, lowSecondsPerChar = null } = baseline ?? {};
    if (baseline !== undefined && charsPerSecond !== null && lowSecondsPerChar !== null) {
      const countedShare = prices.winsor.get(kept.lang) ?? 1;
      const { correctionShare, bursts } = baseline;
      const seconds = kept.chars * countedShare * lowSecondsPerChar;
      lines.push({ kind: "kept", ...kept, countedShare, correctionShare, charsPerSecond, bursts, seconds });
    }
  }
  return lines;
}

function costLines(rows: readonly RollUpRow[], { dwellShare }: Prices): readonly LedgerLine[] {
  const byKey = new Map<string, { cost: Cost; count: number; seconds: number; own: number }>();
  for (const row of rows) {
    const cost = costOf(row);
    if (cost !== undefined && row.total !== 0) {
      const key = `${costKinds.indexOf(cost.kind)} ${cost.feature}`;
      const known = byKey.get(key) ?? { cost, count: 0, seconds: 0, own: 0 };
      byKey.set(key, known);
      known.count += row.n;
      const seconds = costSeconds(cost, row, dwellShare);
      known.seconds += seconds;
      known.own += row.total / 1000 - seconds;
    }
  }
  return [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { cost, count, seconds, own }]) => ({
      ...cost,
      count,
      seconds: -seconds,
      ...(own > 0 ? { ownSeconds: own } : {}),
    }));
}

function phaseLedger(
  phase: Phase,
  days: readonly DayPhase[],
  rows: readonly RollUpRow[],
  prices: Prices,
): PhaseLedger {
  const total = emptyDay("", phase);
  let uncapped = 0;
  for (const sums of days) {
    total.activeSeconds += sums.activeSeconds;
    total.gainLow += sums.gainLow;
    total.gainMid += sums.gainMid;
    total.gainHigh += sums.gainHigh;
    total.costLow += sums.costLow;
    total.costMid += sums.costMid;
    total.costHigh += sums.costHigh;
    total.unpricedChars += sums.unpricedChars;
    total.creditedChars += sums.creditedChars;
  }
  const lines = [...keptLines(rows, prices), ...costLines(rows, prices)];
  for (const line of lines) {
    uncapped -= line.kind === "kept" ? 0 : line.seconds;
  }
  const capped = uncapped - total.costHigh;
  if (Math.abs(capped) > 0.0005) {
    lines.push({ kind: "capped", seconds: capped });
  }
  const hasPrice = total.creditedChars === 0 || total.creditedChars > total.unpricedChars;
  const { midSecondsPerChar, highSecondsPerChar } = prices.baselines;
  const mid = midSecondsPerChar === null ? null : total.gainMid;
  const high = highSecondsPerChar === null ? null : total.gainHigh;
  return {
    phase,
    activeSeconds: total.activeSeconds,
    gainSeconds: hasPrice ? total.gainLow : null,
    gainMidSeconds: mid,
    gainHighSeconds: high,
    costSeconds: total.costHigh,
    costLowSeconds: total.costLow,
    netSeconds: hasPrice ? total.gainLow - total.costHigh : null,
    netMidSeconds: mid === null ? null : mid - total.costMid,
    netHighSeconds: high === null ? null : high - total.costLow,
    unpricedChars: total.unpricedChars,
    lines,
  };
}

/** Sums that the ledger is made from. */
export interface LedgerRows {
  /** By phase and language, all metrics: for what has no price. */
  readonly totals: readonly RollUpRow[];
  /** By day, phase and language: the metrics in `ledgerDayMetrics`. */
  readonly daily: readonly RollUpRow[];
}

export interface LedgerWithDays {
  readonly ledger: Ledger;
  /** What the ledger was added up from, without the days left out. */
  readonly days: readonly DayPhase[];
}

/**
 * Time saved per phase in seconds. Low: characters kept for 10 minutes at the user's own typing speed, minus
 * all measured cost. Mid and high exist only with data of work without the assistant. Never a default instead
 * of a measured speed.
 */
export function ledgerOf(rows: LedgerRows, baselines: Baselines): LedgerWithDays {
  const byLang = new Map(baselines.languages.map((language) => [language.lang, language]));
  const dwellShare = dwellShareOf(rows.daily, baselines);
  const prices = { baselines, byLang, winsor: winsorShares(rows.totals), dwellShare };
  const all = dayPhases(rows.daily, prices);
  const leftOutDays = unbelievableDays(all);
  const leftOut = new Set(leftOutDays);
  const days = all.filter(({ day }) => !leftOut.has(day));
  const believed = leftOut.size === 0 ? rows.daily : rows.daily.filter(({ day }) => !leftOut.has(day));
  const rowsByPhase = new Map<string, RollUpRow[]>(phases.map((phase) => [phase, []]));
  for (const row of believed) {
    rowsByPhase.get(row.phase)?.push(row);
  }
  return {
    ledger: {
      phases: phases.map((phase) =>
        phaseLedger(
          phase,
          days.filter((sums) => sums.phase === phase),
          rowsByPhase.get(phase) ?? [],
          prices,
        ),
      ),
      unpriced: unpricedItems(rows.totals, baselines),
      leftOutDays,
    },
    days,
  };
}
