import type { EffectReport } from "../../src/core/efficiency/effect.ts";
import { formulaVersion } from "../../src/core/efficiency/effect.ts";
import type { GateVerdicts } from "../../src/core/efficiency/gates.ts";
import { rowsIn } from "../../src/core/efficiency/rollUp.ts";
import { summarize } from "../../src/core/efficiency/summary.ts";
import { drawLife, type Cell } from "./agent.ts";
import { solveTruth } from "./dial.ts";
import { SimulatedLog } from "./simulatedLog.ts";

/** What one simulated developer's page said, and what was true. Shares, not percent. */
export interface RunResult {
  readonly truth: Readonly<Record<string, number>>;
  readonly rows: Readonly<Record<string, RowResult>>;
  readonly grade: string;
  readonly missing: readonly string[];
  readonly cutoffs: Readonly<Record<string, number>>;
  readonly shadowPairs: number;
  readonly netSeconds: number;
  readonly withoutSeconds: number;
  /** Net by the mid reading; null where there is none. */
  readonly midNetSeconds: number | null;
}

export interface RowResult {
  readonly low: number | null;
  readonly lowInterval: readonly [number, number] | null;
  readonly mid: number | null;
  readonly midInterval: readonly [number, number] | null;
  readonly high: number | null;
  readonly highInterval: readonly [number, number] | null;
}

/** While the gates are being measured they cannot stand in the way. */
const openGates: GateVerdicts = {
  formulaVersion,
  sourceHash: "",
  runsPerCell: 0,
  rows: [{ id: "open", grades: ["B", "C"], target: "", figure: "", isPassed: true }],
};

const toDay = "2026-10-31";

export function simulateRun(seed: number, cell: Cell): RunResult {
  const life = drawLife(seed, cell);
  const truth = solveTruth(life, cell);
  const rows = new SimulatedLog(seed).live(life, truth);
  const query = { fromDay: null, toDay, ws: null };
  const report = summarize(query, rowsIn(rows), toDay, "2026-10-01", { verdicts: openGates, draws: 400 });
  return { truth: truth.reduction, ...readingsOf(report.effect) };
}

function readingsOf(effect: EffectReport): Omit<RunResult, "truth"> {
  const overall = effect.rows.find(({ phase }) => phase === "overall");
  const net = overall?.low?.netSeconds ?? 0;
  return {
    rows: Object.fromEntries(
      effect.rows.map(({ phase, low, mid, high }) => [
        phase,
        {
          low: low?.tr ?? null,
          lowInterval: low?.interval ?? null,
          mid: mid?.tr ?? null,
          midInterval: mid?.interval ?? null,
          high: high?.tr ?? null,
          highInterval: high?.interval ?? null,
        },
      ]),
    ),
    grade: effect.grade,
    missing: effect.missing.map(({ reason }) => reason),
    cutoffs: Object.fromEntries(effect.cutoffs.map(({ cutoffS, tr }) => [cutoffS, tr ?? Number.NaN])),
    shadowPairs: effect.shadowPairs,
    netSeconds: net,
    withoutSeconds: (overall?.activeSeconds ?? 0) + net,
    midNetSeconds: overall?.mid?.netSeconds ?? null,
  };
}
