import type {
  FromStatisticsPage,
  PageReport,
  TokenPrices,
  ToStatisticsPage,
} from "../../protocol/statisticsMessages.ts";
import { bucketDays } from "./dayBuckets.ts";
import { html, table } from "./elements.ts";
import { figure, note, section } from "./figure.ts";
import type { Format } from "./format.ts";

type ReportMessage = Extract<ToStatisticsPage, { kind: "report" }>;
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
    title: format.byDays(key === "tokens" ? "tokensChart" : "waitingChart", isWeekly),
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

/** Money by the user's own prices; cached tokens are part of those sent. */
function moneyOf(usage: Usage, { input, cached, output }: TokenPrices): number {
  const { promptTokens, cachedTokens, completionTokens } = usage;
  const fresh = Math.max(0, promptTokens - cachedTokens);
  return (fresh * input + cachedTokens * cached + completionTokens * output) / 1_000_000;
}

/** What was paid beside what the ledger says; nothing is divided by anything. */
function costBesideBenefit(
  report: PageReport,
  prices: TokenPrices | null,
  format: Format,
  post: (message: FromStatisticsPage) => void,
): HTMLElement {
  const nets = report.ledger.phases.map(({ netSeconds }) => netSeconds ?? 0);
  const net = nets.reduce((sum, seconds) => sum + seconds, 0);
  const { totals } = report;
  const money =
    prices === null
      ? format.text("costNoPrices")
      : `${format.money(moneyOf(totals, prices))} ${prices.currency}`;
  const button = html(
    "button",
    { type: "button", class: "plain", id: "set-prices" },
    format.text("costSetPrices"),
  );
  button.addEventListener("click", () => post({ kind: "do", action: "prices" }));
  return html(
    "div",
    { class: "beside" },
    html("h3", {}, format.text("costTitle")),
    html(
      "dl",
      { class: "steps" },
      costStep(format.text("costMoney"), money),
      costStep(format.text("waiting"), format.duration(totals.waitingMs)),
      costStep(format.text("costNet"), format.seconds(net, true)),
    ),
    button,
  );
}

function costStep(label: string, value: string): HTMLElement {
  return html("div", { class: "step" }, html("dt", {}, label), html("dd", { class: "big" }, value));
}

/** What the models took: tokens and visible waiting, by feature, language and day. */
export function usageSection(
  { report, prices }: ReportMessage,
  format: Format,
  post: (message: FromStatisticsPage) => void,
): HTMLElement {
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
    costBesideBenefit(report, prices, format, post),
    estimatedTokens === 0 ? null : note(format.text("tokensEstimated", format.whole(estimatedTokens))),
  );
}
