import type { Baselines } from "./baselines.ts";
import { minOffTasks, minShadowPairs } from "./baselines.ts";
import { bootstrapDraws, ratioEstimates, type DaySeries, type RatioEstimate } from "./bootstrap.ts";
import { phases } from "./eventSchema.ts";
import type { Phase } from "./events.ts";
import { mayShowPercentages, type GateVerdicts, type Grade } from "./gates.ts";
import { ledgerVersion, type DayPhase } from "./ledger.ts";
import { phaseRulesVersion } from "./phaseRules.ts";
import { rollUpVersion } from "./rollUp.ts";

/** Version of grades, intervals and guards. */
const effectVersion = 2;

/** Names the formulas that a figure was made with; the verdicts of the simulation hold for one of them. */
export const formulaVersion = `ledger ${ledgerVersion}, sums ${rollUpVersion}, rules ${phaseRulesVersion}, effect ${effectVersion}`;

/** Fewest active days for an interval. */
export const minActiveDays = 20;
/** Fewest active days of a single phase. */
export const minPhaseDays = 10;
/** Least share of the kept characters that must have a price. */
export const minPricedShare = 0.8;
/** Least active seconds of a day that counts as active. */
const minActiveDaySeconds = 60;

/** One reading: time reduction `tr` and speed-up `su`, as shares. Never merged with another bound. */
export interface Reading {
  readonly netSeconds: number;
  readonly tr: number;
  readonly su: number;
  /** 95 % interval of `tr` by days. */
  readonly interval: readonly [number, number];
}

export interface EffectRow {
  readonly phase: Phase | "overall";
  readonly days: number;
  readonly activeSeconds: number;
  /** Share of the time that would have been spent without the assistant, by the low reading. */
  readonly share: number;
  readonly low: Reading | null;
  readonly mid: Reading | null;
  readonly high: Reading | null;
}

export type MissingForPercent =
  | { readonly reason: "days"; readonly have: number; readonly need: number }
  | { readonly reason: "priced"; readonly have: number; readonly need: number }
  | { readonly reason: "gates" }
  | { readonly reason: "cutoffs" }
  | { readonly reason: "nothingKept" };

export interface CutoffReading {
  readonly cutoffS: number;
  readonly activeSeconds: number;
  readonly tr: number | null;
}

export interface EffectReport {
  readonly grade: Grade;
  readonly formulaVersion: string;
  readonly activeDays: number;
  /** Empty where readings are given. */
  readonly missing: readonly MissingForPercent[];
  /** Without readings where something is missing. */
  readonly rows: readonly EffectRow[];
  /** The low overall reading by idle cut-off; without readings where something is missing. */
  readonly cutoffs: readonly CutoffReading[];
  /** What an upper reading needs and has. */
  readonly offTasks: number;
  readonly neededOffTasks: number;
  readonly shadowPairs: number;
  readonly neededShadowPairs: number;
}

type Bound = "low" | "mid" | "high";

function gainOf(sums: DayPhase, bound: Bound): number {
  return bound === "low" ? sums.gainLow : bound === "mid" ? sums.gainMid : sums.gainHigh;
}

function netOf(sums: DayPhase, bound: Bound): number {
  const cost = bound === "low" ? sums.costHigh : bound === "mid" ? sums.costMid : sums.costLow;
  return gainOf(sums, bound) - cost;
}

/** Variance of the summed gain that comes from what is not known of the rates it is priced by. */
function baselineVariance(days: readonly DayPhase[], baselines: Baselines, bound: Bound): number {
  const { midRelativeError, highRelativeError } = baselines;
  if (bound === "high") {
    return (highRelativeError * days.reduce((sum, { gainHigh }) => sum + gainHigh, 0)) ** 2;
  }
  if (bound === "mid") {
    return phases.reduce((sum, phase) => {
      const gain = days.reduce((total, one) => total + (one.phase === phase ? one.gainMid : 0), 0);
      return sum + ((midRelativeError?.[phase] ?? 0) * gain) ** 2;
    }, 0);
  }
  const gains = new Map<string, number>();
  for (const { gainLowByLang } of days) {
    for (const [lang, gain] of gainLowByLang) {
      gains.set(lang, (gains.get(lang) ?? 0) + gain);
    }
  }
  return baselines.languages.reduce(
    (sum, { lang, relativeError }) => sum + (relativeError * (gains.get(lang) ?? 0)) ** 2,
    0,
  );
}

