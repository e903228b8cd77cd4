/**
 * Completion engines on replayed edits: `npm run bench:completion -- [options]`.
 *   --hunks FILE,FILE   what `npm run mine:hunks` wrote (test/bench/hunks.json)
 *   --count N --seeds N hunks of each file, and seeds (20, 5)
 *   --skip-seeds N      leaves out the first N seeds, to go on with a long run in pieces (0)
 *   --engines a,b       flywheel, every-pause, or a path to a module that exports `createEngine`
 *   --backends a,b      fast, remote, slow, spark-like
 *   --wrong 0,25,60     per cent of lines on which the model goes wrong
 *   --noise lines       what --wrong is a share of: lines of the file, or replies
 *   --modes type,accept
 *   --socket            a real server on loopback, real time and the product's own client (slow: use --count 2)
 *   --set KEY=VALUE     a choice for the engines
 *   --trimming          only: how often the trimmed reply of the chat-only backend is exact
 *   --out FILE          one JSON line a run
 *   --from FILE,FILE    runs nothing: prints the tables of what earlier calls wrote with --out
 * The model is simulated: it knows the text that will be typed. Default is a virtual clock that drives engine,
 * front end and simulated model in one process.
 */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { CreateEngine } from "./benchEngine.ts";
import { readRuns, tableRuns, type RecordedRun } from "./recordedRuns.ts";
import { measureChatTrimming } from "./chatTrimming.ts";
import { createEveryPause } from "./everyPauseEngine.ts";
import { createFlywheel } from "./flywheelEngine.ts";
import { readHunks } from "./hunk.ts";
import { measureRun, virtualWorld } from "./measureRun.ts";
import type { Mode } from "./replay.ts";
import { backendShapes } from "./shapes.ts";
import type { Noise } from "./simulatedModel.ts";
import { socketWorld } from "./socketWorld.ts";

function valueOf(name: string, fallback: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
}

function listOf(name: string, fallback: string): string[] {
  return valueOf(name, fallback).split(",");
}

async function engineOf(name: string): Promise<CreateEngine> {
  if (name === "flywheel") {
    return createFlywheel;
  }
  if (name === "every-pause") {
    return createEveryPause;
  }
  const module: unknown = await import(pathToFileURL(resolve(name)).href);
  if (typeof module !== "object" || module === null || !("createEngine" in module)) {
    throw new Error(`${name} exports no createEngine.`);
  }
  return module.createEngine as CreateEngine;
}

if (process.argv.includes("--from")) {
  tableRuns(readRuns(listOf("from", "")));
  process.exit(0);
}
const files = listOf("hunks", fileURLToPath(new URL("../hunks.json", import.meta.url))).map(readHunks);
const count = Number(valueOf("count", "20"));
const hunks = files.flatMap((file) => file.hunks.slice(0, count));
const sourceOf = new Map(files.flatMap((file) => file.hunks.map((hunk) => [hunk, file.source] as const)));
const skipped = Number(valueOf("skip-seeds", "0"));
const seeds = Array.from(
  { length: Number(valueOf("seeds", "5")) },
  (_, index) => 101 + 37 * (index + skipped),
);
const options = new Map(
  process.argv.flatMap((argument, index, all): [string, string][] => {
    const [key = "", value = ""] = all[index - 1] === "--set" ? argument.split("=") : [];
    return key === "" ? [] : [[key, value]];
  }),
);
if (process.argv.includes("--trimming")) {
  const shape = backendShapes.find(({ isChatOnly }) => isChatOnly);
  if (shape === undefined) {
    throw new Error("No backend is chat-only.");
  }
  for (const seed of seeds) {
    const { exact, all, differing } = measureChatTrimming(hunks, shape, seed);
    console.log(
      `seed ${seed}: trimmed text exact in ${exact} of ${all} replies (${((100 * exact) / all).toFixed(2)} %)`,
    );
    differing.forEach((line) => console.log(`  ${line}`));
  }
  process.exit(0);
}
const noise = valueOf("noise", "lines") as Noise;
const isSocket = process.argv.includes("--socket");
const recorded: RecordedRun[] = [];
const sources = files.map(({ source, head }) => `${source} at ${head.slice(0, 12)}`);
console.log(
  `${hunks.length} hunks of ${sources.join(", ")}, ${seeds.length} seeds, simulated model, wrong ${noise}, ${isSocket ? "real socket and time" : "virtual clock"}`,
);
for (const mode of listOf("modes", "type,accept") as Mode[]) {
  for (const backend of listOf("backends", "fast,remote,slow,spark-like")) {
    const shape = backendShapes.find(({ name }) => name === backend);
    if (shape === undefined) {
      throw new Error(`There is no backend ${backend}.`);
    }
    for (const wrong of listOf("wrong", "0,25,60").map(Number)) {
      for (const engineName of listOf("engines", "flywheel,every-pause")) {
        const create = await engineOf(engineName);
        for (const hunk of hunks) {
          for (const seed of seeds) {
            const plan = {
              engineName,
              create,
              shape,
              wrongShare: wrong / 100,
              mode,
              hunk,
              seed,
              noise,
              options,
            };
            const figures = await measureRun(plan, isSocket ? socketWorld : virtualWorld);
            const { commit, path } = hunk;
            const source = sourceOf.get(hunk) ?? "";
            const run = { engine: engineName, backend, wrong, noise, mode, source, commit, path, seed };
            recorded.push({ ...run, figures });
          }
        }
      }
    }
  }
}
tableRuns(recorded);
const out = valueOf("out", "");
if (out !== "") {
  writeFileSync(out, `${recorded.map((run) => JSON.stringify(run)).join("\n")}\n`);
}
