import type { statisticsPageMessages } from "../core/efficiency/pageMessages.ts";
import type { StatisticsReport } from "../core/efficiency/report.ts";
import type { StoreState } from "./efficiencyCalls.ts";

export type PageTextId = keyof typeof statisticsPageMessages;
export type PageTexts = Readonly<Record<PageTextId, string>>;
export type PageReport = StatisticsReport;

export type StatisticsRange = "7" | "30" | "90" | "all";
export type StatisticsScope = "this" | "all";

/** What a million tokens cost, where the user has set it. */
export interface TokenPrices {
  readonly currency: string;
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

/** Undefined for anything but `{ currency, input, output, cached? }` with numbers from 0. */
export function decodeTokenPrices(value: unknown): TokenPrices | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { currency, input, output, cached = input } = value;
  const isPrice = (price: unknown): price is number =>
    typeof price === "number" && Number.isFinite(price) && price >= 0;
  return isPrice(input) && isPrice(output) && isPrice(cached)
    ? { currency: typeof currency === "string" ? currency.slice(0, 8) : "", input, output, cached }
    : undefined;
}

/** When nothing is logged although the log is switched on. */
export interface LogRest {
  /** UTC milliseconds; null while it is not paused. */
  readonly pausedUntilMs: number | null;
  readonly isLeftOut: boolean;
}

export interface PublishedPercent {
  readonly design: number;
  readonly development: number;
  readonly testing: number;
  readonly overall: number;
}

export type ToStatisticsPage =
  | {
      readonly kind: "init";
      readonly texts: PageTexts;
      /** BCP 47, for numbers and dates. */
      readonly locale: string;
      readonly range: StatisticsRange;
      readonly scope: StatisticsScope;
      readonly published: PublishedPercent;
      /** The style sheet, for the picture of the page. */
      readonly styleText: string;
    }
  | {
      readonly kind: "report";
      readonly report: PageReport;
      readonly store: StoreState;
      readonly isEnabled: boolean;
      readonly rest: LogRest;
      readonly prices: TokenPrices | null;
      readonly range: StatisticsRange;
      readonly scope: StatisticsScope;
    }
  | { readonly kind: "failure"; readonly reason: string; readonly isEnabled: boolean };

export type FromStatisticsPage =
  | { readonly kind: "ready" }
  | { readonly kind: "show"; readonly range: StatisticsRange; readonly scope: StatisticsScope }
  | { readonly kind: "setEnabled"; readonly isEnabled: boolean }
  | { readonly kind: "export" }
  | { readonly kind: "do"; readonly action: LogAction }
  /** A picture of the page, or its numbers, to be saved where the user says. */
  | { readonly kind: "savePng"; readonly base64: string }
  | { readonly kind: "saveCsv"; readonly text: string };

export const logActions = ["pause", "leaveOut", "delete", "raw", "relabel", "prices"] as const;
export type LogAction = (typeof logActions)[number];

/** Longer files are refused (characters). */
const maxFileChars = 40_000_000;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isStatisticsRange(value: unknown): value is StatisticsRange {
  return value === "7" || value === "30" || value === "90" || value === "all";
}

export function isStatisticsScope(value: unknown): value is StatisticsScope {
  return value === "this" || value === "all";
}

/** Undefined for anything that is no message from the page. */
export function decodeFromStatisticsPage(value: unknown): FromStatisticsPage | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { kind, range, scope, isEnabled } = value;
  if (kind === "ready" || kind === "export") {
    return { kind };
  }
  const { action, base64, text } = value;
  const known = logActions.find((candidate) => candidate === action);
  if (kind === "do" && known !== undefined) {
    return { kind, action: known };
  }
  if (kind === "savePng" && typeof base64 === "string" && base64.length <= maxFileChars) {
    return /^[A-Za-z0-9+/]+=*$/.test(base64) ? { kind, base64 } : undefined;
  }
  if (kind === "saveCsv" && typeof text === "string" && text.length <= maxFileChars) {
    return { kind, text };
  }
  if (kind === "show" && isStatisticsRange(range) && isStatisticsScope(scope)) {
    return { kind, range, scope };
  }
  if (kind === "setEnabled" && typeof isEnabled === "boolean") {
    return { kind, isEnabled };
  }
  return undefined;
}

/** Undefined for anything that is no message to the page. The host is ours: only the shape is looked at. */
export function decodeToStatisticsPage(value: unknown): ToStatisticsPage | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { kind, texts, report, store, reason } = value;
  const isInit = kind === "init" && isRecord(texts);
  const isReport = kind === "report" && isRecord(report) && report["v"] === 1 && isRecord(store);
  const isFailure = kind === "failure" && typeof reason === "string";
  return isInit || isReport || isFailure ? (value as ToStatisticsPage) : undefined;
}
