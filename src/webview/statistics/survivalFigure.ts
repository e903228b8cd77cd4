import type { PageReport } from "../../protocol/statisticsMessages.ts";
import { html, svg, table } from "./elements.ts";
import { note } from "./figure.ts";
import type { Format } from "./format.ts";

type Look = PageReport["horizons"][number];

const width = 720;
const height = 210;
const left = 76;
const right = 24;
const top = 12;
const bottom = 44;
/** The quantile of a 95 % interval. */
const z = 1.96;

/**
 * Wilson's 95 % interval of a share among `texts` texts. Each counts as kept or lost whole, which is more spread than
 * their parts have: the interval is rather too wide than too narrow.
 */
export function shareInterval(share: number, texts: number): readonly [number, number] {
  if (texts <= 0) {
    return [0, 1];
  }
  const spread = (z * z) / texts;
  const center = (share + spread / 2) / (1 + spread);
  const half = (z * Math.sqrt((share * (1 - share)) / texts + spread / (4 * texts))) / (1 + spread);
  return [Math.max(0, center - half), Math.min(1, center + half)];
}

function shareOf({ keptChars, checkedChars }: Look): number {
  return checkedChars <= 0 ? 0 : Math.min(1, keptChars / checkedChars);
}

function y(share: number): number {
  return top + (height - top - bottom) * (1 - share);
}

function axis(format: Format): readonly SVGElement[] {
  return [0, 0.25, 0.5, 0.75, 1].flatMap((share) => {
    const at = y(share).toFixed(1);
    return [
      svg("line", { x1: left, x2: width - right, y1: at, y2: at, class: share === 0 ? "axis" : "grid" }),
      svg("text", { x: left - 6, y: Number(at) + 4, class: "mark end" }, format.share(share)),
    ];
  });
}

function lookMarks(look: Look, x: number, format: Format): readonly SVGElement[] {
  const share = shareOf(look);
  const [low, high] = shareInterval(share, look.checked);
  const tip = `${format.name("horizon", look.horizon)}: ${format.share(share)} (${format.share(low)}–${format.share(high)})`;
  const at = y(share);
  return [
    svg(
      "g",
      { class: "survival" },
      svg("title", {}, tip),
      svg("line", { x1: x, x2: x, y1: y(low).toFixed(1), y2: y(high).toFixed(1), class: "whisker" }),
      // A commit comes at no fixed time: it is no step of the line.
      look.horizon === "commit"
        ? svg("path", { d: `M${x},${at - 6} l6,6 l-6,6 l-6,-6 z`, class: "point" })
        : svg("circle", { cx: x, cy: at.toFixed(1), r: 5, class: "point" }),
    ),
    svg("text", { x, y: height - 26, class: "mark middle" }, format.name("horizon", look.horizon)),
    svg("text", { x, y: height - 10, class: "mark middle" }, format.whole(look.checked)),
  ];
}

function survivalChart(looks: readonly Look[], title: string, format: Format): SVGElement {
  const slot = (width - left - right) / looks.length;
  const placed = looks.map((look, index) => ({ look, x: Math.round(left + slot * (index + 0.5)) }));
  const line = placed
    .filter(({ look }) => look.horizon !== "commit")
    .map(({ look, x }) => `${x},${y(shareOf(look)).toFixed(1)}`)
    .join(" ");
  return svg(
    "svg",
    { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": title },
    ...axis(format),
    svg("polyline", { points: line, class: "survival-line" }),
    ...placed.flatMap(({ look, x }) => lookMarks(look, x, format)),
    svg("text", { x: left - 6, y: height - 10, class: "mark end" }, format.text("horizonsLooked")),
  );
}

/** What later looks at accepted text found: a curve with intervals and numbers of texts, and its table. */
export function survivalFigure(report: PageReport, format: Format): HTMLElement | null {
  const looks = report.horizons.filter(({ checked, censored }) => checked + censored > 0);
  const shown = looks.filter(({ checkedChars }) => checkedChars > 0);
  if (looks.length === 0) {
    return null;
  }
  const number = (title: string): { title: string; isNumber: boolean } => ({ title, isNumber: true });
  const title = format.text("horizonsChart");
  return html(
    "figure",
    { id: "horizons" },
    html("figcaption", {}, title),
    note(format.text("horizonsNote")),
    shown.length === 0 ? null : survivalChart(shown, title, format),
    html(
      "details",
      { "data-key": "table-horizons" },
      html("summary", {}, format.text("showTable")),
      table(
        title,
        [
          { title: format.text("horizonsWhen") },
          number(format.text("horizonsLooked")),
          number(format.text("horizonsKept")),
          number(format.text("horizonsShare")),
          number(format.text("horizonsCensored")),
        ],
        looks.map((look) => {
          const [low, high] = shareInterval(shareOf(look), look.checked);
          return [
            format.name("horizon", look.horizon),
            format.whole(look.checked),
            format.text("keptOfChars", format.whole(look.keptChars), format.whole(look.checkedChars)),
            look.checkedChars === 0
              ? "–"
              : format.text("effectInterval", format.share(low), format.share(high)),
            format.whole(look.censored),
          ];
        }),
      ),
    ),
  );
}
