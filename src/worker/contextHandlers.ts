import { listCodeUnits } from "../core/code/codeUnits.ts";
import { ChunkIndex, type ChunkHit } from "../core/context/chunkIndex.ts";
import { CodeGlossary } from "../core/context/codeGlossary.ts";
import { pickPassages } from "../core/context/pickPassages.ts";
import { readQuestion } from "../core/context/readQuestion.ts";
import { findUnitPassages, type PassageSearch, type UnitLines } from "../core/context/unitPassages.ts";
import type { SourceFile } from "../core/ports.ts";
import type { AskedPassage, AskedPassages, ContextCalls, Passage } from "../protocol/contextCalls.ts";
import type { CallHandlers } from "../protocol/workerMessages.ts";
import { withSyntaxTree } from "./withSyntaxTree.ts";
import type { WorkerDeps } from "./workerDeps.ts";

function linesOf(text: string, startLine: number, endLine: number): string {
  return text
    .split(/\r\n|\n|\r/)
    .slice(startLine - 1, endLine)
    .join("\n");
}

/** Chunks that are looked at more closely for each passage wanted, in how many files at most. */
const hitsPerPassage = 4;
const hitsPerFile = 4;
const maxFilesParsed = 12;
/** A question waits this long for the workspace to be read, then takes what there is. */
const maxWaitMs = 8_000;

async function unitsOf(
  file: SourceFile,
  { parser }: WorkerDeps,
  signal: AbortSignal,
): Promise<readonly UnitLines[]> {
  const units = await withSyntaxTree(parser, file, signal, (root, family) =>
    listCodeUnits(root, family).map(({ name, kind, outer }) => ({
      name,
      isClass: kind === "class",
      startLine: outer.startPosition.row + 1,
      endLine: outer.endPosition.row + 1,
    })),
  );
  return units ?? [];
}

/** Whole functions instead of the index's chunks, which begin and end anywhere. */
async function askIndex(
  question: string,
  limit: number,
  index: ChunkIndex,
  deps: WorkerDeps,
  signal: AbortSignal,
): Promise<AskedPassages> {
  await deps.files.whenWhole(maxWaitMs, deps.clock, signal);
  const { notions, translated, isAboutGiven, namesFunction, asksForTests, asksForProse } = readQuestion(
    question,
    new CodeGlossary(),
  );
  const weighed = notions.map((notion) => ({ ...notion, rarity: index.rarityOf(notion) }));
  const hitsByPath = new Map<string, ChunkHit[]>();
  for (const hit of index.searchNotions(notions, limit * hitsPerPassage, hitsPerFile)) {
    hitsByPath.set(hit.path, [...(hitsByPath.get(hit.path) ?? []), hit]);
  }
  const found: AskedPassage[] = [];
  for (const [path, hits] of [...hitsByPath].slice(0, maxFilesParsed)) {
    const file = deps.files.get(path);
    if (file !== undefined) {
      const search: PassageSearch = {
        path,
        hits,
        asksForTests,
        asksForProse,
        lines: file.text.split(/\r\n|\n|\r/),
        units: await unitsOf(file, deps, signal),
        notions: weighed,
        averageTerms: index.averageTerms,
      };
      signal.throwIfAborted();
      for (const passage of findUnitPassages(search)) {
        found.push({ ...passage, path, text: linesOf(file.text, passage.startLine, passage.endLine) });
      }
    }
  }
  return { passages: pickPassages(found, limit), translated, isAboutGiven, namesFunction };
}

/** Files of the workspace and search in them. The index follows `deps.files`. */
export function createContextHandlers(deps: WorkerDeps): CallHandlers<ContextCalls> {
  const index = new ChunkIndex();
  deps.files.addListener({
    put: (file) => index.put(file),
    remove: (file) => index.remove(file.path),
  });
  return {
    "context.putFiles": ({ files, isWhole }) => {
      for (const file of files) {
        deps.files.put(file);
      }
      if (isWhole === true) {
        deps.files.setWhole();
      }
      return Promise.resolve(null);
    },
    "context.renewFiles": ({ files }) => {
      for (const file of files) {
        if (deps.files.get(file.path) !== undefined) {
          deps.files.put(file);
        }
      }
      return Promise.resolve(null);
    },
    "context.removeFiles": ({ paths }) => {
      for (const path of paths) {
        deps.files.removeBelow(path);
      }
      return Promise.resolve(null);
    },
    "context.search": ({ query, limit }) => {
      const passages = index.search(query, limit).flatMap((hit): readonly Passage[] => {
        const file = deps.files.get(hit.path);
        return file === undefined ? [] : [{ ...hit, text: linesOf(file.text, hit.startLine, hit.endLine) }];
      });
      return Promise.resolve(passages);
    },
    "context.ask": ({ question, limit }, signal) => askIndex(question, limit, index, deps, signal),
  };
}
