import type { SourceFile } from "../../ports.ts";
import { lexTokens, type LexedText } from "./lexTokens.ts";
import type { LinePredictor } from "./linePredictor.ts";
import type { TokenLog } from "./tokenLog.ts";

/** What was predicted at one column of a line: shorter texts first. */
export interface ColumnTrace {
  readonly sureness: readonly number[];
  /** Characters of each text. */
  readonly lengths: readonly number[];
  /** The first so many texts are what really stands there. */
  readonly rightCount: number;
}

/** One hidden line, column by column, from its first character on. */
export type LineTrace = readonly ColumnTrace[];

const maxLines = 160;
const maxFiles = 60;
const prefixChars = 4000;
/** Less sure texts are never asked for. */
const leastSureness = 0.25;
const minLineChars = 6;
const maxLineChars = 120;

interface SampledLine {
  readonly file: SourceFile;
  readonly start: number;
  readonly line: string;
}

/** Every so many files, the newest one among them. */
function sampleFiles(files: readonly SourceFile[]): SourceFile[] {
  const step = Math.max(1, files.length / maxFiles);
  return Array.from({ length: Math.min(files.length, maxFiles) }, (_, back) =>
    files.at(-1 - Math.floor(back * step)),
  ).flatMap((file) => file ?? []);
}

/** Lines spread over the files, every one with something to predict. */
function sampleLines(files: readonly SourceFile[]): SampledLine[] {
  const lines = sampleFiles(files).flatMap((file) => {
    let start = 0;
    return file.text.split("\n").flatMap((raw): SampledLine[] => {
      const at = start;
      start += raw.length + 1;
      const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
      return line.trim().length >= minLineChars && line.length <= maxLineChars
        ? [{ file, start: at, line }]
        : [];
    });
  });
  const step = lines.length / maxLines;
  return step <= 1
    ? lines
    : Array.from({ length: maxLines }, (_, index) => lines[Math.floor(index * step)]).flatMap(
        (line) => line ?? [],
      );
}

/** A text worth showing has two visible characters. */
export function isWorthShowing(text: string): boolean {
  return text.replace(/\s/g, "").length >= 2;
}

/**
 * Predicts lines of the files while hiding each line and all that follows it in its file, as if they were
 * being typed. Yields after each column; returns the traces.
 */
export function* measureHoldOut(
  predictor: LinePredictor,
  log: TokenLog,
  files: readonly SourceFile[],
): Generator<void, LineTrace[]> {
  const traces: LineTrace[] = [];
  let scratch: LexedText["bounds"] | undefined;
  for (const { file, start, line } of sampleLines(files)) {
    const segmentStart = log.segment(log.segmentOfPath(file.path) ?? -1)?.start;
    if (segmentStart === undefined) {
      continue;
    }
    const lexed = lexTokens(file.text.slice(0, start), 0, scratch);
    scratch = lexed.bounds;
    const hiddenFrom = segmentStart + lexed.count;
    const columns: ColumnTrace[] = [];
    for (let column = line.length - line.trimStart().length; column < line.length; column += 1) {
      // One piece of the file: joined pieces would be copied for every column.
      const prefix = file.text.slice(Math.max(0, start - prefixChars), start + column);
      const steps = predictor
        .predict({ path: file.path, prefix, suffix: "", hiddenFrom }, leastSureness)
        .filter(({ text }) => isWorthShowing(text));
      const wrongAt = steps.findIndex(({ text }) => !line.startsWith(text, column));
      columns.push({
        sureness: steps.map(({ sureness }) => sureness),
        lengths: steps.map(({ text }) => text.length),
        rightCount: wrongAt < 0 ? steps.length : wrongAt,
      });
      yield;
    }
    traces.push(columns);
  }
  return traces;
}
