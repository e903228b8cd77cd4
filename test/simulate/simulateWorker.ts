/** Half of the runs, in a thread of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { cells } from "./cells.ts";
import { simulateRun } from "./simulateRun.ts";

const { runs, part, parts } = workerData as { runs: number; part: number; parts: number };
for (const cell of cells) {
  for (let seed = 1 + part; seed <= runs; seed += parts) {
    parentPort?.postMessage({ cell: cell.name, seed, result: simulateRun(seed, cell) });
  }
}
