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
}

/** The window's start moves in steps of so many lines, so that a server's cache of the prompt stays good. */
const prefixStep = 128;
const prefixReach = 192;
const suffixStep = 32;
const suffixReach = 64;
const suffixShare = 0.4;
const suffixTokenStep = 120;
const leastSuffixTokens = 240;

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let index = text.indexOf("\n"); index >= 0; index = text.indexOf("\n", index + 1)) {
    starts.push(index + 1);
  }
  return starts;
}

/** First line whose text to `end` fits; halves the step so that it seldom moves. */
function fittingStart(
  text: string,
  starts: readonly number[],
  first: number,
  cursor: number,
  maxTokens: number,
): number {
  let line = first;
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
function suffixShareOf(prefixTokens: number): number {
  return Math.max(
    leastSuffixTokens,
    Math.floor((prefixTokens * suffixShare) / suffixTokenStep) * suffixTokenStep,
  );
}

/** Lines after the cursor's, so many that the end keeps its place while lines are typed above it. */
function linesBelow(text: string, offset: number): number {
  let total = 0;
  for (let index = text.indexOf("\n", offset); index >= 0; index = text.indexOf("\n", index + 1)) {
    total += 1;
  }
  return total <= suffixReach ? total : total - Math.ceil((total - suffixReach) / suffixStep) * suffixStep;
}

/** The text around the cursor that a request may carry, with `\n` endings. */
export function promptWindow(snapshot: DocumentSnapshot, offset: number, budget: WindowBudget): PromptWindow {
  const plain = (text: string): string => (text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text);
  const before = plain(snapshot.text.slice(0, offset));
  const starts = lineStarts(before);
  const cursor = starts.length - 1;
  const anchored = Math.floor(Math.max(0, cursor - prefixReach) / prefixStep) * prefixStep;
  const first = fittingStart(before, starts, anchored, cursor, budget.prefixTokens);
  const prefix = before.slice(starts[first] ?? 0);
  const maxSuffixTokens = Math.min(budget.suffixTokens, suffixShareOf(estimateTokens(prefix)));
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
