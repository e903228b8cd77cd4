import type { PageReport } from "../../protocol/statisticsMessages.ts";
import { bucketDays } from "./dayBuckets.ts";
import { html, table } from "./elements.ts";
import { figure, note, section } from "./figure.ts";
import type { Format } from "./format.ts";
import { survivalFigure } from "./survivalFigure.ts";

type Sums = PageReport["totals"];

function step(
  label: string,
  count: number,
  chars: number,
  detail: string | null,
  format: Format,
): HTMLElement {
  return html(
    "div",
    { class: "step" },
    html("dt", {}, label),
    html("dd", { class: "big" }, format.whole(count)),
    html("dd", {}, format.text("charsAmount", format.whole(chars))),
    detail === null ? null : html("dd", {}, detail),
  );
}

/** Offered, accepted, kept: three steps, counts above, characters below. */
function steps(sums: Sums, format: Format): HTMLElement {
  const lookedAt = format.text("keptOf", format.whole(sums.kept), format.whole(sums.checked));
  return html(
    "dl",
    { class: "steps" },
    step(format.text("offered"), sums.offered, sums.offeredChars, null, format),
    step(format.text("accepted"), sums.accepted, sums.acceptedChars, null, format),
    step(format.text("kept"), sums.kept, sums.keptChars, sums.checked === 0 ? null : lookedAt, format),
  );
}

function sumsTable(
  caption: string,
  first: string,
  rows: readonly (readonly [string, Sums])[],
  format: Format,
): HTMLElement {
  const pair = (count: number, chars: number): string => `${format.whole(count)} · ${format.whole(chars)}`;
  const withUnit = (title: string): string => `${title} (${format.text("count")} · ${format.text("chars")})`;
  return table(
    caption,
    [
      { title: first },
      { title: withUnit(format.text("offered")), isNumber: true },
      { title: withUnit(format.text("accepted")), isNumber: true },
      { title: withUnit(format.text("kept")), isNumber: true },
    ],
    rows.map(([name, sums]) => [
      name,
      pair(sums.offered, sums.offeredChars),
      pair(sums.accepted, sums.acceptedChars),
      pair(sums.kept, sums.keptChars),
    ]),
  );
}

function offersFigure(report: PageReport, format: Format): HTMLElement {
  const { isWeekly, buckets } = bucketDays(report.byDay);
  const valuesOf = (key: "offered" | "accepted" | "kept"): number[] =>
    buckets.map(({ items }) => items.reduce((sum, item) => sum + item[key], 0));
  const series = (["offered", "accepted", "kept"] as const).map((key, look) => ({
    name: format.text(key),
    look,
    values: valuesOf(key),
  }));
  const chart = {
    title: format.byDays("offersChart", isWeekly),
    labels: buckets.map(({ day }) => format.day(day)),
    series,
    isStacked: false,
    unit: "count" as const,
    format: (value: number) => format.compact(value),
  };
  const data = {
    columns: [
      { title: format.text(isWeekly ? "week" : "day") },
      ...series.map(({ name }) => ({ title: name, isNumber: true })),
    ],
    rows: buckets.map(({ day }, index) => [
      format.longDay(day),
      ...series.map(({ values }) => format.whole(values[index] ?? 0)),
    ]),
  };
  return figure("offers", chart, data, format);
}

/** Counts and characters of what was offered, accepted and kept. */
export function offersSection(report: PageReport, format: Format): HTMLElement {
  const title = format.text("offersTitle");
  const definition = note(format.text("offersDefinition"));
  const { totals } = report;
  if (totals.offered + totals.accepted + totals.checked === 0) {
    return section("offers", title, definition, note(format.text("offersEmpty")));
  }
  const isUsed = (sums: Sums): boolean => sums.offered + sums.accepted + sums.checked > 0;
  const features = report.byFeature
    .filter(isUsed)
    .map((sums) => [format.name("feature", sums.feature), sums] as const);
  const languages = report.byLanguage.filter(isUsed).map((sums) => [sums.lang, sums] as const);
  const { inferredAcceptances } = report.health;
  const later = survivalFigure(report, format);
  return section(
    "offers",
    title,
    definition,
    steps(totals, format),
    offersFigure(report, format),
    html("h3", {}, format.text("offersByFeature")),
    sumsTable(format.text("offersByFeature"), format.text("feature"), features, format),
    html("h3", {}, format.text("offersByLanguage")),
    sumsTable(format.text("offersByLanguage"), format.text("language"), languages, format),
    later === null ? null : html("h3", {}, format.text("horizonsTitle")),
    later,
    inferredAcceptances === 0 ? null : note(format.text("inferred", format.whole(inferredAcceptances))),
  );
}
