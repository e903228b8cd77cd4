/** npm run bench [name …]: runs the named benchmarks, or all that need nothing but the repository. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const all = [
  "clientOverhead",
  "egressRedaction",
  "keystrokeCost",
  "callerSearch",
  "completionPredictor",
  "statistics",
  "testLoop",
  "editorBudgets",
];
const wanted = process.argv.slice(2);
let failed = 0;
for (const name of wanted.length > 0 ? wanted : all) {
  console.log(`\n== ${name}`);
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, [file], { stdio: "inherit" });
  failed += status === 0 ? 0 : 1;
}
process.exitCode = failed === 0 ? 0 : 1;
