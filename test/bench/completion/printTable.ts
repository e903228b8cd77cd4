import type { Mode } from "./replay.ts";
import type { RunFigures } from "./measureRun.ts";
import { seededNumbers } from "./seededNumbers.ts";

const columns: Readonly<Record<Mode, readonly (readonly [key: string, title: string])[]>> = {
  type: [
    ["coverage", "coverage %"],
    ["ceiling", "ceiling %"],
    ["reachable", "of it %"],
    ["freshP10Ms", "fresh p10 ms"],
    ["freshP50Ms", "p50"],
    ["freshP90Ms", "p90"],
    ["blindShare", "blind %"],
    ["requestsPer100Keys", "req/100 keys"],
    ["generatedTokens", "tokens out"],
    ["wastedShare", "wasted %"],
    ["wrongPer100Keys", "wrong/100 keys"],
    ["rightPer100Keys", "right/100"],
    ["flickers", "flicker"],
    ["sharedWithinLine", "shared in line"],
    ["sharedAcrossLines", "across"],
    ["peakPerSecond", "peak/s"],
    ["refused", "refused"],
  ],
  accept: [
    ["savedShare", "saved %"],
    ["requestsPerAccept", "req/accept"],
    ["requestsPer100Saved", "req/100 saved"],
    ["uncachedTokensPer100Saved", "uncached/100 saved"],
    ["generatedTokens", "tokens out"],
    ["wastedShare", "wasted %"],
    ["wrongPer100Keys", "wrong/100 keys"],
    ["flickers", "flicker"],
    ["peakPerSecond", "peak/s"],
    ["refused", "refused"],
  ],
};

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Where the median lies in 95 of 100 draws of the same runs with replacement. */
function interval(values: readonly number[]): [number, number] {
  const draw = seededNumbers(11);
  const medians = Array.from({ length: 400 }, () =>
    median(values.map(() => values[Math.floor(draw() * values.length)] ?? 0)),
  ).sort((a, b) => a - b);
  return [medians[10] ?? 0, medians[389] ?? 0];
}

/** Sums that must be 0 are shown as sums: one case in a hundred runs would not move a median. */
const summed = new Set(["flickers", "refused"]);

function cellOf(runs: readonly RunFigures[], key: string): string {
  const values = runs.flatMap((run) => run[key] ?? []);
  if (values.length === 0) {
    return "-";
  }
  if (summed.has(key)) {
    return String(values.reduce((sum, value) => sum + value, 0));
  }
  const digits = key.startsWith("shared") || key.startsWith("requests") || key.endsWith("100Keys") ? 2 : 0;
  const [low, high] = interval(values);
  const show = (value: number): string => value.toFixed(digits);
  return show(low) === show(high)
    ? show(median(values))
    : `${show(median(values))} [${show(low)}-${show(high)}]`;
}

/** Medians over runs with 95 % intervals, one row a cell, as a Markdown table. */
export function printTable(mode: Mode, rows: readonly { name: string; runs: readonly RunFigures[] }[]): void {
  const shown = columns[mode];
  console.log(`\nMode: ${mode}. Median over runs [95 % interval]; flicker and refused are sums.`);
  console.log(`| backend, wrong lines, engine | ${shown.map(([, title]) => title).join(" | ")} |`);
  console.log(`| --- | ${shown.map(() => "---").join(" | ")} |`);
  for (const { name, runs } of rows) {
    console.log(`| ${name} | ${shown.map(([key]) => cellOf(runs, key)).join(" | ")} |`);
  }
}
