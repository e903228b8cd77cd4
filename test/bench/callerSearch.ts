/**
 * How long offline Explain keeps the worker's thread from anything else while it looks for callers:
 * `node test/bench/callerSearch.ts [folder ...]`. The same functions are explained with all steps at once and in
 * slices, in turn; beside each, a probe notes how long the thread did not come back to it. Default folders: this
 * project's `src` and its dependencies.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SystemClock } from "../../src/adapters/systemClock.ts";
import { codeFamilyOf } from "../../src/core/code/codeFamily.ts";
import { listCodeUnits } from "../../src/core/code/codeUnits.ts";
import {
  explainStructure,
  readStructure,
  type StructureReading,
} from "../../src/core/explain/offlineExplanation.ts";
import type { SourceFile } from "../../src/core/ports.ts";
import { runInSlices } from "../../src/core/timeSlices.ts";
import { finish } from "../fakes/explainAtOnce.ts";
import { createTestParser } from "../fakes/testParser.ts";
import { filesIn } from "./sourceFolder.ts";

const functionsWanted = 150;
const languageByEnding: Readonly<Record<string, string>> = {
  ...{ ts: "typescript", tsx: "typescriptreact", js: "javascript", mjs: "javascript", cjs: "javascript" },
  ...{ py: "python", java: "java", cpp: "cpp", cc: "cpp", h: "cpp", hpp: "cpp" },
};
const root = fileURLToPath(new URL("../../", import.meta.url));
const clock = new SystemClock();
const parser = createTestParser();

interface Question {
  readonly path: string;
  readonly reading: StructureReading;
}

interface Cost {
  /** From the question to the answer. */
  readonly wholeMs: number;
  /** The longest time in which the thread did nothing else. */
  readonly blockedMs: number;
}

function read(folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    filesIn(folder).map((path) => ({
      path,
      languageId: languageByEnding[path.split(".").at(-1) ?? ""] ?? "plaintext",
      text: readFileSync(path, "utf8"),
    })),
  );
}

/** Functions from all over the files. */
async function questionsIn(files: readonly SourceFile[]): Promise<Question[]> {
  const known = files.filter(({ languageId }) => codeFamilyOf(languageId) !== undefined);
  const step = Math.max(1, known.length / functionsWanted);
  const questions: Question[] = [];
  for (let at = 0; at < known.length; at += step) {
    const file = known[Math.floor(at)];
    const family = file === undefined ? undefined : codeFamilyOf(file.languageId);
    const tree = file === undefined ? undefined : await parser.parse(file.languageId, file.text);
    if (file !== undefined && family !== undefined && tree !== undefined) {
      const units = listCodeUnits(tree.rootNode, family).filter(({ kind }) => kind === "function");
      const unit = units[Math.floor(units.length / 2)];
      if (unit !== undefined) {
        const { startIndex: startOffset, endIndex: endOffset } = unit.outer;
        const reading = readStructure(tree.rootNode, family, { ...file, startOffset, endOffset });
        questions.push({ path: file.path, reading });
      }
      tree.delete();
    }
  }
  return questions;
}

async function measure(work: () => Promise<unknown>): Promise<Cost> {
  const probe = { isOn: true, lastMs: performance.now(), longestMs: 0 };
  const look = (): void => {
    const nowMs = performance.now();
    probe.longestMs = Math.max(probe.longestMs, nowMs - probe.lastMs);
    probe.lastMs = nowMs;
    if (probe.isOn) {
      setImmediate(look);
    }
  };
  setImmediate(look);
  await new Promise<void>((resolve) => setImmediate(resolve));
  probe.longestMs = 0;
  const startMs = performance.now();
  await work();
  const wholeMs = performance.now() - startMs;
  probe.isOn = false;
  await new Promise<void>((resolve) => setImmediate(resolve));
  return { wholeMs, blockedMs: probe.longestMs };
}

function row(name: string, costs: readonly Cost[]): string {
  const at = (share: number, values: readonly number[]): string => {
    const sorted = values.toSorted((a, b) => a - b);
    return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
  };
  const quantiles = (values: readonly number[]): string =>
    [0.5, 0.95, 1].map((share) => at(share, values)).join(" / ");
  const blocked = quantiles(costs.map(({ blockedMs }) => blockedMs));
  return `| ${name} | ${blocked} | ${quantiles(costs.map(({ wholeMs }) => wholeMs))} |`;
}

const folders = process.argv.slice(2);
const files = read(folders.length > 0 ? folders : [join(root, "src"), join(root, "node_modules")]);
const questions = await questionsIn(files);
const atOnce: Cost[] = [];
const inSlices: Cost[] = [];
for (const { path, reading } of questions) {
  const steps = (): ReturnType<typeof explainStructure> =>
    explainStructure(reading, { path, files, isWhole: true });
  atOnce.push(await measure(() => Promise.resolve(finish(steps()))));
  inSlices.push(await measure(() => runInSlices(steps(), clock)));
}
const millionChars = files.reduce((sum, { text }) => sum + text.length, 0) / 1e6;
console.log(
  `${questions.length} functions; ${files.length} files, ${millionChars.toFixed(1)} million characters.\n`,
);
console.log(
  "| Search for callers | thread blocked, ms p50 / p95 / worst | answered after, ms |\n|---|---|---|",
);
console.log(row("all at once", atOnce));
console.log(row("in slices", inSlices));
