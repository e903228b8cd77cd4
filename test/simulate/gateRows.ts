/** The rows of the validation that concern the ledger, out of the results of all cells. */
import type { GateVerdict, Grade } from "../../src/core/efficiency/gates.ts";
import { isWithin } from "./binomial.ts";
import { effects } from "./cells.ts";
import type { RowResult, RunResult } from "./simulateRun.ts";

type Results = ReadonlyMap<string, readonly RunResult[]>;

/** The quantile of the normal at which a one-sided test rejects at 0.001. */
const rejectionQuantile = 3.0902;

const phases = ["design", "development", "testing", "other"] as const;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function standardError(values: readonly number[]): number {
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1) / Math.max(1, values.length));
}

function points(share: number): string {
  return `${(100 * share).toFixed(2)} points`;
}

function percent(k: number, n: number): string {
  return n === 0 ? "no runs" : `${((100 * k) / n).toFixed(1)} % of ${n}`;
}

function overallOf(run: RunResult): RowResult | undefined {
  return run.rows["overall"];
}

function truthOf(run: RunResult, phase = "overall"): number {
  return run.truth[phase] ?? 0;
}

/** A share of runs against a range; `figure` counts the runs that could be judged. */
function shareRow(
  id: string,
  grades: readonly Grade[],
  target: string,
  judged: readonly boolean[],
  range: readonly [number, number],
): GateVerdict {
  const k = judged.filter(Boolean).length;
  const isPassed = isWithin(judged.length, k, ...range);
  return { id, grades, target, figure: percent(k, judged.length), isPassed };
}

/** A mean whose absolute value may not be above `limit`, by a test at 0.001. */
function meanRow(
  id: string,
  grades: readonly Grade[],
  limit: number,
  values: readonly number[],
): GateVerdict {
  const center = mean(values);
  const isPassed = values.length > 0 && Math.abs(center) - rejectionQuantile * standardError(values) <= limit;
  const figure = values.length === 0 ? "no runs" : `${points(center)} (${values.length} runs)`;
  return { id, grades, target: `within ${points(limit)}`, figure, isPassed };
}

function bracketRows(results: Results): readonly GateVerdict[] {
  return effects.flatMap((effect) => {
    const name = `effect ${Math.round(100 * effect)}`;
    const runs = results.get(name) ?? [];
    const both = runs.flatMap((run) => {
      const row = overallOf(run);
      return row === undefined || row.low === null || row.high === null
        ? []
        : [row.low <= truthOf(run) && truthOf(run) <= row.high];
    });
    const low = runs.flatMap((run) => {
      const reading = overallOf(run)?.low ?? null;
      return reading === null ? [] : [reading <= truthOf(run)];
    });
    return [
      shareRow(
        `low reading is not above the truth, ${name}`,
        ["B", "C"],
        ">= 90 % of developers",
        low,
        [0.9, 1],
      ),
      shareRow(`bracket holds the truth, ${name}`, ["B", "C"], ">= 90 % of developers", both, [0.9, 1]),
    ];
  });
}

function midRows(results: Results): readonly GateVerdict[] {
  return effects.flatMap((effect) => {
    const name = `effect ${Math.round(100 * effect)}`;
    const errors = (results.get(name) ?? []).flatMap((run) => {
      const mid = overallOf(run)?.mid ?? null;
      return mid === null || run.grade !== "B" ? [] : [mid - truthOf(run)];
    });
    const sizes = errors.map((error) => Math.abs(error));
    return [
      meanRow(`mid reading, mean absolute error, ${name}`, ["B"], 0.03, sizes),
      meanRow(`mid reading, bias, ${name}`, ["B"], 0.015, errors),
    ];
  });
}

function worthlessRow(results: Results): GateVerdict {
  const negative = (results.get("worthless") ?? []).map((run) => {
    const row = overallOf(run);
    return row !== undefined && row.low !== null && row.low < 0 && (row.high === null || row.high < 0);
  });
  return shareRow("worthless assistant reads below zero", ["B", "C"], ">= 95 % of runs", negative, [0.95, 1]);
}

function readings(results: Results, cell: string, phase: string, bound: "low" | "mid"): readonly number[] {
  return (results.get(cell) ?? []).flatMap((run) => run.rows[phase]?.[bound] ?? []);
}

function verboseRows(results: Results): readonly GateVerdict[] {
  return (["low", "mid"] as const).map((bound) =>
    meanRow(
      `text 30 % longer, no gain: ${bound} reading`,
      bound === "low" ? ["B", "C"] : ["B"],
      0.02,
      readings(results, "verbose", "overall", bound),
    ),
  );
}

function mislabelRows(results: Results): readonly GateVerdict[] {
  const mixed = results.get("mixed") ?? [];
  const mislabelled = results.get("mislabelled") ?? [];
  return phases.flatMap((phase) => {
    const limit = phase === "other" ? 0.06 : 0.04;
    const shifts = mislabelled.flatMap((run, index) => {
      const wrong = run.rows[phase]?.low ?? null;
      const right = mixed[index]?.rows[phase]?.low ?? null;
      return wrong === null || right === null ? [] : [wrong - right];
    });
    const errors = mislabelled.flatMap((run) => {
      const mid = run.rows[phase]?.mid ?? null;
      return mid === null ? [] : [mid - truthOf(run, phase)];
    });
    return [
      meanRow(
        `10 % of tasks in a wrong phase, ${phase}: shift of the low reading`,
        ["B", "C"],
        limit,
        shifts,
      ),
      meanRow(`10 % of tasks in a wrong phase, ${phase}: mid reading against truth`, ["B"], limit, errors),
    ];
  });
}

function cutoffRow(results: Results): GateVerdict {
  const moves = [...results].flatMap(([name, runs]) =>
    name.startsWith("effect")
      ? [
          runs.map(({ cutoffs }) => {
            const usual = cutoffs["60"] ?? Number.NaN;
            return Math.max(...[120, 300].map((cutoff) => Math.abs((cutoffs[cutoff] ?? Number.NaN) - usual)));
          }),
        ]
      : [],
  );
  const worst = moves.toSorted((a, b) => mean(b) - mean(a))[0] ?? [];
  return meanRow("idle cut-off 60 to 300 s moves the low reading, worst cell", ["B", "C"], 0.03, worst);
}

function coverageRow(results: Results, bound: "low" | "mid"): GateVerdict {
  const runs = results.get("same agent") ?? [];
  const judged = runs.flatMap((run) => {
    const { lowInterval = null, midInterval = null } = overallOf(run) ?? {};
    const interval = bound === "low" ? lowInterval : midInterval;
    const net = bound === "low" ? run.netSeconds : (run.midNetSeconds ?? 0);
    const active = run.withoutSeconds - run.netSeconds;
    return interval === null ? [] : [{ interval, net, without: active + net }];
  });
  const longRun =
    judged.reduce((sum, { net }) => sum + net, 0) / judged.reduce((sum, { without }) => sum + without, 0);
  return shareRow(
    `95 % interval holds the developer's long-run ${bound} reading`,
    bound === "low" ? ["B", "C"] : ["B"],
    "93 to 97 %",
    judged.map(({ interval: [from, to] }) => from <= longRun && longRun <= to),
    [0.93, 0.97],
  );
}

export function gateRows(results: Results): readonly GateVerdict[] {
  return [
    ...bracketRows(results),
    coverageRow(results, "low"),
    coverageRow(results, "mid"),
    worthlessRow(results),
    ...verboseRows(results),
    ...mislabelRows(results),
    cutoffRow(results),
    ...midRows(results),
  ];
}
