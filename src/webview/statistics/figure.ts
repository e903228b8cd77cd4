import { barChart, legend, type BarChart } from "./charts.ts";
import { html, table, type Column } from "./elements.ts";
import type { Format } from "./format.ts";

export interface FigureTable {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

/** A plot with its legend and, one click away, the same numbers as a table. */
export function figure(id: string, chart: BarChart, data: FigureTable, format: Format): HTMLElement {
  return html(
    "figure",
    {},
    html("figcaption", {}, chart.title),
    chart.series.length > 1 ? legend(chart.series) : null,
    barChart(chart),
    html(
      "details",
      { "data-key": `table-${id}` },
      html("summary", {}, format.text("showTable")),
      table(chart.title, data.columns, data.rows),
    ),
  );
}

export function section(
  id: string,
  title: string,
  ...children: readonly (Node | string | null)[]
): HTMLElement {
  return html(
    "section",
    { id, "aria-labelledby": `${id}-title` },
    html("h2", { id: `${id}-title` }, title),
    ...children,
  );
}

export function note(text: string): HTMLElement {
  return html("p", { class: "note" }, text);
}
