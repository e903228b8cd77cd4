import type { SourceFile } from "../../ports.ts";
import { lexTokens } from "./lexTokens.ts";
import type { LinePredictor } from "./linePredictor.ts";
import type { TokenLog } from "./tokenLog.ts";

/** One measured place: how sure each longer text was, and how many of them were right. */
export interface Trace {
  readonly sureness: readonly number[];
  /** The first so many texts are what really stands there. */
  readonly rightCount: number;
}

const maxLines = 240;
const placesPerLine = 4;
const prefixChars = 4000;

/** Lines spread over the files, the last files first; every one with something to predict. */
function sampleLines(files: readonly SourceFile[]): { file: SourceFile; start: number; line: string }[] {
  const lines = files.slice(-60).flatMap((file) => {
    let start = 0;
    return file.text.split("\n").flatMap((raw) => {
      const at = start;
      start += raw.length + 1;
      const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
      return line.trim().length >= 6 ? [{ file, start: at, line }] : [];
    });
  });
  const step = lines.length / maxLines;
  return step <= 1 ? lines : Array.from({ length: maxLines }, (_, index) => lines[Math.floor(index * step)]).flatMap((line) => line ?? []);
}

/**
 * Predicts lines of the files while hiding each line and all that follows it in its file. Yields often;
 * returns the traces.
 */
export function* measureHoldOut(
  predictor: LinePredictor,
  log: TokenLog,
  files: readonly SourceFile[],
): Generator<void, Trace[]> {
  const traces: Trace[] = [];
  let turn = 0;
  for (const { file, start, line } of sampleLines(files)) {
    const segmentStart = log.segment(log.segmentOfPath(file.path) ?? -1)?.start;
    if (segmentStart === undefined) {
      continue;
    }
    const above = file.text.slice(0, start);
    const hiddenFrom = segmentStart + lexTokens(above).count;
    const first = line.length - line.trimStart().length;
    for (let place = 0; place < placesPerLine; place += 1) {
      // Spread over the line by a fixed stride, so that a measurement can be repeated.
      turn = (turn * 31 + 17) % 10_007;
      const column = first + (turn % (line.length - first));
      const prefix = above.slice(-prefixChars) + line.slice(0, column);
      const steps = predictor.predict({ path: file.path, prefix, suffix: "", hiddenFrom });
      const shown = steps.filter(({ text }) => text.replace(/\s/g, "").length >= 2);
      const wrongAt = shown.findIndex(({ text }) => !line.startsWith(text, column));
      if (shown.length > 0) {
        traces.push({
          sureness: shown.map(({ sureness }) => sureness),
          rightCount: wrongAt < 0 ? shown.length : wrongAt,
        });
      }
      yield;
    }
  }
  return traces;
}
