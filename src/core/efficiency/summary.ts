import type { Feature } from "../ports.ts";
import { addDays, daysBetween } from "./days.ts";
import { activityStates, editOrigins, features, phases } from "./eventSchema.ts";
import type { Phase } from "./events.ts";
import { baselineDayMetrics, baselineMetrics, baselinesOf, type Baselines } from "./baselines.ts";
import { effectOf } from "./effect.ts";
import { gateVerdicts } from "./gateVerdicts.ts";
import type { GateVerdicts } from "./gates.ts";
import { ledgerDayMetrics, ledgerOf, ledgerVersion, type LedgerWithDays } from "./ledger.ts";
import { phaseRulesVersion } from "./phaseRules.ts";
import type {
  ActiveByPhase,
  DaySums,
  FeatureSums,
  LanguageSums,
  HorizonSums,
  OfferSums,
  StatisticsQuery,
  StatisticsReport,
  UsageSums,
} from "./report.ts";
import { settleHorizon, type RollUpRow, type RowSource } from "./rollUp.ts";
import { typingWindowDays } from "./typingSpeed.ts";
import { paysOf } from "./pays.ts";

/** Sums of one group of rows by metric, and by metric and dimension. */
class MetricSums {
  readonly #byMetric = new Map<string, { n: number; total: number }>();

  add(row: RollUpRow): void {
    this.#put(row.metric, row);
    this.#put(`${row.metric}\u0000${row.dim}`, row);
  }

  n(metric: string, dim?: string): number {
    return this.#get(metric, dim)?.n ?? 0;
  }

  total(metric: string, dim?: string): number {
    return this.#get(metric, dim)?.total ?? 0;
  }

  #get(metric: string, dim: string | undefined): { n: number; total: number } | undefined {
    return this.#byMetric.get(dim === undefined ? metric : `${metric}\u0000${dim}`);
  }

  #put(key: string, row: RollUpRow): void {
    const known = this.#byMetric.get(key);
    if (known === undefined) {
      this.#byMetric.set(key, { n: row.n, total: row.total });
    } else {
      known.n += row.n;
      known.total += row.total;
    }
  }
}

type Grouped = ReadonlyMap<string, MetricSums>;

function groupBy(rows: readonly RollUpRow[], keyOf: (row: RollUpRow) => string): Grouped {
  const groups = new Map<string, MetricSums>();
  for (const row of rows) {
    const key = keyOf(row);
    const sums = groups.get(key) ?? new MetricSums();
    groups.set(key, sums);
    sums.add(row);
  }
  return groups;
}

function offerSums(sums: MetricSums, feature?: Feature): OfferSums {
  return {
    offered: sums.n("offered", feature),
    offeredChars: sums.total("offered", feature),
    accepted: sums.n("accepted", feature),
    acceptedChars: sums.total("accepted", feature),
    checked: sums.n(`checked@${settleHorizon}`, feature),
    checkedChars: sums.total(`checked@${settleHorizon}`, feature),
    kept: sums.n(`kept@${settleHorizon}`, feature),
    keptChars: sums.total(`kept@${settleHorizon}`, feature),
    censored: sums.n(`censored@${settleHorizon}`, feature),
    censoredChars: sums.total(`censored@${settleHorizon}`, feature),
  };
}

function usageSums(sums: MetricSums, feature?: Feature): UsageSums {
  const firstTokens = sums.n("firstToken", feature);
  return {
    requests: sums.n("request", feature),
    ok: sums.n("request.ok", feature),
    empty: sums.n("request.empty", feature),
    cancelled: sums.n("request.cancelled", feature),
    errors: sums.n("request.error", feature),
    promptTokens: sums.total("promptTokens", feature),
    completionTokens: sums.total("completionTokens", feature),
    cachedTokens: sums.total("cachedTokens", feature),
    estimatedTokens: sums.total("estimated", feature),
    waitingMs: sums.total("waiting", feature),
    firstTokenMs: firstTokens === 0 ? null : sums.total("firstToken", feature) / firstTokens,
  };
}

function activeByPhase(rows: readonly RollUpRow[]): readonly ActiveByPhase[] {
  const groups = groupBy(rows, (row) => row.phase);
  return phases.map((phase) => {
    const sums = groups.get(phase) ?? new MetricSums();
    return {
      phase,
      activeMs: sums.total("active"),
      byState: activityStates
        .map((state) => ({ state, activeMs: sums.total("active", state) }))
        .filter(({ activeMs }) => activeMs > 0),
    };
  });
}

