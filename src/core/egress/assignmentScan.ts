import { judgeValue, type NamedValue, type TextFormat } from "./secretValues.ts";
import { rateName, type NameStrength } from "./secretNames.ts";
import type { SecretSpan } from "./secretSpan.ts";
import { readYamlBlock } from "./yamlBlock.ts";

/** Names longer than this are no names (characters). */
const maxNameChars = 80;
const maxLookBackChars = 160;
/** Line breaks and indentation between a tag and its value (characters). */
const maxIndentChars = 120;
/** Longer values are data, not secrets (characters). */
const maxValueChars = 4096;
/** `a=b=c=d` names one value, seldom two. */
const maxValuesInRun = 16;
const maxRatedNames = 20_000;

interface Name {
  readonly text: string;
  readonly start: number;
  readonly isQuoted: boolean;
}

interface Value {
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
}

const nameCharacter = /[\w.$\-\u4e00-\u9fff]/;
const typeThenEquals = /[ \t]*&?'?[A-Za-z_][\w.<>[\]| ?:&']{0,60}?[ \t]*=(?![=>])/y;
const scheme = /(["'`]?)(?:Bearer|Basic|Token|ApiKey|APPCODE|Digest|Key)[ \t]+([^\s"'`,;\\]{6,4096})/iy;
const namedBefore =
  /(?:name|key|id|property)["']?\s*[:=]\s*\\?["']?([\w.\-\u4e00-\u9fff]+)\\?["']?[,;]?\s*(?:-\s*)?["']?$/i;
const namedElementBefore = /<(?:name|key|code)>([\w.-]+)<\/(?:name|key|code)>\s*$/i;
const nameAttribute = /\b(?:name|key|id|code)\s*=\s*["']([\w.-]+)["']/i;
const lineStartBefore =
  /^[ \t]*(?:[-#*;][ \t]*|export[ \t]+|set[ \t]+|env[ \t]+|ENV[ \t]+|ARG[ \t]+|-e[ \t]+|--env[ \t]+|\$env:)*["']?$/;

/** Finds secrets by the name they are assigned to. Remembers the rating of names, which repeat in code. */
export class AssignmentScan {
  readonly #ratings = new Map<string, NameStrength>();
  /** End of the unbroken text that the last bare value stood in, and how many values were read in it. */
  #runEnd = 0;
  #runValues = 0;

  /** To be called before the first `at` of each text. */
  begin(): void {
    this.#runEnd = 0;
  }

  /** `at` is the offset of a `=`, `:`, `：`, `,`, `(`, `{` or `>`. */
  at(text: string, at: number, format: TextFormat): SecretSpan | undefined {
    const sign = text[at];
    if (sign === ">") {
      return this.#inElement(text, at, format);
    }
    if (sign === "," || sign === "(" || sign === "{") {
      return this.#asArgument(text, at, format, sign);
    }
    return this.#assigned(text, at, format);
  }

  #rate(name: string): NameStrength {
    const known = this.#ratings.get(name);
    if (known !== undefined) {
      return known;
    }
    if (this.#ratings.size >= maxRatedNames) {
      this.#ratings.clear();
    }
    const rating = rateName(name);
    this.#ratings.set(name, rating);
    return rating;
  }

  #assigned(text: string, at: number, format: TextFormat): SecretSpan | undefined {
    const next = text[at + 1];
    const previous = text[at - 1];
    if (next === "=" || next === "/" || (text[at] === "=" && "=!<>+*/%|&^~".includes(previous ?? "="))) {
      return undefined;
    }
    if (text[at] === ":" && (next === ":" || previous === ":")) {
      return undefined;
    }
    const name = nameBefore(text, previous === ":" || previous === "?" ? at - 1 : at);
    if (name === undefined) {
      return undefined;
    }
    let strength = this.#rate(name.text);
    let known = name.text;
    if (strength === "value") {
      known = nameOfValue(text, name.start) ?? "";
      strength = this.#rate(known);
    }
    if (strength === "none" || strength === "value") {
      return undefined;
    }
    const from = next === ">" ? at + 2 : at + 1;
    if (strength === "header" || strength === "token") {
      const withScheme = schemeValue(text, from, known, format);
      if (withScheme !== undefined) {
        return withScheme;
      }
    }
    const inString = formatInString(text, name, at, format);
    const isLine = inString === undefined && !isInsideLine(text, name);
    if (isLine && text[at] === ":" && format !== "code") {
      const block = inYamlBlock(text, name, at, known, strength);
      if (block !== undefined) {
        return block;
      }
    }
    const value = this.#valueInRun(text, afterType(text, at, from), isLine, format);
    // `name: word` amid a line of settings is a sentence more often than a setting.
    const isProse = format === "config" && !isLine && text[at] === ":" && !name.isQuoted;
    return value === undefined
      ? undefined
      : judge(text, value, known, strength, "assigned", isProse ? "unknown" : (inString ?? format));
  }

  /** Like `valueAfter`, but reads few values of one run, which may be as long as the text. */
  #valueInRun(text: string, from: number, isLine: boolean, format: TextFormat): Value | undefined {
    if (from < this.#runEnd && this.#runValues >= maxValuesInRun) {
      return undefined;
    }
    const value = valueAfter(text, from, isLine, format);
    if (value !== undefined && !value.isQuoted) {
      this.#runValues = from < this.#runEnd ? this.#runValues + 1 : 1;
      this.#runEnd = Math.max(this.#runEnd, value.end);
    }
    return value;
  }

  #asArgument(text: string, at: number, format: TextFormat, sign: string): SecretSpan | undefined {
    const opening = sign === "," ? skipBlanks(text, at + 1) : at + 1;
    if (!isQuote(text[opening]) || (sign === "," && !isQuote(text[at - 1]))) {
      return undefined;
    }
    const name = nameBefore(text, at);
    if (name === undefined) {
      return undefined;
    }
    const strength = this.#rate(name.text);
    const isCall =
      sign === ","
        ? text[name.start - 2] === "("
        : !/^(?:get|is|has|check|expect|validate|t$)/i.test(name.text);
    if (!isCall || (strength !== "password" && strength !== "secret" && strength !== "token")) {
      return undefined;
    }
    const value = valueAfter(text, opening, false, format);
    return value === undefined ? undefined : judge(text, value, name.text, strength, "list", format);
  }

  /** `<password>value</password>`, `<entry key="password">value</entry>`, `<name>…</name><value>…</value>`. */
  #inElement(text: string, at: number, format: TextFormat): SecretSpan | undefined {
    // Most elements hold others: those need no second look. The value may stand in a line of its own.
    const first = text[skipSpace(text, at + 1, at + maxIndentChars)];
    if (first === undefined || first === "<" || text[at + 1] === "=") {
      return undefined;
    }
    let open = at - 1;
    const floor = Math.max(0, at - maxLookBackChars);
    while (open > floor && text[open] !== "<" && text[open] !== ">") {
      open -= 1;
    }
    if (text[open] !== "<" || text[open + 1] === "/") {
      return undefined;
    }
    const close = text.slice(at, at + maxValueChars).indexOf("<") + at;
    if (close < at || text[close + 1] !== "/") {
      return undefined;
    }
    const tag = text.slice(open + 1, at);
    const element = /^[\w.:-]+/.exec(tag)?.[0] ?? "";
    const name =
      nameAttribute.exec(tag)?.[1] ??
      (element === "value"
        ? namedElementBefore.exec(text.slice(Math.max(0, open - maxLookBackChars), open))?.[1]
        : element.slice(element.lastIndexOf(":") + 1));
    const strength = this.#rate(name ?? "");
    if (name === undefined || strength === "none" || strength === "value") {
      return undefined;
    }
    const value = trimmed(text, at + 1, close);
    return judge(text, { ...value, isQuoted: true }, name, strength, "assigned", format);
  }
}

function judge(
  text: string,
  { start, end, isQuoted }: Value,
  name: string,
  strength: NameStrength,
  position: NamedValue["position"],
  format: TextFormat,
): SecretSpan | undefined {
  const kind = judgeValue({ name, value: text.slice(start, end), strength, isQuoted, position, format });
  return kind === undefined ? undefined : { start, end, kind };
}

/** The secret lines of a block scalar, from the first to the last: one secret may stand on several. */
function inYamlBlock(
  text: string,
  { start }: Name,
  at: number,
  known: string,
  strength: NameStrength,
): SecretSpan | undefined {
  const spans = readYamlBlock(text, start, at).flatMap((line) => {
    const isOneWord = !/\s/.test(text.slice(line.start, line.end));
    const span = judge(text, { ...line, isQuoted: true }, known, strength, "assigned", "config");
    return isOneWord && span !== undefined ? [span] : [];
  });
  const [first] = spans;
  return first === undefined ? undefined : { ...first, end: spans.at(-1)?.end ?? first.end };
}

function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'" || character === "`";
}

