/**
 * A million edits through the completion engine, with questions, cancels, moves, faults and replies in any order,
 * in 60 documents in turn: what it holds must not grow, and nothing may be left at its end.
 * `node --expose-gc test/bench/completionSoak.ts [edits] [seed]`
 */
import { soakEdits } from "./completion/soakEdits.ts";

const edits = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? 1);
const bytesPerMb = 1024 * 1024;

function heapMb(): string {
  globalThis.gc?.();
  return (process.memoryUsage().heapUsed / bytesPerMb).toFixed(1);
}

console.log(`${edits} edits, seed ${seed}; heap at the start ${heapMb()} MB`);
const beganMs = performance.now();
const report = await soakEdits(edits, seed, (done, entries) => {
  const seconds = ((performance.now() - beganMs) / 1000).toFixed(0);
  console.log(`${done} edits, ${seconds} s: heap ${heapMb()} MB, ${entries} entries`);
});
console.log(JSON.stringify(report));
console.log(`heap at the end ${heapMb()} MB`);
const { streams, timers, entries } = report.left;
process.exitCode = streams + timers + entries === 0 ? 0 : 1;
