/**
 * Fits the weights of `sureness.ts` by logistic regression: `node test/bench/fitSureness.ts folder ...`.
 * Every tenth file is held out as in completionPredictor.ts; each sampled place gives one example a token as
 * long as the prediction is right, and one for the first wrong token. Prints the weights.
 */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { filesIn } from "./sourceFolder.ts";
import { lexTokens } from "../../src/core/completion/predictor/lexTokens.ts";
import { featuresOf } from "../../src/core/completion/predictor/sureness.ts";
import { TokenLog } from "../../src/core/completion/predictor/tokenLog.ts";
import { LinePredictor } from "../../src/core/completion/predictor/linePredictor.ts";

interface Example {
  readonly features: readonly number[];
  readonly isRight: boolean;
}

const linesPerFolder = 600;

function examplesOf(folder: string): Example[] {
  const files = filesIn(folder).map((path) => ({
    path: relative(folder, path).replaceAll("\\", "/"),
    text: readFileSync(path, "utf8"),
  }));
  const log = new TokenLog();
  files.forEach((file) => log.put(file.path, file.text));
  const heldOut = files.filter((_, index) => index % 10 === 7);
  const lines = heldOut.flatMap((file) => {
    let start = 0;
    return file.text.split("\n").flatMap((line) => {
      const at = start;
      start += line.length + 1;
      return line.trim().length >= 4 ? [{ file, start: at, line: line.replace(/\r$/, "") }] : [];
    });
  });
  const step = Math.max(1, Math.floor(lines.length / linesPerFolder));
  const examples: Example[] = [];
  const predictor = new LinePredictor(log, (evidence, isContinued, text) => {
    pending.push({ features: featuresOf(evidence, isContinued), text });
    return 1;
  });
  let pending: { features: number[]; text: string }[] = [];
  for (const { file, start, line } of lines.filter((_, index) => index % step === 0)) {
    const segment = log.segment(log.segmentOfPath(file.path) ?? -1);
    const hiddenFrom = (segment?.start ?? 0) + lexTokens(file.text.slice(0, start)).count;
    for (let column = line.length - line.trimStart().length; column < line.length; column += 1) {
      pending = [];
      predictor.predict(
        {
          path: file.path,
          prefix: file.text.slice(Math.max(0, start - 4000), start) + line.slice(0, column),
          suffix: "",
          hiddenFrom,
        },
        0,
      );
      for (const { features, text } of pending.filter(({ text }) => !text.endsWith("\n"))) {
        const isRight = line.startsWith(text, column);
        examples.push({ features, isRight });
        if (!isRight) {
          break;
        }
      }
    }
  }
  return examples;
}

function fit(examples: readonly Example[]): number[] {
  const width = examples[0]?.features.length ?? 0;
  const weights = new Array<number>(width).fill(0);
  const moments = new Array<number>(width).fill(0);
  const squares = new Array<number>(width).fill(0);
  for (let round = 1; round <= 800; round += 1) {
    const gradient = new Array<number>(width).fill(0);
    for (const { features, isRight } of examples) {
      const sum = features.reduce((total, value, index) => total + value * weights[index]!, 0);
      const error = 1 / (1 + Math.exp(-sum)) - (isRight ? 1 : 0);
      features.forEach((value, index) => (gradient[index]! += error * value));
    }
    for (let index = 0; index < width; index += 1) {
      const slope = gradient[index]! / examples.length + 1e-5 * weights[index]!;
      moments[index] = 0.9 * moments[index]! + 0.1 * slope;
      squares[index] = 0.999 * squares[index]! + 0.001 * slope * slope;
      const bias1 = 1 - 0.9 ** round;
      const bias2 = 1 - 0.999 ** round;
      weights[index]! -= (0.05 * (moments[index]! / bias1)) / (Math.sqrt(squares[index]! / bias2) + 1e-9);
    }
  }
  return weights;
}

const all = process.argv.slice(2).flatMap((folder) => {
  const examples = examplesOf(folder);
  console.log(
    `${folder}: ${examples.length} examples, ${((100 * examples.filter((example) => example.isRight).length) / examples.length).toFixed(1)} % right`,
  );
  return examples;
});
console.log(
  `[${fit(all)
    .map((weight) => weight.toFixed(3))
    .join(", ")}]`,
);
