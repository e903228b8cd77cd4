import { readFileSync } from "node:fs";
import { printComparison } from "./compareEngines.ts";
import type { RunFigures } from "./measureRun.ts";
import { printTable } from "./printTable.ts";
import type { Mode } from "./replay.ts";
import type { Noise } from "./simulatedModel.ts";

/** One run as `--out` writes it, a line each. */
export interface RecordedRun {
  readonly engine: string;
  readonly backend: string;
  /** Per cent of lines, or of replies. */
  readonly wrong: number;
  readonly noise: Noise;
  readonly mode: Mode;
  /** The repository of the hunk. */
  readonly source: string;
  readonly commit: string;
  readonly path: string;
  readonly seed: number;
  readonly figures: RunFigures;
}

export function readRuns(files: readonly string[]): RecordedRun[] {
  return files.flatMap((file) =>
    readFileSync(file, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as RecordedRun),
  );
}

/** Prints what was run: per mode a row for each cell and engine, then the engines side by side. */
export function tableRuns(runs: readonly RecordedRun[]): void {
  for (const mode of new Set(runs.map((run) => run.mode))) {
    const byRow = new Map<string, { engine: string; cell: string; runs: RunFigures[] }>();
    for (const { engine, backend, wrong, figures } of runs.filter((run) => run.mode === mode)) {
      const cell = `${backend} ${wrong} %`;
      const row = byRow.get(`${cell} ${engine}`) ?? { engine, cell, runs: [] };
      row.runs.push(figures);
      byRow.set(`${cell} ${engine}`, row);
    }
    const rows = [...byRow.values()];
    printTable(
      mode,
      rows.map(({ engine, cell, runs: each }) => ({ name: `${cell} ${engine}`, runs: each })),
    );
    printComparison(mode, rows);
  }
}
