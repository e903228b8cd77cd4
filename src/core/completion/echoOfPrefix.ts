import { indentationOf, indentWidth } from "../text/indentation.ts";
import { opensBlock, opensBox } from "./blockHead.ts";
import { mayBePlaceholder, placeholder } from "./placeholder.ts";
import type { Hole } from "./hole.ts";

/** One reply line may begin the echo at so many places of the text before. */
const maxStarts = 8;
const leastHeadChars = 8;
const minLineEcho = 3;
const hasWord = /[\p{L}\p{N}]/u;

/** True for the head of a block: it is hardly said twice by intent. */
export function isBlockHead(line: string): boolean {
  return opensBlock.test(line) && hasWord.test(line);
}

/**
 * `end`: where the echo ends in the reply; `open`: all that has arrived may be its beginning, and `at` is where a
 * shorter one would end; `none`: it is other text.
 */
export type Echo =
  | { readonly kind: "end"; readonly at: number }
  | { readonly kind: "open"; readonly at?: number | undefined }
  | { readonly kind: "none" };

interface Expected {
  /** Lines with text before the cursor, trimmed; in the middle of a line its beginning is the last of them. */
  readonly lines: readonly string[];
  readonly isMidLine: boolean;
  /** Indexes of the heads of the blocks that the cursor stands in. */
  readonly heads: ReadonlySet<number>;
}

function expectedOf({ prefix, linePrefix, indent }: Hole): Expected {
  const lines: string[] = [];
  const widths: number[] = [];
  for (const line of prefix.split("\n").slice(0, -1)) {
    if (line.trim() !== "") {
      lines.push(line.trim());
      widths.push(indentWidth(indentationOf(line), indent.tabSize));
    }
  }
  const isMidLine = linePrefix.trim().length >= minLineEcho;
  const heads = new Set<number>();
  let least = isMidLine ? indentWidth(indentationOf(linePrefix), indent.tabSize) : Infinity;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const width = widths[index] ?? 0;
    if (width < least) {
      least = width;
      heads.add(index);
    }
  }
  return { lines: isMidLine ? [...lines, linePrefix.trimStart()] : lines, isMidLine, heads };
}

/** The same line, or a head without its modifiers: `function f() {` for `export function f() {`. */
function isSame(said: string, line: string): boolean {
  return (
    said === line ||
    (said.length >= leastHeadChars && isBlockHead(said) && line.trimEnd().endsWith(` ${said}`))
  );
}

/** Follows the reply from the text's line `start` to the cursor; with `hasGaps` lines between may be left out. */
function follow(text: string, expected: Expected, start: number, hasGaps: boolean): Echo {
  const { lines, isMidLine } = expected;
  const last = lines.length - 1;
  let at = 0;
  for (let wanted = start; wanted <= last;) {
    const lineEnd = text.indexOf("\n", at);
    const line = lineEnd < 0 ? text.slice(at) : text.slice(at, lineEnd);
    const said = line.trim();
    const isArriving = lineEnd < 0;
    // "... existing code ..." stands for lines that are left out.
    if ((said === "" || placeholder.test(said)) && !isArriving) {
      at = lineEnd + 1;
      continue;
    }
    const current = lines[last] ?? "";
    if (isMidLine && (wanted === last || hasGaps) && line.trimStart().startsWith(current)) {
      return {
        kind: "end",
        at: at + line.indexOf(current.trimStart(), indentationOf(line).length) + current.length,
      };
    }
    if (isArriving) {
      const rest = hasGaps ? lines.slice(wanted) : [lines[wanted] ?? ""];
      const isBegun =
        mayBePlaceholder.test(said) || rest.some((candidate) => candidate.startsWith(line.trimStart()));
      return { kind: isBegun ? "open" : "none" };
    }
    const end = isMidLine ? last : lines.length;
    let found = wanted;
    while (found < end && !isSame(said, lines[found] ?? "")) {
      found += hasGaps && found < end ? 1 : end;
    }
    if (found >= end) {
      return { kind: "none" };
    }
    wanted = found + 1;
    at = lineEnd + 1;
  }
  return { kind: "end", at };
}

/** The line right above an empty one is not said twice, but for a box in a box. */
function isEnough({ lines, isMidLine }: Expected, start: number): boolean {
  const line = lines[start] ?? "";
  const isSaid = line.length >= minLineEcho && hasWord.test(line) && !opensBox.test(line);
  return isMidLine || lines.length - start > 1 || isSaid;
}

/**
 * Whether the reply says once more what stands before the cursor: from some line on without a gap, or from
 * the head of a block that the cursor stands in, or in the middle of a line up to that line, with lines left out.
 */
export function echoOfPrefix(text: string, hole: Hole): Echo {
  const expected = expectedOf(hole);
  const { lines, isMidLine, heads } = expected;
  const firstEnd = text.indexOf("\n");
  const first = (firstEnd < 0 ? text : text.slice(0, firstEnd)).trim();
  let isOpen = false;
  let at: number | undefined;
  let starts = 0;
  for (let start = 0; start < lines.length && starts < maxStarts; start += 1) {
    const line = lines[start] ?? "";
    const isHere = firstEnd < 0 ? first.length >= 2 && line.startsWith(first) : isSame(first, line);
    const isCurrent = isMidLine && start === lines.length - 1;
    if (!(isHere || (isCurrent && text.trimStart().startsWith(line))) || !isEnough(expected, start)) {
      continue;
    }
    starts += 1;
    for (const hasGaps of isMidLine || heads.has(start) ? [false, true] : [false]) {
      const echo = follow(text, expected, start, hasGaps);
      if (echo.kind === "end" && !isOpen) {
        return echo;
      }
      at ??= echo.kind === "end" ? echo.at : undefined;
      isOpen ||= echo.kind === "open";
    }
  }
  return isOpen ? { kind: "open", at } : { kind: "none" };
}
