import type { PageReport } from "../../protocol/statisticsMessages.ts";
import { bucketDays } from "./dayBuckets.ts";
import { html, table } from "./elements.ts";
import { figure, note, section } from "./figure.ts";
import type { Format } from "./format.ts";

type Usage = PageReport["totals"];

function usageTable(
  caption: string,
  first: string,
  rows: readonly (readonly [string, Usage])[],
  format: Format,
): HTMLElement {
  const number = (title: string): { title: string; isNumber: boolean } => ({ title, isNumber: true });
  return table(
    caption,
    [
      { title: first },
      number(format.text("requests")),
      number(format.text("cancelled")),
      number(format.text("errors")),
      number(format.text("tokensIn")),
      number(format.text("tokensCached")),
      number(format.text("tokensOut")),
      number(format.text("firstToken")),
      number(format.text("waiting")),
    ],
    rows.map(([name, usage]) => [
      name,
      format.whole(usage.requests),
      format.whole(usage.cancelled),
      format.whole(usage.errors),
      format.whole(usage.promptTokens),
      format.whole(usage.cachedTokens),
      format.whole(usage.completionTokens),
      usage.firstTokenMs === null ? "–" : format.seconds(usage.firstTokenMs / 1000),
      format.duration(usage.waitingMs),
    ]),
  );
}

function dailyFigure(report: PageReport, key: "tokens" | "waitingMs", format: Format): HTMLElement | null {
  const { isWeekly, buckets } = bucketDays(report.byDay);
  const featureNames = report.byFeature.map(({ feature }) => feature);
  const series = featureNames
    .map((feature, look) => ({
      name: format.name("feature", feature),
      look: look % 6,
      values: buckets.map(({ items }) =>
        items
          .flatMap(({ byFeature }) => byFeature.filter((entry) => entry.feature === feature))
          .reduce((sum, entry) => sum + entry[key], 0),
      ),
    }))
    .filter(({ values }) => values.some((value) => value > 0));
  if (series.length === 0) {
    return null;
  }
  const show = (value: number): string => (key === "tokens" ? format.compact(value) : format.duration(value));
  const exact = (value: number): string => (key === "tokens" ? format.whole(value) : format.duration(value));
  const chart = {
    title: format.text(key === "tokens" ? "tokensChart" : "waitingChart"),
    labels: buckets.map(({ day }) => format.day(day)),
    series,
    isStacked: true,
    unit: key === "tokens" ? ("count" as const) : ("ms" as const),
    format: show,
  };
  const data = {
    columns: [
      { title: format.text(isWeekly ? "week" : "day") },
      ...series.map(({ name }) => ({ title: name, isNumber: true })),
    ],
    rows: buckets.map(({ day }, index) => [
      format.longDay(day),
      ...series.map(({ values }) => exact(values[index] ?? 0)),
    ]),
  };
  return figure(key, chart, data, format);
}

/** What the models took: tokens and visible waiting, by feature, language and day. */
export function usageSection(report: PageReport, format: Format): HTMLElement {
  const title = format.text("usageTitle");
  if (report.totals.requests === 0) {
    return section("usage", title, note(format.text("usageEmpty")));
  }
  const features = report.byFeature
    .filter(({ requests }) => requests > 0)
    .map((usage) => [format.name("feature", usage.feature), usage] as const);
  const languages = report.byLanguage
    .filter(({ requests }) => requests > 0)
    .map((usage) => [usage.lang, usage] as const);
  const { estimatedTokens } = report.totals;
  return section(
    "usage",
    title,
    note(format.text("usageNote")),
    dailyFigure(report, "tokens", format),
    dailyFigure(report, "waitingMs", format),
    html("h3", {}, format.text("offersByFeature")),
    usageTable(title, format.text("feature"), features, format),
    html("h3", {}, format.text("offersByLanguage")),
    usageTable(title, format.text("language"), languages, format),
    estimatedTokens === 0 ? null : note(format.text("tokensEstimated", format.whole(estimatedTokens))),
  );
}
