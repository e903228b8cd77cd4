import type { PageReport } from "../../protocol/statisticsMessages.ts";
import { bucketDays } from "./dayBuckets.ts";
import { table } from "./elements.ts";
import { figure, note, section } from "./figure.ts";
import type { Format } from "./format.ts";

const phases = ["design", "development", "testing", "other"] as const;

/** Active time per phase: a plot over days and what it was spent on. */
export function activeSection(report: PageReport, format: Format): HTMLElement {
  const title = format.text("activeTitle");
  const totalMs = report.active.reduce((sum, { activeMs }) => sum + activeMs, 0);
  if (totalMs === 0) {
    return section("active", title, note(format.text("activeNote")), note(format.text("activeEmpty")));
  }
  const { isWeekly, buckets } = bucketDays(report.byDay);
  const sumOf = (index: number, phase: (typeof phases)[number]): number =>
    buckets[index]?.items.reduce((sum, { activeMs }) => sum + activeMs[phase], 0) ?? 0;
  const labels = buckets.map(({ day }) => format.day(day));
  const series = phases.map((phase, look) => ({
    name: format.name("phase", phase),
    look,
    values: buckets.map((_, index) => sumOf(index, phase)),
  }));
  const used = series.filter(({ values }) => values.some((value) => value > 0));
  const chart = {
    title: format.byDays("activeChart", isWeekly),
    labels,
    series: used,
    isStacked: true,
    unit: "ms" as const,
    format: (ms: number) => format.duration(ms),
  };
  const data = {
    columns: [
      { title: format.text(isWeekly ? "week" : "day") },
      ...used.map(({ name }) => ({ title: name, isNumber: true })),
    ],
    rows: buckets.map(({ day }, index) => [
      format.longDay(day),
      ...used.map(({ values }) => format.duration(values[index] ?? 0)),
    ]),
  };
  const usedPhases = report.active.filter(({ activeMs }) => activeMs > 0);
  const usedStates = new Set(usedPhases.flatMap(({ byState }) => byState.map(({ state }) => state)));
  const stateRows = [...usedStates].map((state) => [
    format.name("state", state),
    ...usedPhases.map(({ byState }) => {
      const found = byState.find((entry) => entry.state === state);
      return found === undefined ? "–" : format.duration(found.activeMs);
    }),
  ]);
  const sumRow = [format.text("ledgerSum"), ...usedPhases.map(({ activeMs }) => format.duration(activeMs))];
  return section(
    "active",
    title,
    note(format.text("activeNote")),
    figure("active", chart, data, format),
    table(
      format.text("activeTitle"),
      [
        { title: format.text("state") },
        ...usedPhases.map(({ phase }) => ({ title: format.name("phase", phase), isNumber: true })),
      ],
      [...stateRows, sumRow],
    ),
  );
}
