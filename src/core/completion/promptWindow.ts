import { lineEndAt } from "../text/lines.ts";
import { estimateTokens } from "../text/tokens.ts";
import type { DocumentSnapshot } from "./completionTypes.ts";

export interface PromptWindow {
  readonly prefix: string;
  readonly suffix: string;
  /** One-based and inclusive lines of the two parts. */
  readonly startLine: number;
  readonly cursorLine: number;
  readonly endLine: number;
}

export interface WindowBudget {
  readonly prefixTokens: number;
  readonly suffixTokens: number;
  /**
   * Every new line before the suffix lets the server read all of it again, and nothing can be sent behind it: it is
   * kept a quarter of the prefix, so that most of the prompt stays cached.
   */
  readonly isSuffixReread?: boolean | undefined;
}

/** The window's start moves in steps of so many lines, so that a server's cache of the prompt stays good. */
const prefixStep = 128;
const prefixReach = 192;
const suffixStep = 32;
const suffixReach = 64;
/** Size of the suffix beside the prefix: its share, its steps and its least, in tokens. */
const usualSuffix = { share: 0.4, step: 120, least: 240 };
const rereadSuffix = { share: 0.25, step: 60, least: 120 };

function countBreaks(text: string): number {
  let count = 0;
  for (let index = text.indexOf("\n"); index >= 0; index = text.indexOf("\n", index + 1)) {
    count += 1;
  }
  return count;
}

/** Where the last `count` lines of `text` begin, first line first. */
function lastLineStarts(text: string, count: number): number[] {
  const starts: number[] = [];
  let end = text.length;
  while (starts.length < count) {
    const at = end <= 0 ? -1 : text.lastIndexOf("\n", end - 1);
    starts.push(at + 1);
    end = at;
  }
  return starts.reverse();
}

/** Which of the lines to begin with, so that the text to its end fits; halves the step so that it seldom moves. */
function fittingStart(text: string, starts: readonly number[], maxTokens: number): number {
  const cursor = starts.length - 1;
  let line = 0;
  for (let step = prefixStep / 2; step >= 1 && line < cursor;) {
    if (estimateTokens(text.slice(starts[line] ?? 0)) <= maxTokens) {
      break;
    }
    if (line + step < cursor) {
      line += step;
    } else {
      step >>= 1;
    }
  }
  return line;
}

/**
 * A server reads the suffix again whenever a line is added before it, so it stays small beside the prefix; in
 * steps, so that its end seldom moves.
 */
function suffixShareOf(prefixTokens: number, isReread: boolean): number {
  const { share, step, least } = isReread ? rereadSuffix : usualSuffix;
  return Math.max(least, Math.floor((prefixTokens * share) / step) * step);
}

/** Lines after the cursor's, so many that the end keeps its place while lines are typed above it. */
function linesBelow(text: string, offset: number): number {
  const total = countBreaks(text.slice(offset));
  return total <= suffixReach ? total : total - Math.ceil((total - suffixReach) / suffixStep) * suffixStep;
}

/** The text around the cursor that a request may carry, with `\n` endings. */
export function promptWindow(snapshot: DocumentSnapshot, offset: number, budget: WindowBudget): PromptWindow {
  const plain = (text: string): string => (text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text);
  const before = plain(snapshot.text.slice(0, offset));
  const cursor = countBreaks(before);
  const anchored = Math.floor(Math.max(0, cursor - prefixReach) / prefixStep) * prefixStep;
  const starts = lastLineStarts(before, cursor - anchored + 1);
  const skipped = fittingStart(before, starts, budget.prefixTokens);
  const first = anchored + skipped;
  const prefix = before.slice(starts[skipped] ?? 0);
  const maxSuffixTokens = Math.min(
    budget.suffixTokens,
    suffixShareOf(estimateTokens(prefix), budget.isSuffixReread === true),
  );
  const lastLine = cursor + linesBelow(snapshot.text, offset);
  let end = lineEndAt(snapshot.text, offset);
  let endLine = cursor;
  while (endLine < lastLine && end < snapshot.text.length) {
    const next = snapshot.text.indexOf("\n", end);
    if (next < 0) {
      break;
    }
    const nextEnd = lineEndAt(snapshot.text, next + 1);
    if (estimateTokens(snapshot.text.slice(offset, nextEnd)) > maxSuffixTokens) {
      break;
    }
    end = nextEnd;
    endLine += 1;
  }
  return {
    prefix:
      estimateTokens(prefix) > budget.prefixTokens * 2 ? prefix.slice(-budget.prefixTokens * 3) : prefix,
    suffix: plain(snapshot.text.slice(offset, end)).slice(0, budget.suffixTokens * 6),
    startLine: first + 1,
    cursorLine: cursor + 1,
    endLine: endLine + 1,
  };
}
