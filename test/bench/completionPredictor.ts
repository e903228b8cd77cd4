/**
 * The local predictor on code it has not seen: `node test/bench/completionPredictor.ts [folder ...]`.
 * Every tenth file is replayed line by line; of such a file the predictor knows only the lines above. Prints
 * precision and characters saved (accepting every right text of two characters or more with one key) by raw
 * sureness, speed and memory. Default folders: this project's `src` and its TypeScript dependencies.
 */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { filesIn } from "./sourceFolder.ts";
import { lexTokens } from "../../src/core/completion/predictor/lexTokens.ts";
import { LinePredictor } from "../../src/core/completion/predictor/linePredictor.ts";
import { TokenLog } from "../../src/core/completion/predictor/tokenLog.ts";

const thresholds = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98];
const linesPerFolder = 400;

function measure(folder: string): void {
  const files = filesIn(folder).map((path) => ({
    path: relative(folder, path).replaceAll("\\", "/"),
    text: readFileSync(path, "utf8"),
  }));
  const log = new TokenLog();
  const builtMs = performance.now();
  for (const file of files) {
    log.put(file.path, file.text);
  }
  const buildMs = performance.now() - builtMs;
  const predictor = new LinePredictor(log);
  const heldOut = files.filter((_, index) => index % 10 === 3);
  const lines = heldOut.flatMap((file) => {
    let start = 0;
    return file.text.split("\n").flatMap((line) => {
      const at = start;
      start += line.length + 1;
      return line.trim().length >= 4 ? [{ file, start: at, line: line.replace(/\r$/, "") }] : [];
    });
  });
  const step = Math.max(1, Math.floor(lines.length / linesPerFolder));
  const sample = lines.filter((_, index) => index % step === 0).slice(0, linesPerFolder);
  const timesMs: number[] = [];
  const rows = thresholds.map((least) => {
    let shown = 0;
    let right = 0;
    let saved = 0;
    let typed = 0;
    for (const { file, start, line } of sample) {
      const segment = log.segment(log.segmentOfPath(file.path) ?? -1);
      const hiddenFrom = (segment?.start ?? 0) + lexTokens(file.text.slice(0, start)).count;
      const first = line.length - line.trimStart().length;
      typed += line.length - first;
      for (let column = first; column < line.length;) {
        const beganMs = performance.now();
        const steps = predictor.predict(
          {
            path: file.path,
            prefix: file.text.slice(Math.max(0, start - 4000), start) + line.slice(0, column),
            suffix: "",
            hiddenFrom,
          },
          least,
        );
        timesMs.push(performance.now() - beganMs);
        const text = steps.at(-1)?.text ?? "";
        column += 1;
        if (text.replace(/\s/g, "").length >= 2) {
          shown += 1;
          if (line.startsWith(text, column - 1)) {
            right += 1;
            saved += text.length - 1;
            column += text.length - 1;
          }
        }
      }
    }
    return { least, shown, precision: right / Math.max(1, shown), saved: saved / Math.max(1, typed) };
  });
  timesMs.sort((a, b) => a - b);
  const at = (share: number): string => (timesMs[Math.floor(timesMs.length * share)] ?? 0).toFixed(3);
  console.log(
    `\n${folder}: ${files.length} files, ${log.size} tokens, ${log.vocabulary.size} words, built in ${buildMs.toFixed(0)} ms, ${(log.packedBytes / Math.max(1, log.size)).toFixed(1)} packed bytes a token`,
  );
  console.log(`predict ms p50 ${at(0.5)} p95 ${at(0.95)} p99 ${at(0.99)} (${timesMs.length} questions)`);
  for (const row of rows) {
    console.log(
      `sureness >= ${row.least.toFixed(2)}: shown ${row.shown}, precision ${(row.precision * 100).toFixed(1)} %, characters saved ${(row.saved * 100).toFixed(1)} %`,
    );
  }
}

const folders = process.argv.slice(2);
for (const folder of folders.length > 0
  ? folders
  : ["src", "node_modules/openai", "node_modules/web-tree-sitter"]) {
  measure(folder);
}
