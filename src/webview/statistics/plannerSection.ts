import { detectableReduction } from "../../protocol/pilotPlan.ts";
import { html } from "./elements.ts";
import { note, section } from "./figure.ts";
import type { Format } from "./format.ts";

interface PlanState {
  people: number;
  weeks: number;
  tasksAWeek: number;
  spread: number;
}

/** What the reader has entered, kept over refreshes of the page. */
const entered: PlanState = { people: 1, weeks: 12, tasksAWeek: 10, spread: 0.7 };

const spreads = [
  { value: 0.5, text: "plannerSpreadLow" },
  { value: 0.7, text: "plannerSpreadUsual" },
  { value: 0.9, text: "plannerSpreadHigh" },
] as const;

/** How large an effect would have to be to be found, for a planned comparison with and without. */
export function plannerSection(format: Format): HTMLElement {
  const result = html("output", { id: "planner-result", for: "planner-people planner-weeks planner-tasks" });
  const update = (): void => {
    const share = detectableReduction(entered);
    const tasks = entered.people * entered.weeks * entered.tasksAWeek;
    result.textContent =
      share === null
        ? format.text("plannerTooSmall")
        : format.text(
            "plannerResult",
            format.whole(tasks),
            format.share(share),
            format.share(share / (1 - share)),
          );
  };
  const field = (id: string, label: string, key: "people" | "weeks" | "tasksAWeek"): HTMLElement => {
    const input = html("input", { id, type: "number", min: 1, max: 500, step: 1, value: entered[key] });
    input.addEventListener("input", () => {
      entered[key] = Math.max(0, Math.min(500, Math.floor(Number(input.value) || 0)));
      update();
    });
    return html("label", { for: id }, label, input);
  };
  const select = html(
    "select",
    { id: "planner-spread" },
    ...spreads.map(({ value, text }) =>
      html("option", { value, selected: value === entered.spread }, format.text(text)),
    ),
  );
  select.addEventListener("change", () => {
    entered.spread = Number(select.value);
    update();
  });
  update();
  return section(
    "planner",
    format.text("plannerTitle"),
    note(format.text("plannerNote")),
    html(
      "div",
      { class: "planner" },
      field("planner-people", format.text("plannerPeople"), "people"),
      field("planner-weeks", format.text("plannerWeeks"), "weeks"),
      field("planner-tasks", format.text("plannerTasks"), "tasksAWeek"),
      html("label", { for: "planner-spread" }, format.text("plannerSpread"), select),
    ),
    html("p", { class: "planner-result", "aria-live": "polite" }, result),
  );
}
