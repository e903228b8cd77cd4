/**
 * Where over-long replies are cut, with and without the syntax tree:
 * `node test/bench/statementCut.ts FOLDER...` (or `FOLDER=LANGUAGE`). In real files places are taken at the
 * start of a statement on its own line, and after the head of a block; the reply is what really follows and
 * goes on far beyond. It arrives line by line through the engine's own reader, once by the plain rules and
 * once with the tree, which answers between two lines. Exact: it ends where a statement of the cursor's block
 * ends, or with the block's own closer where the document has none; after a head, at the end of its
 * statement. Early: in the middle of a statement. Late: beyond the block.
 */
import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { performance } from "node:perf_hooks";
import type { StatementEnds } from "../../src/core/completion/completionPorts.ts";
import type { DocumentSnapshot } from "../../src/core/completion/completionTypes.ts";
import { cutDuplicatesOfBelow } from "../../src/core/completion/filters/cutDuplicatesOfBelow.ts";
import { GrowingReply } from "../../src/core/completion/growingReply.ts";
import { holeAt } from "../../src/core/completion/hole.ts";
import { SuggestionEntry } from "../../src/core/completion/suggestionEntry.ts";
import { containerAt, isCloserOf, partsOf } from "../../src/core/completion/syntax/container.ts";
import { findStatementEnd } from "../../src/core/completion/syntax/findStatementEnd.ts";
import type { SyntaxNode } from "../../src/core/ports.ts";
import { createTestParser } from "../fakes/testParser.ts";
import { filesIn } from "./sourceFolder.ts";

const placesPerLanguage = 240;
const replyLines = 45;
/** A statement that is longer is cut by the limit of lines, whatever the rule. */
const maxStatementLines = 20;

const languageByExtension: Readonly<Record<string, string>> = {
  ".py": "python",
  ".java": "java",
  ".js": "javascript",
  ".ts": "typescript",
  ".cpp": "cpp",
  ".h": "cpp",
  ".hpp": "cpp",
  ".go": "go",
  ".rs": "rust",
  ".cs": "csharp",
};

interface Place {
  readonly languageId: string;
  readonly text: string;
  readonly offset: number;
  readonly kind: "statement" | "head";
  /** Offsets at which a reply may end. */
  readonly ends: ReadonlySet<number>;
  /** End of the block; a reply that goes on is too long. */
  readonly last: number;
  /** Start of the text below the block, its closer included. */
  readonly below: number;
}

const parser = createTestParser();

const visibleEnd = (text: string, end: number): number => text.slice(0, end).trimEnd().length;

/** The end of a node with the separator after it. */
function endOf(node: SyntaxNode, text: string): number {
  return visibleEnd(text, node.endIndex + (/^[ \t]*[;,]/.exec(text.slice(node.endIndex))?.[0].length ?? 0));
}

