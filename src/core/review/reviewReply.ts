import { AssistantError } from "../errors.ts";
import { findElision } from "../text/elisions.ts";
import { readJsonObjects } from "./looseJson.ts";
import type { NumberedCode } from "./numberedCode.ts";
import { withoutLineNumber } from "./numberedCode.ts";

/** A finding of a model, tied to lines that are in the file; lines are one-based and inclusive. */
export interface ModelFinding {
  readonly startLine: number;
  readonly endLine: number;
  readonly explanation: string;
  /** Text that replaces the lines, indented like them, without a line end behind it. */
  readonly replacement?: string | undefined;
}

export interface ReviewResult {
  readonly findings: readonly ModelFinding[];
  /** Findings whose quoted line is not in the file. */
  readonly dropped: number;
}

interface RawFinding {
  readonly line: number | undefined;
  readonly quote: string;
  readonly problem: string;
  readonly fix: string | undefined;
}

/** Findings that are kept of one reply. */
const maxFindings = 50;

/**
 * Reads a reply to the review prompt. A finding is kept only when its quoted line stands among the lines
 * that were sent; of several equal lines the one nearest to the number given is taken.
 * Throws `badReply` when the reply neither lists findings nor says that there are none.
 */
export function readReview(reply: string, text: string, sent: NumberedCode): ReviewResult {
  const raw = readRawFindings(reply);
  if (raw.length === 0 && !saysNothingFound(reply)) {
    throw new AssistantError("badReply", "The reply holds no list of findings.", {
      detail: reply.trim().slice(0, 120),
    });
  }
  const lines = text.split(/\r?\n/);
  const placed = raw.slice(0, maxFindings).flatMap((finding) => placeFinding(finding, lines, sent) ?? []);
  const findings = placed.filter(
    (finding, index) =>
      !placed
        .slice(0, index)
        .some((other) => other.startLine === finding.startLine && other.explanation === finding.explanation),
  );
  return { findings, dropped: raw.length - placed.length };
}

function readRawFindings(reply: string): RawFinding[] {
  const objects = readJsonObjects(reply);
  return objects.length > 0 ? objects.flatMap((object) => rawFromObject(object) ?? []) : rawFromLines(reply);
}

function saysNothingFound(reply: string): boolean {
  return (
    /\[\s*\]/.test(reply) ||
    /\bno (bugs?|mistakes?|problems?|issues?|errors?)\b|没有(发现|找到)?|未发现|无(缺陷|错误|问题)/i.test(
      reply,
    )
  );
}

function rawFromObject(object: Record<string, unknown>): RawFinding | undefined {
  const pick = (...names: string[]): unknown =>
    names.map((name) => object[name]).find((value) => value !== undefined && value !== null);
  const quote = textOf(pick("quote", "code", "quoted_line", "quotedLine", "text", "original"));
  const problem = textOf(pick("problem", "explanation", "message", "description", "issue", "reason"));
  if (quote === undefined || problem === undefined) {
    return undefined;
  }
  const line = Number(pick("line", "lineNumber", "line_number", "startLine", "start_line"));
  return {
    line: Number.isInteger(line) ? line : undefined,
    quote,
    problem,
    fix: textOf(pick("fix", "replacement", "suggestion", "fixed")),
  };
}

/** A model that cannot do JSON writes `12: \`code\` - what is wrong`, as a list or a table. */
function rawFromLines(reply: string): RawFinding[] {
  return reply.split(/\r?\n/).flatMap((line) => {
    const match = line.match(
      /^\W*(?:lines?|第)?\s*(\d+)\s*行?\s*[:：|.)]*\s*`+([^`]+)`+\s*(?:[-–—:：|]+)\s*(.+?)\s*\|?\s*$/i,
    );
    const [, number = "", quote = "", problem = ""] = match ?? [];
    return match === null ? [] : [{ line: Number(number), quote, problem, fix: undefined }];
  });
}

function textOf(value: unknown): string | undefined {
  const text = Array.isArray(value) ? value.filter((entry) => typeof entry === "string").join("\n") : value;
  return typeof text === "string" && text.trim() !== "" ? text : undefined;
}

function placeFinding(
  raw: RawFinding,
  lines: readonly string[],
  sent: NumberedCode,
): ModelFinding | undefined {
  const quoted = withoutBlankEnds(
    withoutFence(raw.quote).split(/\r?\n/).map(withoutLineNumberIfCopied(lines)),
  );
  // A bracket alone says nothing about where it stands.
  if (!quoted.some((line) => /[\p{L}\p{N}]/u.test(line))) {
    return undefined;
  }
  const starts: number[] = [];
  for (let start = sent.startLine; start + quoted.length - 1 <= sent.endLine; start += 1) {
    if (quoted.every((line, index) => lines[start - 1 + index]?.trim() === line.trim())) {
      starts.push(start);
    }
  }
  const wanted = raw.line ?? sent.startLine;
  const [startLine] = starts.sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted));
  if (startLine === undefined) {
    return undefined;
  }
  const endLine = startLine + quoted.length - 1;
  const old = lines.slice(startLine - 1, endLine);
  return { startLine, endLine, explanation: raw.problem.trim(), replacement: replacementFor(raw.fix, old) };
}

/** Undefined when there is no fix, when it changes nothing, or when it leaves code out. */
function replacementFor(fix: string | undefined, old: readonly string[]): string | undefined {
  if (fix === undefined || /^(null|none|n\/a)$/i.test(fix.trim())) {
    return undefined;
  }
  const lines = withoutBlankEnds(withoutFence(fix).split(/\r?\n/).map(withoutLineNumberIfCopied(old)));
  const indent = old[0]?.match(/^\s*/)?.[0] ?? "";
  const own = lines[0]?.match(/^\s*/)?.[0] ?? "";
  // Models drop the indentation of what they quote: every line follows the first.
  const placed = lines.map((line) =>
    line.trim() === ""
      ? ""
      : line.startsWith(own)
        ? indent + line.slice(own.length)
        : indent + line.trimStart(),
  );
  const text = placed.join("\n");
  if (text === old.join("\n") || findElision(text, old.join("\n")) !== undefined) {
    return undefined;
  }
  return text;
}

/** Takes `12| ` away, unless the file itself has such a line. */
function withoutLineNumberIfCopied(lines: readonly string[]): (line: string) => string {
  return (line) => (lines.some((own) => own.trim() === line.trim()) ? line : withoutLineNumber(line));
}

function withoutFence(text: string): string {
  return text.match(/^\s*```[^\n]*\n([\s\S]*?)\n?\s*```\s*$/)?.[1] ?? text;
}

function withoutBlankEnds(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== "");
  const last = lines.findLastIndex((line) => line.trim() !== "");
  return first === -1 ? [] : lines.slice(first, last + 1);
}