function skipBlanks(text: string, from: number): number {
  let i = from;
  while (text[i] === " " || text[i] === "\t") {
    i += 1;
  }
  return i;
}

function skipSpace(text: string, from: number, to: number): number {
  let i = from;
  while (i < to && text.charCodeAt(i) <= 32) {
    i += 1;
  }
  return i;
}

/** The name that ends before `at`, quoted or not, subscripted or not. */
function nameBefore(text: string, at: number): Name | undefined {
  let end = at;
  const floor = Math.max(0, at - maxLookBackChars);
  while (end > floor && (text[end - 1] === " " || text[end - 1] === "\t")) {
    end -= 1;
  }
  if (text[end - 1] === "]") {
    end -= 1;
    while (end > floor && text.charCodeAt(end - 1) >= 48 && text.charCodeAt(end - 1) <= 57) {
      end -= 1;
    }
    end -= text[end - 1] === "[" ? 1 : 0;
  }
  const isQuoted = isQuote(text[end - 1]);
  if (isQuoted) {
    end -= text[end - 2] === "\\" ? 2 : 1;
  }
  let start = end;
  const stop = Math.max(0, end - maxNameChars);
  while (start > stop && nameCharacter.test(text[start - 1] ?? "")) {
    start -= 1;
  }
  return start === end ? undefined : { text: text.slice(start, end), start, isQuoted };
}