function placesIn(root: SyntaxNode, text: string, languageId: string): Place[] {
  const places: Place[] = [];
  const indentEnds = [...text.matchAll(/^[ \t]*(?=\S)/gm)].map((match) => match.index + match[0].length);
  for (const position of indentEnds) {
    const container = containerAt(root, position);
    const parts = container === undefined ? [] : partsOf(container);
    const index = parts.findIndex(({ startIndex }) => startIndex === position);
    const statement = parts[index];
    const isCode = statement?.isNamed === true && !statement.type.includes("comment");
    if (container === undefined || statement === undefined || !isCode || container.hasError) {
      continue;
    }
    if (text.slice(statement.startIndex, statement.endIndex).split("\n").length > maxStatementLines) {
      continue;
    }
    const following = parts.slice(index).filter(({ isNamed }) => isNamed);
    const closer = parts.find((part) => isCloserOf(container, part));
    const ends = following.map((part) => endOf(part, text));
    const last = Math.max(...ends);
    const closerEnd = closer?.endIndex ?? last;
    const line = closer === undefined ? "" : (/^[^\n]*/.exec(text.slice(closerEnd))?.[0].trimEnd() ?? "");
    const tail = /[{([:]$/.test(line) ? "" : line;
    // From the line break before the closer, or behind the block.
    const below = closer === undefined ? last : visibleEnd(text, closer.startIndex);
    places.push({
      ...{ languageId, text, offset: position, kind: "statement", below },
      ends: new Set([...ends, ...(closer === undefined ? [] : [closerEnd, closerEnd + tail.length])]),
      last: closerEnd + tail.length,
    });
    const lineEnd = text.indexOf("\n", position);
    const isHead = /(?:[{([:]|=>|->)[ \t]*$/.test(text.slice(position, lineEnd));
    // Empty lines at the start of a body are taken out by design.
    if (isHead && lineEnd < statement.endIndex && !/^\s*\n\s*\n/.test(text.slice(lineEnd))) {
      const end = endOf(statement, text);
      places.push({
        ...{ languageId, text, offset: lineEnd, kind: "head", ends: new Set([end]), last: end, below: end },
      });
    }
  }
  return places;
}

interface Result {
  exact: number;
  altered: number;
  early: number;
  late: number;
}

async function cut(place: Place, isWholeBelow: boolean, ends: StatementEnds | undefined): Promise<string> {
  const { languageId, text, offset, below } = place;
  const after = isWholeBelow ? text.slice(below) : "";
  const snapshot: DocumentSnapshot = {
    ...{ uri: "file:///a", path: "a", languageId, text: text.slice(0, offset) + after },
    indent: {
      tabSize: 4,
      insertSpaces: (text.match(/^\t/gm) ?? []).length < (text.match(/^ /gm) ?? []).length,
    },
  };
  const hole = holeAt(snapshot, offset, { isMultiline: true, isChat: false });
  const entry = new SuggestionEntry(snapshot, offset, {
    ...{ source: "remote", requestRid: "r", isMultiline: true },
  });
  let isOver = false;
  const reply = new GrowingReply({ entry, hole, goesOn: false, snapshot, offset }, ends, {
    onCut: () => (isOver = true),
    onGrow: () => undefined,
  });
  const lines = text.slice(offset).split("\n").slice(0, replyLines);
  let raw = "";
  for (const [index, line] of lines.entries()) {
    raw += index === lines.length - 1 ? line : `${line}\n`;
    isOver = reply.read(raw) === "stop" || isOver;
    // The tree answers before the next line is there.
    await settled();
    if (isOver) {
      break;
    }
  }
  const summary = { durationMs: 0, firstTextMs: 0, usage: undefined, isOnlyReasoning: false };
  reply.end({ ...summary, text: raw, end: "stop" });
  await settled();
  entry.state = "done";
  const kept = cutDuplicatesOfBelow(entry.text, hole, true).trimEnd();
  return kept;
}

const timesMs: number[] = [];
const running = new Set<Promise<unknown>>();

async function settled(): Promise<void> {
  while (running.size > 0) {
    await Promise.all(running);
    await Promise.resolve();
  }
}

const tree: StatementEnds = {
  find: (question) => {
    const startedMs = performance.now();
    const found = findStatementEnd(parser, question).then((verdict) => {
      timesMs.push(performance.now() - startedMs);
      return verdict ?? null;
    });
    const tracked = found.finally(() => running.delete(tracked));
    running.add(tracked);
    return found;
  },
};

function judge(result: Result, place: Place, kept: string): keyof Result {
  const { text, offset, ends, last } = place;
  // A comment at the end of the line goes with it.
  const seen = offset + kept.replace(/[ \t]+\/\/[^\n]*$/, "").length;
  const isSame = text.startsWith(kept, offset);
  const kind = !isSame ? "altered" : ends.has(seen) ? "exact" : seen > last ? "late" : "early";
  result[kind] += 1;
  return kind;
}

const byLanguage = new Map<string, Place[]>();
for (const folder of process.argv.slice(2)) {
  for (const path of filesIn(folder)) {
    const languageId = languageByExtension[extname(path)];
    const text = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
    if (languageId === undefined || text.length > 60_000) {
      continue;
    }
    const parsed = await parser.parse(languageId, text);
    if (parsed !== undefined) {
      const places = byLanguage.get(languageId) ?? [];
      // Spread over all files without keeping all places.
      const found = placesIn(parsed.rootNode, text, languageId);
      const step = Math.max(1, Math.floor(found.length / 8));
      places.push(...found.filter((_, index) => index % step === 0));
      byLanguage.set(languageId, places);
      parsed.delete();
    }
  }
}
const share = (count: number, all: number): string => `${((100 * count) / Math.max(1, all)).toFixed(1)} %`;
for (const [languageId, all] of byLanguage) {
  const step = Math.max(1, Math.floor(all.length / placesPerLanguage));
  const places = all.filter((_, index) => index % step === 0).slice(0, placesPerLanguage);
  for (const isWholeBelow of [false, true]) {
    const plain: Result = { altered: 0, exact: 0, early: 0, late: 0 };
    const syntax: Result = { altered: 0, exact: 0, early: 0, late: 0 };
    for (const place of places) {
      const plainEnd = await cut(place, isWholeBelow, undefined);
      const treeEnd = await cut(place, isWholeBelow, tree);
      const before = judge(plain, place, plainEnd);
      const now = judge(syntax, place, treeEnd);
      if (process.env["SHOW"] !== undefined && now !== "exact") {
        const { text, offset } = place;
        console.log(`--- ${languageId} ${place.kind} ${isWholeBelow} plain ${before}, tree ${now}`);
        console.log(
          `${text.slice(Math.max(0, offset - 160), offset)}‸${treeEnd}‖ text: ${text.slice(offset, offset + treeEnd.length + 120)}`,
        );
      }
    }
    const told = (result: Result): string =>
      `exact ${result.exact} (${share(result.exact, places.length)}), early ${result.early}, late ${result.late}, altered ${result.altered}`;
    console.log(
      `${languageId}, ${isWholeBelow ? "the block is closed below" : "nothing below"}, ${places.length} places: plain ${told(plain)}; tree ${told(syntax)}`,
    );
  }
}
timesMs.sort((a, b) => a - b);
const at = (part: number): string => (timesMs[Math.floor(timesMs.length * part)] ?? 0).toFixed(2);
console.log(`a verdict: ms p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)} (${timesMs.length} questions)`);
