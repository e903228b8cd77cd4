import type { PageReport, PublishedPercent } from "../../protocol/statisticsMessages.ts";
import { html, svg, table } from "./elements.ts";
import { note, section } from "./figure.ts";
import type { Format } from "./format.ts";

type Effect = PageReport["effect"];
type Row = Effect["rows"][number];
type Reading = NonNullable<Row["low"]>;

const width = 720;
const left = 112;
const right = 16;
const rowHeight = 46;
const top = 8;

/** The phases of the published figures, in their order. */
const shownPhases = ["design", "development", "testing", "overall"] as const;

interface Axis {
  readonly from: number;
  readonly to: number;
  x(share: number): number;
}

function axisOf(rows: readonly Row[]): Axis {
  const values = rows.flatMap(({ low, high }) => [
    ...(low === null ? [] : [low.tr, ...low.interval]),
    ...(high === null ? [] : [high.tr, ...high.interval]),
  ]);
  const from = Math.min(-0.2, Math.floor(Math.min(0, ...values) * 10) / 10);
  const to = Math.max(0.6, Math.ceil(Math.max(0, ...values) * 10) / 10);
  return { from, to, x: (share) => left + ((share - from) / (to - from)) * (width - left - right) };
}

/** A published figure p as time reduction: p if that is what was meant, 1 - 1 / (1 + p) if a speed-up. */
function publishedReadings(
  percent: number,
): readonly { readonly share: number; readonly kind: "tr" | "su" }[] {
  const share = percent / 100;
  return [
    { share, kind: "tr" },
    { share: share / (1 + share), kind: "su" },
  ];
}

function referenceTicks(percent: number, y: number, axis: Axis, format: Format): SVGElement[] {
  return publishedReadings(percent).map(({ share, kind }) => {
    const x = axis.x(share).toFixed(1);
    const tip = format.text(kind === "tr" ? "effectTickTr" : "effectTickSu", percent, format.share(share));
    return svg(
      "g",
      { class: "reference" },
      svg("title", {}, tip),
      kind === "tr"
        ? svg("circle", { cx: x, cy: y, r: 5 })
        : svg("path", { d: `M${x},${y - 6} l6,6 l-6,6 l-6,-6 z` }),
    );
  });
}

function readingMarks(row: Row, y: number, axis: Axis, format: Format): SVGElement[] {
  const { low, high } = row;
  if (low === null) {
    return [];
  }
  const from = axis.x(low.tr);
  const to = high === null ? width - right : axis.x(Math.max(low.tr, high.tr));
  const [under, over] = low.interval;
  const className = low.tr < 0 ? "reading loss-mark" : "reading";
  return [
    svg("rect", {
      x: from.toFixed(1),
      y: y - 4,
      width: Math.max(0, to - from).toFixed(1),
      height: 8,
      class: high === null ? "bracket open" : "bracket",
    }),
    svg("line", {
      x1: axis.x(Math.max(axis.from, under)).toFixed(1),
      x2: axis.x(Math.min(axis.to, over)).toFixed(1),
      y1: y,
      y2: y,
      class: `${className} whisker`,
    }),
    svg("circle", { cx: from.toFixed(1), cy: y, r: 5.5, class: `${className} point` }),
    svg(
      "text",
      { x: (from + 9).toFixed(1), y: y - 9, class: from > width * 0.6 ? "mark end strong" : "mark strong" },
      format.text(
        "effectLowMark",
        format.share(low.tr, true),
        format.whole(row.days),
        intervalText(low, format),
      ),
    ),
  ];
}

function strip(effect: Effect, published: PublishedPercent, title: string, format: Format): SVGElement {
  const rows = shownPhases.flatMap((phase) => effect.rows.filter((row) => row.phase === phase));
  const axis = axisOf(rows);
  const bottom = top + rows.length * rowHeight;
  const marks: SVGElement[] = [];
  for (let tenth = Math.round(axis.from * 10); tenth <= Math.round(axis.to * 10); tenth += 2) {
    const x = axis.x(tenth / 10).toFixed(1);
    marks.push(
      svg("line", { x1: x, x2: x, y1: top, y2: bottom, class: tenth === 0 ? "axis zero" : "grid" }),
      svg("text", { x, y: bottom + 16, class: "mark middle" }, format.share(tenth / 10)),
    );
  }
  const parts = rows.flatMap((row, index) => {
    const y = top + index * rowHeight + rowHeight / 2;
    const name = format.name("phase", row.phase);
    return [
      svg("text", { x: left - 10, y: y + 4, class: "mark end phase-name" }, name),
      ...readingMarks(row, y, axis, format),
      ...referenceTicks(published[row.phase as keyof PublishedPercent], y, axis, format),
    ];
  });
  return svg(
    "svg",
    {
      class: "chart strip",
      viewBox: `0 0 ${width} ${bottom + 24}`,
      role: "img",
      "aria-label": title,
    },
    ...marks,
    ...parts,
  );
}