function featureSums(all: MetricSums): readonly FeatureSums[] {
  return features
    .map((feature) => ({ feature, ...offerSums(all, feature), ...usageSums(all, feature) }))
    .filter(({ offered, accepted, checked, requests, censored, waitingMs }) =>
      [offered, accepted, checked, requests, censored, waitingMs].some((count) => count > 0),
    );
}

function languageSums(rows: readonly RollUpRow[]): readonly LanguageSums[] {
  return [...groupBy(rows, (row) => row.lang).entries()]
    .map(([lang, sums]) => ({
      lang,
      activeMs: sums.total("active"),
      ...offerSums(sums),
      ...usageSums(sums),
    }))
    .filter(({ activeMs, offered, accepted, requests, checked }) =>
      [activeMs, offered, accepted, requests, checked].some((count) => count > 0),
    )
    .sort((a, b) => b.activeMs - a.activeMs || b.offered - a.offered || (a.lang < b.lang ? -1 : 1));
}

function daySums(
  daily: readonly RollUpRow[],
  dailyActive: readonly RollUpRow[],
  days: readonly string[],
): readonly DaySums[] {
  const sumsByDay = groupBy(daily, (row) => row.day);
  const activeByDayAndPhase = groupBy(dailyActive, (row) => `${row.day} ${row.phase}`);
  return days.map((day) => {
    const sums = sumsByDay.get(day) ?? new MetricSums();
    const activeOf = (phase: Phase): number =>
      activeByDayAndPhase.get(`${day} ${phase}`)?.total("active") ?? 0;
    return {
      day,
      ...offerSums(sums),
      ...usageSums(sums),
      activeMs: {
        design: activeOf("design"),
        development: activeOf("development"),
        testing: activeOf("testing"),
        other: activeOf("other"),
      },
      byFeature: features
        .map((feature) => ({
          feature,
          tokens: sums.total("promptTokens", feature) + sums.total("completionTokens", feature),
          waitingMs: sums.total("waiting", feature),
        }))
        .filter(({ tokens, waitingMs }) => tokens > 0 || waitingMs > 0),
    };
  });
}

/** Metrics of the plots over days, and one of every kind of event so that no day with events is missed. */
const dayMetrics = [
  "offered",
  "accepted",
  `checked@${settleHorizon}`,
  `kept@${settleHorizon}`,
  `censored@${settleHorizon}`,
  "request",
  "request.ok",
  "request.empty",
  "request.cancelled",
  "request.error",
  "firstToken",
  "promptTokens",
  "completionTokens",
  "cachedTokens",
  "estimated",
  "waiting",
  "active",
  "inserted",
  "undo",
  "session",
  "health",
  "outcome",
  "turn",
  "refused",
  "tests",
  "findings",
];

function ledgerIn(
  query: StatisticsQuery,
  totals: readonly RollUpRow[],
  baselines: Baselines,
  source: RowSource,
): LedgerWithDays {
  const daily = source({ ...query, keep: ["day", "phase", "lang"], metrics: ledgerDayMetrics });
  return ledgerOf({ totals, daily }, baselines);
}

/** The user's own baselines over the last 90 days, whatever workspace or range is looked at. */
export function baselinesIn(source: RowSource, today: string): Baselines {
  const fromDay = addDays(today, -typingWindowDays);
  const window = { fromDay, toDay: today, ws: null };
  return baselinesOf(
    source({ ...window, keep: ["phase", "lang"], metrics: baselineMetrics }),
    source({ ...window, keep: ["day", "phase"], metrics: baselineDayMetrics }),
  );
}

const horizons = ["30s", "2m", "10m", "1h", "commit", "24h", "7d"] as const;

function horizonSums(all: MetricSums): readonly HorizonSums[] {
  return horizons.map((horizon) => ({
    horizon,
    checked: all.n(`checked@${horizon}`),
    checkedChars: all.total(`checked@${horizon}`),
    keptChars: all.total(`kept@${horizon}`),
    censored: all.n(`censored@${horizon}`),
  }));
}

/** Least part of the usual active time that a cut-off must have to stand for the same days. */
const leastPart = { "16": 0.2, "120": 0.9, "300": 0.9 } as const;