interface Selected {
  readonly phase: Phase | "overall";
  readonly parts: readonly DayPhase[];
  readonly bound: Bound;
  readonly series: DaySeries;
}

function seriesOf(
  parts: readonly DayPhase[],
  dayIndex: ReadonlyMap<string, number>,
  baselines: Baselines,
  bound: Bound,
): DaySeries {
  const net = new Float64Array(dayIndex.size);
  const without = new Float64Array(dayIndex.size);
  for (const sums of parts) {
    const index = dayIndex.get(sums.day);
    if (index !== undefined) {
      const value = netOf(sums, bound);
      net[index] = (net[index] ?? 0) + value;
      without[index] = (without[index] ?? 0) + sums.activeSeconds + value;
    }
  }
  return { net, without, baselineVariance: baselineVariance(parts, baselines, bound) };
}

function readingOf({ series }: Selected, estimate: RatioEstimate | undefined): Reading | null {
  const netSeconds = series.net.reduce((sum, value) => sum + value, 0);
  const without = series.without.reduce((sum, value) => sum + value, 0);
  const active = without - netSeconds;
  if (estimate === undefined || estimate.interval === null || active <= 0 || without <= 0) {
    return null;
  }
  return { netSeconds, tr: estimate.ratio, su: netSeconds / active, interval: estimate.interval };
}

function boundsOf(baselines: Baselines): readonly Bound[] {
  return [
    "low",
    ...(baselines.midSecondsPerChar === null ? [] : (["mid"] as const)),
    ...(baselines.highSecondsPerChar === null ? [] : (["high"] as const)),
  ];
}

/** Days with at least a minute of active time. */
function activeDaysOf(days: readonly DayPhase[]): readonly string[] {
  const active = new Map<string, number>();
  for (const { day, activeSeconds } of days) {
    active.set(day, (active.get(day) ?? 0) + activeSeconds);
  }
  return [...active].filter(([, seconds]) => seconds >= minActiveDaySeconds).map(([day]) => day);
}

function gradeOf(baselines: Baselines, missing: readonly MissingForPercent[]): Grade {
  if (missing.some(({ reason }) => reason !== "gates" && reason !== "cutoffs")) {
    return "D";
  }
  return baselines.shadowPairs >= minShadowPairs ? "B" : "C";
}

function missingFor(days: readonly DayPhase[], activeDays: number): readonly MissingForPercent[] {
  const credited = days.reduce((sum, { creditedChars }) => sum + creditedChars, 0);
  const unpriced = days.reduce((sum, { unpricedChars }) => sum + unpricedChars, 0);
  const priced = credited === 0 ? 1 : 1 - unpriced / credited;
  const hasCost = days.some(({ costHigh }) => costHigh > 0);
  const missing: MissingForPercent[] = [];
  if (activeDays < minActiveDays) {
    missing.push({ reason: "days", have: activeDays, need: minActiveDays });
  }
  if (priced < minPricedShare) {
    missing.push({ reason: "priced", have: priced, need: minPricedShare });
  }
  if (credited === 0 && !hasCost) {
    missing.push({ reason: "nothingKept" });
  }
  return missing;
}

/** The low overall reading when active time is counted with another idle cut-off. */
function cutoffReadings(
  days: readonly DayPhase[],
  activeAt: ReadonlyMap<number, number>,
): readonly CutoffReading[] {
  const net = days.reduce((sum, part) => sum + netOf(part, "low"), 0);
  const usual = days.reduce((sum, { activeSeconds }) => sum + activeSeconds, 0);
  return [16, 60, 120, 300].flatMap((cutoffS) => {
    const activeSeconds = cutoffS === 60 ? usual : activeAt.get(cutoffS);
    if (activeSeconds === undefined || activeSeconds <= 0) {
      return [];
    }
    const without = activeSeconds + net;
    return [{ cutoffS, activeSeconds, tr: without > 0 ? net / without : null }];
  });
}

