import type { statisticsPageMessages } from "../core/efficiency/pageMessages.ts";
import type { StatisticsReport } from "../core/efficiency/report.ts";
import type { StoreState } from "./efficiencyCalls.ts";

export type PageTextId = keyof typeof statisticsPageMessages;
export type PageTexts = Readonly<Record<PageTextId, string>>;
export type PageReport = StatisticsReport;

export type StatisticsRange = "7" | "30" | "90" | "all";
export type StatisticsScope = "this" | "all";

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
    }
  | {
      readonly kind: "report";
      readonly report: PageReport;
      readonly store: StoreState;
      readonly isEnabled: boolean;
      readonly range: StatisticsRange;
      readonly scope: StatisticsScope;
    }
  | { readonly kind: "failure"; readonly reason: string; readonly isEnabled: boolean };

export type FromStatisticsPage =
  | { readonly kind: "ready" }
  | { readonly kind: "show"; readonly range: StatisticsRange; readonly scope: StatisticsScope }
  | { readonly kind: "setEnabled"; readonly isEnabled: boolean }
  | { readonly kind: "export" };

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
