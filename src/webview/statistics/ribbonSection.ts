import type { PageReport } from "../../protocol/statisticsMessages.ts";
import { legend } from "./charts.ts";
import { html, svg, table } from "./elements.ts";
import { note, section } from "./figure.ts";
import type { Format } from "./format.ts";

type Cell = NonNullable<PageReport["ribbon"]>["cells"][number];

const width = 720;
const left = 112;
const right = 22;
const laneHeight = 34;
const cellsADay = 96;
const cellMs = 900_000;

const phases = ["design", "development", "testing", "other"] as const;

/** States that look alike in the ribbon; waiting for the assistant is hatched. */
const groups = [
  { name: "edit", look: 0, states: ["edit"] },
  { name: "read", look: 2, states: ["read", "terminal", "vcs", "other"] },
  { name: "ai", look: 4, states: ["ai_prompt", "ai_review"] },
  { name: "ai_wait", look: 1, states: ["ai_wait"] },
  { name: "test", look: 3, states: ["test_run", "debug"] },
] as const;

function lane(cells: readonly Cell[], y: number, x: (cell: number) => number): SVGElement[] {
  return groups.flatMap(({ look, states }, index) => {
    const before = groups.slice(0, index).flatMap((group) => group.states as readonly string[]);
    const parts: SVGElement[] = [];
    for (let number = 0; number < cellsADay; number += 1) {
      const here = cells.filter(({ cell }) => cell === number);
      const sum = (of: readonly string[]): number =>
        here.reduce((total, { state, activeMs }) => total + (of.includes(state) ? activeMs : 0), 0);
      const [base, own] = [sum(before), sum(states)];
      if (own > 0) {
        // Never above its lane, whatever a log says.
        const whole = here.reduce((total, { activeMs }) => total + activeMs, 0);
        const scale = (laneHeight - 8) / Math.max(cellMs, whole);
        const box = {
          x: x(number).toFixed(1),
          width: Math.max(1, x(number + 1) - x(number) - 0.5).toFixed(1),
          y: (y + laneHeight - 4 - (base + own) * scale).toFixed(1),
          height: Math.max(0.8, own * scale).toFixed(1),
        };
        parts.push(svg("rect", { ...box, class: `fill-${look}` }));
        parts.push(svg("rect", { ...box, fill: `url(#pattern-${look})`, class: "pattern" }));
      }
    }
    return parts;
  });
}

function clock(cell: number): string {
  return `${String(Math.floor(cell / 4)).padStart(2, "0")}:${String((cell % 4) * 15).padStart(2, "0")}`;
}

function ribbonChart(cells: readonly Cell[], title: string, format: Format): SVGElement {
  const first = Math.max(0, Math.floor(Math.min(...cells.map(({ cell }) => cell)) / 4) * 4);
  const last = Math.min(cellsADay, Math.ceil((Math.max(...cells.map(({ cell }) => cell)) + 1) / 4) * 4);
  const x = (cell: number): number =>
    left + ((cell - first) / Math.max(1, last - first)) * (width - left - right);
  const height = phases.length * laneHeight;
  const every = last - first > 32 ? 8 : 4;
  const hours = [];
  for (let cell = first; cell <= last; cell += every) {
    hours.push(
      svg("line", { x1: x(cell), x2: x(cell), y1: 0, y2: height, class: "grid" }),
      svg("text", { x: x(cell), y: height + 15, class: "mark middle" }, clock(cell)),
    );
  }
  return svg(
    "svg",
    { class: "chart", viewBox: `0 0 ${width} ${height + 22}`, role: "img", "aria-label": title },
    ...hours,
    ...phases.flatMap((phase, index) => {
      const y = index * laneHeight;
      return [
        svg("text", { x: left - 10, y: y + 22, class: "mark end" }, format.name("phase", phase)),
        svg("line", {
          x1: left,
          x2: width - right,
          y1: y + laneHeight - 4,
          y2: y + laneHeight - 4,
          class: "axis",
        }),
        ...lane(
          cells.filter((cell) => cell.phase === phase),
          y,
          x,
        ),
      ];
    }),
  );
}

/** The last day with active time, by quarters of an hour. */
export function ribbonSection(report: PageReport, format: Format): HTMLElement | null {
  const { ribbon } = report;
  if (ribbon === null || ribbon.cells.length === 0) {
    return null;
  }
  const title = format.text("ribbonTitle", format.longDay(ribbon.day));
  const rows = ribbon.cells.map(({ cell, phase, state, activeMs }) => [
    clock(cell),
    format.name("phase", phase),
    format.name("state", state),
    format.duration(activeMs),
  ]);
  return section(
    "ribbon",
    title,
    note(format.text("ribbonNote")),
    html(
      "figure",
      {},
      legend(groups.map(({ name, look }) => ({ name: format.name("ribbon", name), look }))),
      ribbonChart(ribbon.cells, title, format),
      html(
        "details",
        { "data-key": "table-ribbon" },
        html("summary", {}, format.text("showTable")),
        table(
          title,
          [
            { title: format.text("time") },
            { title: format.text("phase") },
            { title: format.text("state") },
            { title: format.text("ledgerActive"), isNumber: true },
          ],
          rows,
        ),
      ),
    ),
  );
}
