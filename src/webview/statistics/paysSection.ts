import type { PageReport } from "../../protocol/statisticsMessages.ts";
import { html, svg, table } from "./elements.ts";
import { note, section } from "./figure.ts";
import type { Format } from "./format.ts";

type Cell = PageReport["pays"][number];

const width = 720;
const left = 112;
const rowHeight = 34;
const top = 22;
const edges = [0, 10, 20, 40, 80, 160, 320, 640, 1280] as const;

function edgeText(edge: number, format: Format): string {
  const next = edges.find((candidate) => candidate > edge);
  return next === undefined
    ? format.text("paysFrom", format.whole(edge))
    : `${format.whole(edge)}–${format.whole(next - 1)}`;
}

function netPerOffer({ netSeconds, offers }: Cell): number | null {
  return netSeconds === null || offers === 0 ? null : netSeconds / offers;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

function heatCell(cell: Cell, { x, y, width: cellWidth }: Box, largest: number, format: Format): SVGElement {
  const net = netPerOffer(cell);
  const strength = net === null || largest === 0 ? 0.12 : 0.12 + 0.4 * (Math.abs(net) / largest);
  const text = net === null ? "·" : format.signedTenth(net);
  const box = { x, y: y + 2, width: cellWidth - 3, height: rowHeight - 4, rx: 3 };
  return svg(
    "g",
    {},
    svg("title", {}, `${cell.lang}, ${edgeText(cell.fromChars, format)}: ${text}`),
    svg("rect", {
      ...box,
      class: net === null ? "unpriced" : net < 0 ? "loss" : "win",
      "fill-opacity": strength.toFixed(2),
    }),
    net !== null && net < 0 ? svg("rect", { ...box, fill: "url(#pattern-1)", class: "pattern" }) : null,
    svg("text", { x: x + cellWidth / 2, y: y + rowHeight / 2 + 4, class: "mark middle cell-text" }, text),
  );
}

/** Languages down, lengths across. */
function heatMap(cells: readonly Cell[], format: Format): SVGElement {
  const langs = [...new Set(cells.map(({ lang }) => lang))];
  const used = edges.filter((edge) => cells.some(({ fromChars }) => fromChars === edge));
  const cellWidth = (width - left) / used.length;
  const largest = Math.max(0, ...cells.map((cell) => Math.abs(netPerOffer(cell) ?? 0)));
  const columnHeads = used.map((edge, index) =>
    svg("text", { x: left + (index + 0.5) * cellWidth, y: 14, class: "mark middle" }, edgeText(edge, format)),
  );
  const rowHeads = langs.map((lang, index) =>
    svg("text", { x: left - 10, y: top + index * rowHeight + 21, class: "mark end" }, lang),
  );
  const boxes = cells.map((cell) => {
    const x = left + used.findIndex((edge) => edge === cell.fromChars) * cellWidth;
    const y = top + langs.indexOf(cell.lang) * rowHeight;
    return heatCell(cell, { x, y, width: cellWidth }, largest, format);
  });
  return svg(
    "svg",
    {
      class: "chart",
      viewBox: `0 0 ${width} ${top + langs.length * rowHeight}`,
      role: "img",
      "aria-label": format.text("paysTitle"),
    },
    ...columnHeads,
    ...rowHeads,
    ...boxes,
  );
}

function paysTable(cells: readonly Cell[], format: Format): HTMLElement {
  const rows = cells.map((cell) => {
    const net = netPerOffer(cell);
    return [
      cell.lang,
      edgeText(cell.fromChars, format),
      format.whole(cell.offers),
      format.seconds(cell.decideSeconds),
      format.whole(cell.creditedChars),
      net === null ? format.text("ledgerNotPriced") : format.signedTenth(net),
    ];
  });
  const number = (text: string): { title: string; isNumber: boolean } => ({ title: text, isNumber: true });
  return table(
    format.text("paysTitle"),
    [
      { title: format.text("language") },
      { title: format.text("paysLength") },
      number(format.text("offered")),
      number(format.text("paysDeciding")),
      number(format.text("kept")),
      number(format.text("paysNet")),
    ],
    rows,
  );
}

/** Net seconds for each decided offer, by language and length. */
export function paysSection(report: PageReport, format: Format): HTMLElement | null {
  const cells = report.pays.filter(({ offers }) => offers > 0);
  if (cells.length === 0) {
    return null;
  }
  return section(
    "pays",
    format.text("paysTitle"),
    note(format.text("paysNote")),
    html(
      "figure",
      {},
      html("figcaption", {}, format.text("paysChart")),
      heatMap(cells, format),
      html(
        "details",
        { "data-key": "table-pays" },
        html("summary", {}, format.text("showTable")),
        paysTable(cells, format),
      ),
    ),
  );
}