/** The sign must be the same from 60 to 300 s. */
function isStable(cutoffs: readonly CutoffReading[]): boolean {
  const signs = cutoffs
    .filter(({ cutoffS }) => cutoffS >= 60)
    .map(({ tr }) => (tr === null ? Number.NaN : Math.sign(tr)));
  return new Set(signs).size <= 1 && !signs.some((sign) => Number.isNaN(sign));
}

export interface EffectInput {
  readonly days: readonly DayPhase[];
  readonly baselines: Baselines;
  /** Active seconds of the same days by idle cut-off in seconds; 60 may be left out. */
  readonly activeAt: ReadonlyMap<number, number>;
  readonly verdicts: GateVerdicts;
  readonly draws?: number;
}

/**
 * The ledger as shares per phase and overall: time reduction = net / (active + net), speed-up = net / active.
 * Overall uses all active time. Each bound has its own interval over days; bounds and intervals are never
 * merged. Where anything is missing that a percentage needs, no reading is given.
 */
export function effectOf({
  days,
  baselines,
  activeAt,
  verdicts,
  draws = bootstrapDraws,
}: EffectInput): EffectReport {
  const activeDays = activeDaysOf(days);
  const missing = [...missingFor(days, activeDays.length)];
  const grade = gradeOf(baselines, missing);
  const cutoffs = cutoffReadings(days, activeAt);
  if (grade !== "D" && !isStable(cutoffs)) {
    missing.push({ reason: "cutoffs" });
  }
  if (grade !== "D" && !mayShowPercentages(verdicts, grade, formulaVersion)) {
    missing.push({ reason: "gates" });
  }
  const dayIndex = new Map(activeDays.map((day, index) => [day, index]));
  const groups = [...phases, "overall" as const].map((phase) => ({
    phase,
    parts: days.filter((sums) => phase === "overall" || sums.phase === phase),
  }));
  const selected: readonly Selected[] =
    missing.length > 0
      ? []
      : groups.flatMap(({ phase, parts }) =>
          boundsOf(baselines).map((bound) => ({
            phase,
            parts,
            bound,
            series: seriesOf(parts, dayIndex, baselines, bound),
          })),
        );
  const estimates = ratioEstimates(
    selected.map(({ series }) => series),
    dayIndex.size,
    draws,
  );
  const allWithout = days.reduce((sum, part) => sum + part.activeSeconds + netOf(part, "low"), 0);
  const rows = groups.map(({ phase, parts }) => {
    const phaseDays = activeDaysOf(parts).length;
    const reading = (bound: Bound): Reading | null => {
      const index = selected.findIndex((one) => one.phase === phase && one.bound === bound);
      const one = selected[index];
      return one === undefined || phaseDays < minPhaseDays ? null : readingOf(one, estimates[index]);
    };
    const without = parts.reduce((sum, part) => sum + part.activeSeconds + netOf(part, "low"), 0);
    return {
      phase,
      days: phaseDays,
      activeSeconds: parts.reduce((sum, { activeSeconds }) => sum + activeSeconds, 0),
      share: allWithout > 0 ? Math.min(1, Math.max(0, without / allWithout)) : 0,
      low: reading("low"),
      mid: reading("mid"),
      high: reading("high"),
    };
  });
  return {
    grade,
    formulaVersion,
    activeDays: activeDays.length,
    missing,
    rows,
    cutoffs: missing.length > 0 ? cutoffs.map((one) => ({ ...one, tr: null })) : cutoffs,
    offTasks: baselines.offTasks,
    neededOffTasks: minOffTasks,
    shadowPairs: baselines.shadowPairs,
    neededShadowPairs: minShadowPairs,
  };
}
