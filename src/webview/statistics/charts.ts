import { html, svg } from "./elements.ts";

export interface Series {
  readonly name: string;
  /** 0 to 5: picks colour and pattern. */
  readonly look: number;
  readonly values: readonly number[];
}

export interface BarChart {
  /** One sentence for screen readers and the caption. */
  readonly title: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly isStacked: boolean;
  /** What the values are: the marks of the axis are round numbers or round times. */
  readonly unit: "count" | "ms";
  format(value: number): string;
}

const width = 720;
const height = 190;
const left = 76;
const right = 8;
const top = 10;
const bottom = 24;

/** Distance of two marks so that at most five lie on the axis: 1, 2 or 5 times a power of ten. */
export function tickStep(max: number): number {
  if (max <= 0) {
    return 1;
  }
  const raw = max / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= raw);
  return step ?? 10 * power;
}

const minuteMs = 60_000;
const roundTimesMs = [
  1000,
  2000,
  5000,
  10_000,
  15_000,
  30_000,
  ...[1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 480, 720, 1440].map((minutes) => minutes * minuteMs),
];

/** The same for times: 1, 2, 5, 15 or 30 seconds or minutes, then hours. */
export function timeTickStep(maxMs: number): number {
  return roundTimesMs.find((step) => step >= maxMs / 4) ?? tickStep(maxMs / (60 * minuteMs)) * 60 * minuteMs;
}

/** A small square with colour and pattern, as in the bars. */
function swatch(look: number): SVGElement {
  return svg(
    "svg",
    { class: "swatch", viewBox: "0 0 12 12", "aria-hidden": "true" },
    svg("rect", { width: 12, height: 12, class: `fill-${look}` }),
    svg("rect", { width: 12, height: 12, fill: `url(#pattern-${look})`, class: "pattern" }),
  );
}

export function legend(series: readonly Pick<Series, "name" | "look">[]): HTMLElement {
  return html(
    "ul",
    { class: "legend" },
    ...series.map(({ name, look }) => html("li", {}, swatch(look), name)),
  );
}

/** Hatchings that tell the series apart without colour; put into the page once. */
export function patternDefinitions(): SVGElement {
  const hatch = (index: number, ...lines: readonly SVGElement[]): SVGElement =>
    svg("pattern", { id: `pattern-${index}`, width: 6, height: 6, patternUnits: "userSpaceOnUse" }, ...lines);
  const line = (d: string): SVGElement => svg("path", { d, class: "hatch" });
  return svg(
    "svg",
    { class: "definitions", width: 0, height: 0, "aria-hidden": "true" },
    svg(
      "defs",
      {},
      hatch(0),
      hatch(1, line("M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2")),
      hatch(2, line("M0,3 h6")),
      hatch(3, svg("circle", { cx: 3, cy: 3, r: 1.1, class: "dot" })),
      hatch(4, line("M-1,5 l2,2 M0,0 l6,6 M5,-1 l2,2")),
      hatch(5, line("M3,0 v6")),
    ),
  );
}

function barsAt(
  chart: BarChart,
  index: number,
  x: number,
  slot: number,
  scale: (value: number) => number,
): SVGElement[] {
  const gap = Math.min(10, slot * 0.25);
  const count = chart.isStacked ? 1 : Math.max(1, chart.series.length);
  const barWidth = Math.min(36, (slot - gap) / count);
  const start = x + (slot - barWidth * count) / 2;
  let base = 0;
  return chart.series.flatMap(({ name, look, values }, number) => {
    const value = values[index] ?? 0;
    if (value <= 0) {
      return [];
    }
    const y = scale(base + value);
    const box = {
      x: (start + (chart.isStacked ? 0 : number * barWidth)).toFixed(2),
      y: y.toFixed(2),
      width: Math.max(1, barWidth - (chart.isStacked ? 0 : 1)).toFixed(2),
      height: Math.max(0.75, scale(base) - y).toFixed(2),
    };
    base += chart.isStacked ? value : 0;
    const tip = `${chart.labels[index] ?? ""} · ${name}: ${chart.format(value)}`;
    return [
      svg(
        "g",
        { class: "bar" },
        svg("title", {}, tip),
        svg("rect", { ...box, class: `fill-${look}` }),
        svg("rect", { ...box, fill: `url(#pattern-${look})`, class: "pattern" }),
      ),
    ];
  });
}

function highest(chart: BarChart): number {
  return Math.max(
    0,
    ...chart.labels.map((_, index) => {
      const values = chart.series.map(({ values: all }) => all[index] ?? 0);
      return chart.isStacked ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values);
    }),
  );
}

/** Bars over days, stacked or side by side, with a value axis of at most five marks. */
export function barChart(chart: BarChart): SVGElement {
  const max = highest(chart);
  const step = chart.unit === "ms" ? timeTickStep(max) : Math.max(1, tickStep(max));
  const roof = Math.max(step, Math.ceil(max / step) * step);
  const scale = (value: number): number => top + (height - top - bottom) * (1 - value / roof);
  const slot = (width - left - right) / Math.max(1, chart.labels.length);
  const marks: SVGElement[] = [];
  for (let value = 0; value <= roof + step / 1000; value += step) {
    const y = scale(value).toFixed(2);
    marks.push(
      svg("line", { x1: left, x2: width - right, y1: y, y2: y, class: value === 0 ? "axis" : "grid" }),
      svg("text", { x: left - 6, y: Number(y) + 4, class: "mark end" }, chart.format(value)),
    );
  }
  const every = Math.max(1, Math.ceil(chart.labels.length / 9));
  const days = chart.labels.flatMap((label, index) =>
    index % every === 0
      ? [svg("text", { x: left + slot * (index + 0.5), y: height - 6, class: "mark middle" }, label)]
      : [],
  );
  const bars = chart.labels.flatMap((_, index) => barsAt(chart, index, left + slot * index, slot, scale));
  return svg(
    "svg",
    { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": chart.title },
    ...marks,
    ...bars,
    ...days,
  );
}
