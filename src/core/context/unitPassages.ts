import { coverage, saturate } from "./chunkIndex.ts";
import type { SearchNotion } from "./readQuestion.ts";
import { TermSplitter } from "./searchTerms.ts";

/** A function, method or class of a file; lines are one-based and inclusive. */
export interface UnitLines {
  readonly name: string;
  readonly isClass: boolean;
  readonly startLine: number;
  readonly endLine: number;
}

/** Lines that answer a question, one-based and inclusive; `symbol` is the unit they are (part of), with its class. */
export interface UnitPassage {
  readonly startLine: number;
  readonly endLine: number;
  readonly symbol: string | undefined;
  readonly score: number;
}

/** A notion with its rarity in the workspace. */
export interface WeighedNotion extends SearchNotion {
  readonly rarity: number;
}

export interface PassageSearch {
  readonly path: string;
  readonly lines: readonly string[];
  readonly units: readonly UnitLines[];
  /** What an index found in this file. */
  readonly hits: readonly { readonly startLine: number; readonly endLine: number }[];
  readonly notions: readonly WeighedNotion[];
  readonly averageTerms: number;
  readonly asksForTests: boolean;
  readonly asksForProse: boolean;
}

/** A passage longer than this is cut down to where it was found (lines). */
const maxPassageLines = 40;
/** What a notion counts in a unit's name, beside its occurrence in the text. */
const nameWeight = 1;
/** Tests use what is asked for again and again, but seldom are the answer. */
const testFileWeight = 0.6;
/** Prose repeats the words of a question, and code answers it. */
const proseWeight = 0.6;
/** Build and configuration files name everything and explain nothing. */
const plainDataWeight = 0.6;

const testFileShape =
  /(?:^|\/)(?:tests?|__tests__|specs?)\/|(?:^|\/)test_[^/]*$|[._-](?:test|spec)\.[^/]*$|Test\.\w+$/;
const proseShape = /\.(?:md|markdown|rst|adoc|txt)$/i;
/** Folders that every project has say nothing about a file in them. */
const usualFolders = /(?:^|\/)(?:src|main|lib|java|python|app|include|tests?)(?=\/)/g;
const plainDataShape = /\.(?:json|ya?ml|toml|xml|gradle|properties)$/i;
const commentShape = /^\s*(?:\/\/|\/\*|\*|#(?!\s*(?:include|define|if|ifdef|ifndef|endif|else|pragma)\b)|@)/;
const importShape = /^\s*(?:import|from|#\s*include|using|package|export\s+\*)\b/;

/** The units of a file that its hits lie in, and what of the hits lies in none, each with its score. */
export function findUnitPassages(search: PassageSearch): readonly UnitPassage[] {
  const functions = search.units.filter((unit) => !unit.isClass);
  const byPlace = new Map<string, UnitPassage>();
  const add = (startLine: number, endLine: number, unit: UnitLines | undefined): void => {
    const key = `${startLine}-${endLine}`;
    if (!byPlace.has(key)) {
      byPlace.set(key, scorePassage(search, startLine, endLine, unit));
    }
  };
  for (const hit of search.hits) {
    for (const unit of functions) {
      if (unit.startLine <= hit.endLine && hit.startLine <= unit.endLine) {
        const [start, end] = linesToShow(unit, hit, search.lines);
        add(start, end, unit);
      }
    }
    for (const [start, end] of gapsBetween(functions, hit, search.lines)) {
      add(start, end, innermostClass(search.units, start, end));
    }
  }
  return [...byPlace.values()].filter(({ score }) => score > 0);
}

/** The whole unit with the comment above it, or the part of a long one in which something was found. */
function linesToShow(
  unit: UnitLines,
  hit: { readonly startLine: number; readonly endLine: number },
  lines: readonly string[],
): readonly [number, number] {
  let start = unit.startLine;
  while (start > 1 && commentShape.test(lines[start - 2] ?? "")) {
    start -= 1;
  }
  return unit.endLine - start < maxPassageLines
    ? [start, unit.endLine]
    : [Math.max(start, hit.startLine), Math.min(unit.endLine, hit.endLine)];
}

/** Runs of the hit's lines outside of every function that hold more than imports and signs. */
function gapsBetween(
  functions: readonly UnitLines[],
  hit: { readonly startLine: number; readonly endLine: number },
  lines: readonly string[],
): readonly (readonly [number, number])[] {
  const gaps: [number, number][] = [];
  for (let line = hit.startLine; line <= hit.endLine; line += 1) {
    if (functions.some((unit) => unit.startLine <= line && line <= unit.endLine)) {
      continue;
    }
    const last = gaps.at(-1);
    if (last !== undefined && last[1] === line - 1) {
      last[1] = line;
    } else {
      gaps.push([line, line]);
    }
  }
  // The comment above a function goes with the function.
  return gaps.filter(([start, end]) =>
    lines
      .slice(start - 1, end)
      .some(
        (text) => /[\p{L}\p{N}]/u.test(text) && !importShape.test(text) && !isAboveFunction(text, functions),
      ),
  );
}

function isAboveFunction(text: string, functions: readonly UnitLines[]): boolean {
  return functions.length > 0 && commentShape.test(text);
}

function innermostClass(units: readonly UnitLines[], start: number, end: number): UnitLines | undefined {
  return units.findLast((unit) => unit.isClass && unit.startLine <= start && end <= unit.endLine);
}

function scorePassage(
  search: PassageSearch,
  startLine: number,
  endLine: number,
  unit: UnitLines | undefined,
): UnitPassage {
  const splitter = new TermSplitter();
  const counts = new Map<string, number>();
  const nameTerms = new Set<string>();
  let termCount = 0;
  const count = (term: string): void => {
    termCount += 1;
    counts.set(term, (counts.get(term) ?? 0) + 1);
  };
  for (const text of search.lines.slice(startLine - 1, endLine)) {
    if (!importShape.test(text)) {
      splitter.forEachTerm(text, count);
    }
  }
  splitter.forEachTerm(search.path.replace(usualFolders, ""), count);
  splitter.forEachTerm(unit?.name ?? "", (term) => nameTerms.add(term));
  const length = termCount / search.averageTerms;
  let score = 0;
  let matched = 0;
  for (const { weightByTerm, rarity } of search.notions) {
    let best = 0;
    let inName = 0;
    for (const [term, weight] of weightByTerm) {
      const occurrences = counts.get(term) ?? 0;
      best = Math.max(best, occurrences === 0 ? 0 : weight * saturate(occurrences, length));
      inName = Math.max(inName, nameTerms.has(term) ? weight * nameWeight : 0);
    }
    score += rarity * (best + inName);
    matched += best > 0 ? 1 : 0;
  }
  return {
    startLine,
    endLine,
    symbol: unit === undefined ? undefined : symbolOf(unit, search.units),
    score: score * coverage(matched, search.notions.length) * pathWeight(search),
  };
}

function symbolOf(unit: UnitLines, units: readonly UnitLines[]): string {
  const owner = units.findLast(
    (other) =>
      other.isClass && other !== unit && other.startLine <= unit.startLine && unit.endLine <= other.endLine,
  );
  return owner === undefined || unit.name.includes("::") ? unit.name : `${owner.name}.${unit.name}`;
}

function pathWeight({ path, asksForTests, asksForProse }: PassageSearch): number {
  const weights = [
    testFileShape.test(path) && !asksForTests ? testFileWeight : 1,
    proseShape.test(path) && !asksForProse ? proseWeight : 1,
    plainDataShape.test(path) ? plainDataWeight : 1,
  ];
  return Math.min(...weights);
}