/** In `name: X` or `name="X"` right before `value`, the X. */
function nameOfValue(text: string, start: number): string | undefined {
  return namedBefore.exec(text.slice(Math.max(0, start - maxLookBackChars), start))?.[1];
}

/** True unless only blanks, a list mark or a shell's `export` stand before the name in its line. */
function isInsideLine(text: string, name: Name): boolean {
  const near = text.slice(Math.max(0, name.start - maxLookBackChars), name.start);
  const newline = near.lastIndexOf("\n");
  const isCut = newline === -1 && near.length === maxLookBackChars;
  return isCut || !lineStartBefore.test(near.slice(newline + 1));
}

/** In `name: Type = value` the offset after `=`, else `from`. */
function afterType(text: string, at: number, from: number): number {
  if (text[at] === ":") {
    typeThenEquals.lastIndex = from;
    if (typeThenEquals.test(text)) {
      const quote = skipBlanks(text, typeThenEquals.lastIndex);
      return isQuote(text[quote]) ? quote : from;
    }
  }
  return from;
}

/**
 * Inside a connection string (`…;Password=x;`) or a query (`?user=a&password=x`) bare words are values
 * even where the text around is code.
 */
function formatInString(text: string, name: Name, at: number, format: TextFormat): TextFormat | undefined {
  if (text[at] !== "=" || name.isQuoted || name.start + name.text.length !== at || isQuote(text[at + 1])) {
    return undefined;
  }
  const before = text[name.start - 1];
  if (before === "?" || before === "&") {
    return "config";
  }
  return before === ";" || isQuote(before) ? (format === "code" ? "unknown" : format) : undefined;
}

function schemeValue(text: string, from: number, name: string, format: TextFormat): SecretSpan | undefined {
  scheme.lastIndex = skipBlanks(text, from);
  const match = scheme.exec(text);
  const value = match?.[2];
  if (match === null || value === undefined) {
    return undefined;
  }
  const start = scheme.lastIndex - value.length;
  return judge(text, { start, end: start + value.length, isQuoted: true }, name, "token", "assigned", format);
}

/** The literal or bare word after `from`, in the same line. */
function valueAfter(text: string, from: number, isLine: boolean, format: TextFormat): Value | undefined {
  let i = skipBlanks(text, from);
  const prefix = /(?:[rbfuLR@$]{1,2}|u8|String\.raw)(?=["'`])/y;
  prefix.lastIndex = i;
  if (prefix.test(text)) {
    i = prefix.lastIndex;
  }
  const isEscaped = text[i] === "\\" && isQuote(text[i + 1]);
  const quote = text[isEscaped ? i + 1 : i];
  if (isQuote(quote) && quote !== undefined) {
    return quotedValue(text, isEscaped ? i + 2 : i + 1, quote, isEscaped);
  }
  return isLine && format !== "code" ? lineValue(text, i, format) : bareValue(text, i);
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

function trimmed(text: string, start: number, end: number): Value {
  const from = skipSpace(text, start, end);
  let to = end;
  while (to > from && text.charCodeAt(to - 1) <= 32) {
    to -= 1;
  }
  return { start: from, end: to, isQuoted: false };
}
