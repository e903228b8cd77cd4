import type { Feature } from "../ports.ts";
import type { ActivityState, EditOrigin, Phase } from "./events.ts";
import type { LanguageBaseline } from "./baselines.ts";
import type { EffectReport } from "./effect.ts";
import type { Ledger } from "./ledger.ts";
import type { PaysCell } from "./pays.ts";
import type { DayRibbon } from "./ribbon.ts";

/** Which part of the log a report is about; days are local and inclusive. */
export interface StatisticsQuery {
  /** Null: from the first event. */
  readonly fromDay: string | null;
  readonly toDay: string;
  /** Keyed hash of one workspace; null: all. */
  readonly ws: string | null;
}

/** Counts and characters of suggestions; `kept`, `checked` and `censored` at the settle horizon. */
export interface OfferSums {
  readonly offered: number;
  readonly offeredChars: number;
  readonly accepted: number;
  readonly acceptedChars: number;
  /** Accepted texts looked at after 10 minutes, and their characters. */
  readonly checked: number;
  readonly checkedChars: number;
  readonly kept: number;
  readonly keptChars: number;
  readonly censored: number;
  readonly censoredChars: number;
}

/** What was left of accepted text at a later look. */
export interface HorizonSums {
  readonly horizon: "30s" | "2m" | "10m" | "1h" | "commit" | "24h" | "7d";
  readonly checked: number;
  readonly checkedChars: number;
  readonly keptChars: number;
  readonly censored: number;
}

export interface UsageSums {
  readonly requests: number;
  readonly ok: number;
  readonly empty: number;
  readonly cancelled: number;
  readonly errors: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens: number;
  /** Tokens, of both kinds, that the backend did not report and that were estimated. */
  readonly estimatedTokens: number;
  readonly waitingMs: number;
  /** Mean over the requests that have one; null without. */
  readonly firstTokenMs: number | null;
}

export interface ActiveByPhase {
  readonly phase: Phase;
  readonly activeMs: number;
  readonly byState: readonly { readonly state: ActivityState; readonly activeMs: number }[];
}

export type FeatureSums = OfferSums & UsageSums & { readonly feature: Feature };
export type LanguageSums = OfferSums & UsageSums & { readonly lang: string; readonly activeMs: number };
export type DaySums = OfferSums &
  UsageSums & {
    readonly day: string;
    readonly activeMs: Readonly<Record<Phase, number>>;
    /** Tokens and visible waiting by feature. */
    readonly byFeature: readonly {
      readonly feature: Feature;
      readonly tokens: number;
      readonly waitingMs: number;
    }[];
  };

export interface StatisticsReport {
  readonly v: 1;
  readonly rulesVersion: number;
  readonly ledgerVersion: number;
  /** First and last day of the report; equal to the query where it names them. */
  readonly fromDay: string;
  readonly toDay: string;
  /** Days with at least one event. */
  readonly days: number;
  readonly firstLoggedDay: string | null;
  readonly active: readonly ActiveByPhase[];
  readonly totals: OfferSums & UsageSums;
  readonly byFeature: readonly FeatureSums[];
  readonly byLanguage: readonly LanguageSums[];
  /** Every day of the range from the first logged one, also those without events. */
  readonly byDay: readonly DaySums[];
  readonly offersBySource: readonly { readonly source: string; readonly count: number }[];
  readonly resolveOutcomes: readonly { readonly outcome: string; readonly count: number }[];
  readonly inserted: readonly {
    readonly origin: EditOrigin;
    readonly chars: number;
    readonly bursts: number;
  }[];
  readonly typing: readonly LanguageBaseline[];
  readonly ledger: Ledger;
  /** The ledger as shares, with intervals and grade; without readings where something is missing. */
  readonly effect: EffectReport;
  /** Low gain and cost by day; days left out of the ledger are missing. */
  readonly ledgerByDay: readonly {
    readonly day: string;
    readonly gainSeconds: number;
    readonly costSeconds: number;
  }[];
  /** Net seconds by language and length of what was offered. */
  readonly pays: readonly PaysCell[];
  readonly horizons: readonly HorizonSums[];
  /** The last day with active time by quarters of an hour; null where its events are no longer kept. */
  readonly ribbon: DayRibbon | null;
  readonly health: {
    readonly suspendMs: number;
    readonly clockJumps: number;
    readonly droppedEvents: number;
    readonly sawOtherAssistant: boolean;
    /** Acceptances concluded from edits, not reported by the editor. */
    readonly inferredAcceptances: number;
    readonly unknownChars: number;
    readonly insertedChars: number;
    /** Times that a day's phase was changed by hand. */
    readonly relabelled: number;
  };
}