/** Active seconds by the other cut-offs; left out where most of the range was logged without them. */
function activeAtOf(all: MetricSums): ReadonlyMap<number, number> {
  const usualMs = all.total("active");
  return new Map(
    (["16", "120", "300"] as const).flatMap((cutoffS) => {
      const ms = all.total("activeAt", cutoffS);
      const isWhole = ms > 0 && ms >= leastPart[cutoffS] * usualMs;
      return isWhole ? [[Number(cutoffS), ms / 1000] as const] : [];
    }),
  );
}

export interface SummaryOptions {
  /** What the simulation found; by default, what it found for the build. */
  readonly verdicts?: GateVerdicts;
  readonly draws?: number;
}

/**
 * The statistics of a range out of the daily sums that `source` gives. `firstLoggedDay` is the first day of
 * the whole log, null where nothing was logged.
 */
export function summarize(
  query: StatisticsQuery,
  source: RowSource,
  today: string,
  firstLoggedDay: string | null,
  options: SummaryOptions = {},
): StatisticsReport {
  const totals = source({ ...query, keep: ["phase", "lang"], metrics: null });
  const daily = source({ ...query, keep: ["day"], metrics: dayMetrics });
  const dailyActive = source({ ...query, keep: ["day", "phase"], metrics: ["active"] });
  const all = new MetricSums();
  for (const row of totals) {
    all.add(row);
  }
  const loggedDays = [...new Set(daily.map((row) => row.day))].sort();
  const fromDay = query.fromDay ?? loggedDays[0] ?? query.toDay;
  const firstShownDay = loggedDays[0] === undefined || loggedDays[0] < fromDay ? fromDay : loggedDays[0];
  const shownDays = loggedDays.length === 0 ? [] : daysBetween(firstShownDay, query.toDay);
  const baselines = baselinesIn(source, today);
  const { ledger, days } = ledgerIn(query, totals, baselines, source);
  const verdicts = options.verdicts ?? gateVerdicts;
  return {
    v: 1,
    rulesVersion: phaseRulesVersion,
    ledgerVersion,
    fromDay,
    toDay: query.toDay,
    days: loggedDays.length,
    firstLoggedDay,
    active: activeByPhase(totals),
    totals: { ...offerSums(all), ...usageSums(all) },
    byFeature: featureSums(all),
    byLanguage: languageSums(totals),
    byDay: daySums(daily, dailyActive, shownDays),
    offersBySource: ["remote", "cache", "typed_through", "local"]
      .map((name) => ({ source: name, count: all.n("offered.source", name) }))
      .filter(({ count }) => count > 0),
    resolveOutcomes: ["accept", "partial", "reject", "ignore", "superseded", "typed_through"]
      .map((outcome) => ({ outcome, count: all.n("outcome", outcome) }))
      .filter(({ count }) => count > 0),
    inserted: editOrigins
      .map((origin) => ({ origin, chars: all.total("inserted", origin), bursts: all.n("inserted", origin) }))
      .filter(({ bursts }) => bursts > 0),
    typing: baselines.languages,
    ledger,
    effect: effectOf({ days, baselines, activeAt: activeAtOf(all), verdicts, ...drawsOf(options) }),
    ledgerByDay: ledgerDays(days),
    pays: paysOf(totals, baselines),
    horizons: horizonSums(all),
    ribbon: null,
    health: healthOf(all),
  };
}

function drawsOf({ draws }: SummaryOptions): { readonly draws?: number } {
  return draws === undefined ? {} : { draws };
}

/** Low gain and cost of each day, all phases together. */
function ledgerDays(days: LedgerWithDays["days"]): StatisticsReport["ledgerByDay"] {
  const byDay = new Map<string, { gain: number; cost: number }>();
  for (const { day, gainLow, costHigh } of days) {
    const known = byDay.get(day) ?? { gain: 0, cost: 0 };
    byDay.set(day, { gain: known.gain + gainLow, cost: known.cost + costHigh });
  }
  return [...byDay].map(([day, { gain, cost }]) => ({ day, gainSeconds: gain, costSeconds: cost }));
}

function healthOf(all: MetricSums): StatisticsReport["health"] {
  return {
    suspendMs: all.total("health", "suspendMs"),
    clockJumps: all.n("health", "clockJumpMs"),
    droppedEvents: all.n("health", "dropped"),
    sawOtherAssistant: all.n("health", "otherAiActive") > 0,
    inferredAcceptances: all.n("inferred"),
    unknownChars: all.total("inserted", "unknown"),
    insertedChars: all.total("inserted"),
    relabelled: all.n("relabel"),
  };
}
