import type {
  FromStatisticsPage,
  StatisticsRange,
  StatisticsScope,
} from "../../protocol/statisticsMessages.ts";
import { html } from "./elements.ts";
import type { Format } from "./format.ts";

/** Saves the page as it is drawn. */
export interface PageFiles {
  savePng(): void;
  saveCsv(): void;
}

interface Choice<T> {
  readonly value: T;
  readonly label: string;
}

function choices<T extends string>(
  name: string,
  label: string,
  options: readonly Choice<T>[],
  chosen: T,
  onChoose: (value: T) => void,
): HTMLElement {
  const radios = options.map(({ value, label: text }) => {
    const radio = html("input", {
      type: "radio",
      name,
      id: `${name}-${value}`,
      value,
      checked: value === chosen,
    });
    radio.addEventListener("change", () => onChoose(value));
    return html("label", { for: `${name}-${value}` }, radio, html("span", {}, text));
  });
  return html("fieldset", { class: "choices" }, html("legend", {}, label), ...radios);
}

/** Range and workspace pickers and the export button. */
export function controls(
  range: StatisticsRange,
  scope: StatisticsScope,
  format: Format,
  post: (message: FromStatisticsPage) => void,
  files: PageFiles,
): HTMLElement {
  const pngButton = html(
    "button",
    { type: "button", class: "plain", id: "save-png" },
    format.text("savePng"),
  );
  pngButton.addEventListener("click", () => files.savePng());
  const csvButton = html(
    "button",
    { type: "button", class: "plain", id: "save-csv" },
    format.text("saveCsv"),
  );
  csvButton.addEventListener("click", () => files.saveCsv());
  const exportButton = html(
    "button",
    { type: "button", class: "plain", id: "export" },
    format.text("export"),
  );
  exportButton.addEventListener("click", () => post({ kind: "export" }));
  return html(
    "div",
    { class: "controls" },
    choices<StatisticsRange>(
      "range",
      format.text("rangeLabel"),
      [
        { value: "7", label: format.text("range7") },
        { value: "30", label: format.text("range30") },
        { value: "90", label: format.text("range90") },
        { value: "all", label: format.text("rangeAll") },
      ],
      range,
      (value) => post({ kind: "show", range: value, scope }),
    ),
    choices<StatisticsScope>(
      "scope",
      format.text("scopeLabel"),
      [
        { value: "this", label: format.text("scopeThis") },
        { value: "all", label: format.text("scopeAll") },
      ],
      scope,
      (value) => post({ kind: "show", range, scope: value }),
    ),
    html("div", { class: "files" }, pngButton, csvButton, exportButton),
  );
}