function readingText(reading: Reading | null, format: Format): string {
  return reading === null ? "–" : format.share(reading.tr, true);
}

function intervalText(reading: Reading | null, format: Format): string {
  return reading === null
    ? "–"
    : format.text(
        "effectInterval",
        format.share(reading.interval[0], true),
        format.share(reading.interval[1], true),
      );
}

function readingsTable(effect: Effect, format: Format): HTMLElement {
  const rows = effect.rows.map((row) => [
    format.name("phase", row.phase),
    format.whole(row.days),
    format.duration(1000 * row.activeSeconds),
    readingText(row.low, format),
    intervalText(row.low, format),
    row.low === null ? "–" : format.share(row.low.su, true),
    row.high === null ? format.text("effectUpperUnknown") : readingText(row.high, format),
    row.high === null ? "–" : intervalText(row.high, format),
    effect.grade,
  ]);
  const number = (title: string): { title: string; isNumber: boolean } => ({ title, isNumber: true });
  return table(
    format.text("effectTitle"),
    [
      { title: format.text("phase") },
      number(format.text("effectDays")),
      number(format.text("ledgerActive")),
      number(format.text("effectTr")),
      number(format.text("effectSampling")),
      number(format.text("effectSu")),
      number(format.text("effectUpper")),
      number(format.text("effectSampling")),
      { title: format.text("effectGrade") },
    ],
    rows,
  );
}

/** The hollow marks as figures. */
function publishedTable(published: PublishedPercent, format: Format): HTMLElement {
  return table(
    format.text("effectReferencesTitle"),
    [
      { title: format.text("phase") },
      { title: format.text("effectLegendTr"), isNumber: true },
      { title: format.text("effectLegendSu"), isNumber: true },
    ],
    shownPhases.map((phase) => [
      format.name("phase", phase),
      ...publishedReadings(published[phase]).map(({ share }) => format.share(share)),
    ]),
  );
}

function missingText(missing: Effect["missing"][number], format: Format): string {
  switch (missing.reason) {
    case "days":
      return format.text("missingDays", format.whole(missing.have), format.whole(missing.need));
    case "priced":
      return format.text("missingPriced");
    case "gates":
      return format.text("missingGates");
    case "cutoffs":
      return format.text("missingCutoffs");
    case "nothingKept":
      return format.text("missingNothing");
  }
}

function progress(missing: Effect["missing"][number], format: Format): HTMLElement {
  const text = missingText(missing, format);
  const bar =
    missing.reason === "days"
      ? html("progress", { max: missing.need, value: missing.have, "aria-label": text })
      : null;
  return html("li", {}, html("span", {}, text), bar);
}

function referenceLegend(format: Format): HTMLElement {
  const mark = (shape: SVGElement): SVGElement =>
    svg("svg", { class: "swatch reference", viewBox: "0 0 14 14", "aria-hidden": "true" }, shape);
  return html(
    "ul",
    { class: "legend" },
    html("li", {}, mark(svg("circle", { cx: 7, cy: 7, r: 5 })), format.text("effectLegendTr")),
    html("li", {}, mark(svg("path", { d: "M7,1 l6,6 l-6,6 l-6,-6 z" })), format.text("effectLegendSu")),
  );
}

const gradeTexts = { B: "gradeB", C: "gradeC", D: "gradeD" } as const;

/** Shares per phase and overall, or what is still missing for them; the published figures as hollow marks. */
export function effectSection(report: PageReport, published: PublishedPercent, format: Format): HTMLElement {
  const { effect } = report;
  const isShown = effect.missing.length === 0;
  const title = format.text(isShown ? "effectChart" : "effectChartEmpty");
  return section(
    "effect",
    format.text("effectTitle"),
    html(
      "p",
      { class: "grade-line" },
      html("strong", { class: "grade", "data-grade": effect.grade }, effect.grade),
      " ",
      format.text(gradeTexts[effect.grade]),
    ),
    isShown
      ? note(format.text("effectNote"))
      : html(
          "div",
          { class: "missing" },
          html("p", {}, format.text("effectMissing")),
          html("ul", {}, ...effect.missing.map((missing) => progress(missing, format))),
        ),
    html(
      "figure",
      {},
      html("figcaption", {}, title),
      strip(effect, published, title, format),
      referenceLegend(format),
      html("p", { class: "note" }, format.text("effectReferences")),
      html(
        "details",
        { "data-key": "table-effect" },
        html("summary", {}, format.text("showTable")),
        isShown ? readingsTable(effect, format) : null,
        publishedTable(published, format),
      ),
    ),
    note(
      format.text(
        "effectUpperNeeds",
        format.whole(effect.neededOffTasks),
        format.whole(effect.offTasks),
        format.whole(effect.neededShadowPairs),
        format.whole(effect.shadowPairs),
      ),
    ),
  );
}
