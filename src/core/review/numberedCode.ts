import { estimateTokens } from "../text/tokens.ts";

/** Lines of a file with their numbers in front; line numbers are one-based and inclusive. */
export interface NumberedCode {
  readonly text: string;
  readonly startLine: number;
  readonly endLine: number;
  /** True when not all of the lines asked for fitted. */
  readonly isCut: boolean;
}

/**
 * Writes `startLine` to `endLine` of `lines` as `12| code`, around `focusLine` as far as `maxTokens`
 * lets them. Without a focus the lines are taken from the start.
 */
export function numberLines(
  lines: readonly string[],
  { startLine, endLine, focusLine = startLine }: { startLine: number; endLine: number; focusLine?: number },
  maxTokens: number,
): NumberedCode {
  const width = String(endLine).length;
  const write = (line: number): string => `${String(line).padStart(width)}| ${lines[line - 1] ?? ""}`;
  let first = Math.min(Math.max(focusLine, startLine), endLine);
  let last = first;
  let left = maxTokens - estimateTokens(write(first)) - 1;
  for (let isGrowing = true; isGrowing;) {
    isGrowing = false;
    for (const next of [last + 1, first - 1]) {
      const cost = next >= startLine && next <= endLine ? estimateTokens(write(next)) + 1 : Infinity;
      if (cost <= left) {
        left -= cost;
        first = Math.min(first, next);
        last = Math.max(last, next);
        isGrowing = true;
      }
    }
  }
  const text = Array.from({ length: last - first + 1 }, (_, index) => write(first + index)).join("\n");
  return { text, startLine: first, endLine: last, isCut: first > startLine || last < endLine };
}

/** `12| code` as a weak model copies it, without the number. */
export function withoutLineNumber(line: string): string {
  return line.replace(/^\s*\d+\s?[|:]\s?/, "");
}
