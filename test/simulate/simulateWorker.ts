/** Half of the runs, in a thread of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { cells } from "./cells.ts";
import { simulateRun } from "./simulateRun.ts";

const { firstSeed, runs, part, parts } = workerData as {
  firstSeed: number;
  runs: number;
  part: number;
  parts: number;
};
for (const cell of cells) {
  for (let run = part; run < runs; run += parts) {
    parentPort?.postMessage({ cell: cell.name, run, result: simulateRun(firstSeed + run, cell) });
  }
}
