/** Part of the runs, in a thread of its own; those that are done already are left out. */
import { parentPort, workerData } from "node:worker_threads";
import { cells } from "./cells.ts";
import { simulateRun } from "./simulateRun.ts";

const { firstSeed, runs, part, parts, done } = workerData as {
  firstSeed: number;
  runs: number;
  part: number;
  parts: number;
  done: Readonly<Record<string, readonly number[]>>;
};
for (const cell of cells) {
  const isDone = new Set(done[cell.name]);
  for (let run = part; run < runs; run += parts) {
    if (isDone.has(run)) {
      continue;
    }
    parentPort?.postMessage({ cell: cell.name, run, result: simulateRun(firstSeed + run, cell) });
  }
}
