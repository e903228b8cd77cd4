import type { TextFormat } from "./secretValues.ts";

/** Longer values are data, not secrets (characters). */
export const maxValueChars = 4096;
/** More pieces than these are a text, not a key. */
const maxPieces = 16;

/** Where a value stands in a text. */
export interface Value {
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
  /** It is an argument of a call, which may make anything of it. */
  readonly isInCall?: boolean;
  /** Its pieces without what joins them, when there are several. */
  readonly joined?: string;
}

export function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'" || character === "`";
}

export function skipBlanks(text: string, from: number): number {
  let i = from;
  while (text[i] === " " || text[i] === "\t") {
    i += 1;
  }
  return i;
}

export function skipSpace(text: string, from: number, to: number): number {
  let i = from;
  while (i < to && text.charCodeAt(i) <= 32) {
    i += 1;
  }
  return i;
}

/** Brackets, a line's continuation and a line break, before a literal. */
const wrapping = /(?:\\?\r?\n[ \t]{0,80}|\(\s{0,80}){1,3}(?=(?:[rbfu]{0,2})["'`])/y;
/** A call whose first argument is the literal: `b64decode("…")`, `[]byte("…")`, `Field(default="…")`. */
const call =
  /(?:new )?(?:\[\]|&)?[A-Za-z_][\w.:]{0,60}!?\(\s{0,80}(?:\w{1,20} ?= ?)?(?=(?:[rbfu]{0,2})["'`])/y;
const literalPrefix = /(?:[rbfuLRN@$]{1,2}|u8|String\.raw)(?=["'`])/y;
/** Between two pieces of one literal: a sign of joining, or a line break in Python and C. */
const joint =
  /["'`][ \t]*(?:[+.&][ \t]*(?:\\?\r?\n\s{0,80})?|\\?\r?\n\s{0,80}(?:[+.&][ \t]*)?)[rbfu]?(["'`])(?=[\w+/=.~!@#$%^&*-]{6,200}\1)/y;

/** The end of what `pattern` matches at `at`, or undefined. */
function skip(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/**
 * The literal after `from`, or the bare word in the same line. The literal may stand on the next line, in
 * brackets, in pieces that are joined, and outside settings as the first argument of a call.
 */
export function valueAfter(
  text: string,
  from: number,
  isLine: boolean,
  format: TextFormat,
): Value | undefined {
  const first = skipBlanks(text, from);
  const inBrackets = skip(wrapping, text, first);
  const inCall = inBrackets === undefined && format !== "config" ? skip(call, text, first) : undefined;
  const open = inBrackets ?? inCall ?? first;
  const i = skip(literalPrefix, text, open) ?? open;
  const isEscaped = text[i] === "\\" && isQuote(text[i + 1]);
  const quote = text[isEscaped ? i + 1 : i];
  if (isQuote(quote) && quote !== undefined) {
    const value = quotedValue(text, isEscaped ? i + 2 : i + 1, quote, isEscaped);
    return value === undefined || isEscaped
      ? value
      : { ...withPieces(text, value), isInCall: inCall !== undefined };
  }
  return isLine && format !== "code" ? lineValue(text, i, format) : bareValue(text, i);
}

/** The value with what further pieces of the same literal add to it. */
function withPieces(text: string, value: Value): Value {
  let { end } = value;
  let joined = text.slice(value.start, end);
  for (let pieces = 1; pieces < maxPieces; pieces += 1) {
    const next = skip(joint, text, end);
    const quote = next === undefined ? undefined : text[next - 1];
    const piece =
      next === undefined || quote === undefined ? undefined : quotedValue(text, next, quote, false);
    if (piece === undefined) {
      break;
    }
    joined += text.slice(piece.start, piece.end);
    end = piece.end;
  }
  return end === value.end ? value : { ...value, end, joined };
}

function quotedValue(text: string, start: number, quote: string, isEscaped: boolean): Value | undefined {
  const isTriple = !isEscaped && text[start] === quote && text[start + 1] === quote;
  const first = isTriple ? start + 2 : start;
  let end = first;
  while (end < text.length && end - first <= maxValueChars) {
    const character = text[end];
    if (
      character === "\n" ||
      (character === quote && !isEscaped) ||
      (isEscaped && character === "\\" && text[end + 1] === quote)
    ) {
      break;
    }
    end += character === "\\" && text[end + 1] !== "\n" ? 2 : 1;
  }
  end = Math.min(end, text.length);
  return end === first
    ? undefined
    : { start: first, end: text[end - 1] === "\r" ? end - 1 : end, isQuoted: true };
}

/** The rest of a line of settings, without a comment. */
function lineValue(text: string, start: number, format: TextFormat): Value | undefined {
  const near = text.slice(start, start + maxValueChars);
  const newline = near.indexOf("\n");
  const lineEnd = newline === -1 ? start + near.length : start + newline;
  const comment = text.slice(start, lineEnd).search(/[ \t]+[#;]|[ \t]+\/\//);
  const value = trimmed(text, start, comment === -1 ? lineEnd : start + comment);
  if (format === "unknown" && /[;,]$/.test(text.slice(value.start, value.end))) {
    return bareValue(text, start);
  }
  const blank = text.slice(value.start, value.end).search(/\s/);
  // A second word means a sentence or a command: only the first is the value.
  const end = blank === -1 ? value.end : value.start + blank;
  return end === value.start ? undefined : { start: value.start, end, isQuoted: false };
}

function bareValue(text: string, start: number): Value | undefined {
  let end = start;
  while (end < text.length && end - start <= maxValueChars && !/[\s,;&"'`<>)}\]\\]/.test(text[end] ?? "")) {
    end += 1;
  }
  return end === start ? undefined : { start, end, isQuoted: false };
}

export function trimmed(text: string, start: number, end: number): Value {
  const from = skipSpace(text, start, end);
  let to = end;
  while (to > from && text.charCodeAt(to - 1) <= 32) {
    to -= 1;
  }
  return { start: from, end: to, isQuoted: false };
}
