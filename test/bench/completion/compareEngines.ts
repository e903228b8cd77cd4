import type { RunFigures } from "./measureRun.ts";
import type { Mode } from "./replay.ts";

export interface EngineRuns {
  readonly engine: string;
  /** Backend and share of wrong lines, in words. */
  readonly cell: string;
  readonly runs: readonly RunFigures[];
}

function sum(runs: readonly RunFigures[], key: string): number {
  return runs.reduce((total, run) => total + (run[key] ?? 0), 0);
}

function show(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : "-";
}

/** What is compared in each mode: over all keys of all runs, so that a run in which nothing was saved counts too. */
const measures: Readonly<Record<Mode, { title: string; of: (runs: readonly RunFigures[]) => number }>> = {
  type: {
    title: "blind time, % of typing time",
    of: (runs) => (100 * sum(runs, "blindMs")) / sum(runs, "totalMs"),
  },
  accept: {
    title: "requests per 100 saved characters",
    of: (runs) => (100 * sum(runs, "requests")) / sum(runs, "savedChars"),
  },
};

/**
 * Sets every engine of a cell beside the last one, which played the same hunks with the same seeds in the
 * same run: a ratio below 1 is better than it.
 */
export function printComparison(mode: Mode, rows: readonly EngineRuns[]): void {
  const baseline = rows.at(-1)?.engine;
  const others = new Set(rows.map(({ engine }) => engine).filter((engine) => engine !== baseline));
  if (baseline === undefined || others.size === 0) {
    return;
  }
  const { title, of } = measures[mode];
  const header = [
    "backend, wrong lines",
    ...others,
    baseline,
    ...[...others].map((each) => `${each} : ${baseline}`),
  ];
  console.log(`\n${title}, over all runs`);
  console.log(`| ${header.join(" | ")} |`);
  console.log(`| ${header.map(() => "---").join(" | ")} |`);
  for (const cell of new Set(rows.map((row) => row.cell))) {
    const valueOf = (engine: string): number =>
      of(rows.find((row) => row.cell === cell && row.engine === engine)?.runs ?? []);
    const base = valueOf(baseline);
    const values = [...others, baseline].map((engine) => show(valueOf(engine), 1));
    const ratios = [...others].map((engine) => show(valueOf(engine) / base, 2));
    console.log(`| ${[cell, ...values, ...ratios].join(" | ")} |`);
  }
}
