import type { Feature } from "../ports.ts";
import { daysBetween } from "./days.ts";
import { activityStates, editOrigins, features, phases } from "./eventSchema.ts";
import type { Phase } from "./events.ts";
import { ledgerOf, ledgerVersion } from "./ledger.ts";
import { phaseRulesVersion } from "./phaseRules.ts";
import type {
  ActiveByPhase,
  DaySums,
  FeatureSums,
  LanguageSums,
  OfferSums,
  StatisticsQuery,
  StatisticsReport,
  UsageSums,
} from "./report.ts";
import { settleHorizon, type RollUpRow } from "./rollUp.ts";
import { typingSpeeds } from "./typingSpeed.ts";

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

function daySums(rows: readonly RollUpRow[], days: readonly string[]): readonly DaySums[] {
  const sumsByDay = groupBy(rows, (row) => row.day);
  const activeByDayAndPhase = groupBy(
    rows.filter((row) => row.metric === "active"),
    (row) => `${row.day} ${row.phase}`,
  );
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

/**
 * The statistics of a range. `rows` are the daily sums inside the query, in any order; `typingRows` the
 * typing rows of the last 90 days, whatever the query, for the user's own speed. `firstLoggedDay` is the
 * first day of the whole log.
 */
export function summarize(
  query: StatisticsQuery,
  rows: readonly RollUpRow[],
  typingRows: Iterable<RollUpRow>,
  firstLoggedDay: string | null,
): StatisticsReport {
  const all = new MetricSums();
  for (const row of rows) {
    all.add(row);
  }
  const loggedDays = [...new Set(rows.map((row) => row.day))].sort();
  const fromDay = query.fromDay ?? loggedDays[0] ?? query.toDay;
  const firstShownDay = loggedDays[0] === undefined || loggedDays[0] < fromDay ? fromDay : loggedDays[0];
  const typing = typingSpeeds(typingRows);
  return {
    v: 1,
    rulesVersion: phaseRulesVersion,
    ledgerVersion,
    fromDay,
    toDay: query.toDay,
    days: loggedDays.length,
    firstLoggedDay,
    active: activeByPhase(rows),
    totals: { ...offerSums(all), ...usageSums(all) },
    byFeature: featureSums(all),
    byLanguage: languageSums(rows),
    byDay: daySums(rows, loggedDays.length === 0 ? [] : daysBetween(firstShownDay, query.toDay)),
    offersBySource: ["remote", "cache", "typed_through", "local"]
      .map((source) => ({ source, count: all.n("offered.source", source) }))
      .filter(({ count }) => count > 0),
    resolveOutcomes: ["accept", "partial", "reject", "ignore", "superseded", "typed_through"]
      .map((outcome) => ({ outcome, count: all.n("outcome", outcome) }))
      .filter(({ count }) => count > 0),
    inserted: editOrigins
      .map((origin) => ({ origin, chars: all.total("inserted", origin), bursts: all.n("inserted", origin) }))
      .filter(({ bursts }) => bursts > 0),
    typing,
    ledger: ledgerOf(rows, typing),
    health: {
      suspendMs: all.total("health", "suspendMs"),
      clockJumps: all.n("health", "clockJumpMs"),
      droppedEvents: all.n("health", "dropped"),
      sawOtherAssistant: all.n("health", "otherAiActive") > 0,
      inferredAcceptances: all.n("inferred"),
    },
  };
}
