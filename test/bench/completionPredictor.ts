/**
 * The local predictor on code it has not seen: `node test/bench/completionPredictor.ts [folder ...]`.
 * Every tenth file is typed line by line; of such a file the predictor knows only the lines above, and its
 * sureness is measured on the other files, as in the product. A right text of two characters or more is taken
 * with one key; behind a wrong one the line goes on without the predictor, as in the product. Prints precision
 * and characters saved by calibrated confidence and as shown unasked, speed and memory. Default folders: this
 * project's `src` and its TypeScript dependencies.
 * `--memory`: memory of a predictor that holds up to a million tokens of these folders, in a process of its
 * own, with and without measuring its sureness.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { filesIn } from "./sourceFolder.ts";
import { Calibration } from "../../src/core/completion/predictor/calibration.ts";
import { FilePredictor } from "../../src/core/completion/predictor/filePredictor.ts";
import { isWorthShowing, measureHoldOut } from "../../src/core/completion/predictor/holdOut.ts";
import { lexTokens } from "../../src/core/completion/predictor/lexTokens.ts";
import { LinePredictor, type PredictedStep } from "../../src/core/completion/predictor/linePredictor.ts";
import { TokenLog } from "../../src/core/completion/predictor/tokenLog.ts";
import { SystemClock } from "../../src/adapters/systemClock.ts";
import type { SourceFile } from "../../src/core/ports.ts";

const confidences = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95];
const leastSureness = 0.2;
const linesPerFolder = 600;
const unaskedShare = 0.9;
const millionTokens = 1_000_000;

interface SampleLine {
  readonly file: SourceFile;
  readonly start: number;
  readonly line: string;
}

function read(folder: string): SourceFile[] {
  return filesIn(folder).map((path) => ({
    path: relative(folder, path).replaceAll("\\", "/"),
    languageId: "",
    text: readFileSync(path, "utf8"),
  }));
}

function finish<T>(steps: Generator<void, T>): T {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) {
      return step.value;
    }
  }
}

function heldOutLines(files: readonly SourceFile[]): SampleLine[] {
  const lines = files
    .filter((_, index) => index % 10 === 3)
    .flatMap((file) => {
      let start = 0;
      return file.text.split("\n").flatMap((line) => {
        const at = start;
        start += line.length + 1;
        return line.trim().length >= 4 ? [{ file, start: at, line: line.replace(/\r$/, "") }] : [];
      });
    });
  const step = Math.max(1, lines.length / linesPerFolder);
  return Array.from({ length: Math.min(lines.length, linesPerFolder) }, (_, index) =>
    lines.at(Math.floor(index * step)),
  ).flatMap((line) => line ?? []);
}

/** Right and wrong texts and characters saved when each text at least so sure is shown. */
function replay(
  lines: readonly (readonly { steps: readonly PredictedStep[]; rest: string }[])[],
  least: number | undefined,
): string {
  let shown = 0;
  let right = 0;
  let saved = 0;
  let typed = 0;
  if (least === undefined) {
    return "shows nothing";
  }
  for (const columns of lines) {
    typed += columns.length;
    for (let column = 0; column < columns.length;) {
      const { steps = [], rest = "" } = columns[column] ?? {};
      const text = steps.findLast(({ sureness }) => sureness >= least)?.text ?? "";
      column += 1;
      if (isWorthShowing(text)) {
        shown += 1;
        if (!rest.startsWith(text)) {
          break;
        }
        right += 1;
        saved += text.length - 1;
        column += text.length - 1;
      }
    }
  }
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  return shown === 0
    ? "shows nothing"
    : `shown ${shown}, precision ${percent(right / shown)}, characters saved ${percent(saved / typed)}`;
}

function measure(folder: string): void {
  const files = read(folder);
  const log = new TokenLog();
  const builtMs = performance.now();
  for (const file of files) {
    log.put(file.path, file.text);
  }
  const buildMs = performance.now() - builtMs;
  const predictor = new LinePredictor(log);
  const known = files.filter((_, index) => index % 10 !== 3);
  const calibratedMs = performance.now();
  const calibration = Calibration.of(finish(measureHoldOut(predictor, log, known)));
  const calibrateMs = performance.now() - calibratedMs;
  const timesMs: number[] = [];
  const lines = heldOutLines(files).map(({ file, start, line }) => {
    const segment = log.segment(log.segmentOfPath(file.path) ?? -1);
    const hiddenFrom = (segment?.start ?? 0) + lexTokens(file.text.slice(0, start)).count;
    const first = line.length - line.trimStart().length;
    return Array.from({ length: line.length - first }, (_, index) => {
      const prefix = file.text.slice(Math.max(0, start - 4000), start + first + index);
      const beganMs = performance.now();
      const steps = predictor.predict({ path: file.path, prefix, suffix: "", hiddenFrom }, leastSureness);
      timesMs.push(performance.now() - beganMs);
      return { steps, rest: line.slice(first + index) };
    });
  });
  timesMs.sort((a, b) => a - b);
  const at = (share: number): string => (timesMs[Math.floor(timesMs.length * share)] ?? 0).toFixed(3);
  console.log(
    `\n${folder}: ${files.length} files, ${log.size} tokens, ${log.vocabulary.size} words; built in ${buildMs.toFixed(0)} ms, calibrated in ${calibrateMs.toFixed(0)} ms; ${(log.packedBytes / Math.max(1, log.size)).toFixed(1)} packed bytes a token`,
  );
  console.log(`predict ms p50 ${at(0.5)} p95 ${at(0.95)} p99 ${at(0.99)} (${timesMs.length} questions)`);
  for (const confidence of confidences) {
    const least = calibration.surenessForConfidence(confidence);
    console.log(
      `confidence >= ${confidence.toFixed(2)} (sureness ${least ?? "none"}): ${replay(lines, least)}`,
    );
  }
  const unasked = calibration.surenessForShare(unaskedShare);
  console.log(`unasked (sureness ${unasked ?? "none"}): ${replay(lines, unasked)}`);
}

/** In the child: what the predictor of the worker adds to memory, its words and measuring included. */
async function measureMemory(folders: readonly string[]): Promise<void> {
  const { gc } = globalThis as { gc?: () => void };
  const used = (): { rss: number; living: number } => {
    gc?.();
    const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
    return { rss, living: heapUsed + arrayBuffers };
  };
  const texts = folders.flatMap((folder) =>
    read(folder).map((file) => ({ ...file, path: `${folder}/${file.path}` })),
  );
  const before = used();
  const predictor = new FilePredictor(
    new SystemClock(),
    () => (process.argv.includes("--unmeasured") ? [] : texts),
    (error) => {
      throw error;
    },
  );
  let peakBytes = 0;
  for (const file of texts) {
    predictor.put(file);
    await predictor.settled();
    peakBytes = Math.max(peakBytes, process.memoryUsage().rss - before.rss);
    if (predictor.tokens >= millionTokens) {
      break;
    }
  }
  const after = used();
  const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);
  const living = after.living - before.living;
  console.log(
    `${predictor.tokens} tokens: living memory + ${megabytes(living)} MB, ${(living / predictor.tokens).toFixed(1)} bytes a token with its words; resident + ${megabytes(after.rss - before.rss)} MB at rest, + ${megabytes(peakBytes)} MB at most while taking in file by file`,
  );
}

const folders = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const chosen = folders.length > 0 ? folders : ["src", "node_modules/openai", "node_modules/web-tree-sitter"];
if (process.argv.includes("--memory-child")) {
  await measureMemory(chosen);
} else if (process.argv.includes("--memory")) {
  for (const more of [[], ["--unmeasured"]]) {
    console.log(more.length === 0 ? "measured as in the product:" : "without measuring its sureness:");
    const flags = ["--expose-gc", "--max-semi-space-size=2"];
    const run = [import.meta.filename, "--memory-child", ...more, ...chosen];
    spawnSync(process.execPath, [...flags, ...run], { stdio: "inherit" });
  }
} else {
  chosen.forEach(measure);
}
