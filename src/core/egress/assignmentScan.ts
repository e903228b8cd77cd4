import { judgeValue, type NamedValue, type TextFormat } from "./secretValues.ts";
import { rateName, type NameStrength } from "./secretNames.ts";
import type { SecretSpan } from "./secretSpan.ts";
import {
  isQuote,
  maxValueChars,
  skipBlanks,
  skipSpace,
  trimmed,
  valueAfter,
  type Value,
} from "./readValue.ts";
import { readYamlBlock } from "./yamlBlock.ts";

/** Names longer than this are no names (characters). */
const maxNameChars = 80;
const maxLookBackChars = 160;
const maxBlockLookBackChars = 400;
/** Line breaks and indentation between a tag and its value (characters). */
const maxIndentChars = 120;
/** `a=b=c=d` names one value, seldom two. */
const maxValuesInRun = 16;
const maxRatedNames = 20_000;
/** Longer lists are data (characters, literals). */
const maxListChars = 4096;
const maxListItems = 64;

interface Name {
  readonly text: string;
  readonly start: number;
  readonly isQuoted: boolean;
}

const nameCharacter = /[\w.$\-\u4e00-\u9fff]/;
const typeThenEquals = /[ \t]*&?'?[A-Za-z_][\w.<>[\]| ?:&']{0,60}?[ \t]*=(?![=>])/y;
const scheme = /(["'`]?)(?:Bearer|Basic|Token|ApiKey|APPCODE|Digest|Key)[ \t]+([^\s"'`,;\\]{6,4096})/iy;
const namedBefore =
  /(?:name|key|id|property)["']?\s*[:=]\s*\\?["']?([\w.\-\u4e00-\u9fff]+)\\?["']?[,;]?\s*(?:-\s*)?["']?$/i;
/** A literal of a list, or a value of a map; not its key. */
const listItem = /(?<before>["'`])(?<item>[^"'`\n]{4,400})["'`](?!\s{0,8}(?::|=>?))/g;
const namedElementBefore = /<(?:name|key|code)>([\w.-]+)<\/(?:name|key|code)>\s*$/i;
const namedAroundBefore = /<\w[^<>]{0,80}\b(?:name|key|id)\s?=\s?["']([\w.-]+)["'][^<>]{0,80}>\s*$/i;
/** `<input type="password" value=…`. */
const typedBefore = /\btype\s?=\s?["'](password)["'][^<>]{0,120}$/i;
const calledBefore = /\(\s{0,20}["'](?:--)?([\w.-]+)["'],[^()\n]{0,120}$/;
const declaredBefore = /\bvariable\s+"(\w+)"\s*\{[^{}]*$/;
const nameAttribute = /\b(?:name|key|id|code)\s*=\s*["']([\w.-]+)["']/i;
/** What a connection string says before its password, in the same literal. */
const connectionBefore =
  /\b(?:server|data source|host|hostaddr|user ?id|uid|user|username|dbname|database|initial catalog)=[^"'`\n]*$/i;
const lineStartBefore =
  /^[ \t]*(?:[-#*;][ \t]*|export[ \t]+|set[ \t]+|env[ \t]+|ENV[ \t]+|ARG[ \t]+|-e[ \t]+|--env[ \t]+|\$env:)*["']?$/;

/** Finds secrets by the name they are assigned to. Remembers the rating of names, which repeat in code. */
export class AssignmentScan {
  readonly #ratings = new Map<string, NameStrength>();
  /** End of the unbroken text that the last bare value stood in, and how many values were read in it. */
  #runEnd = 0;
  #runValues = 0;
  /** End of the last list that was read: a list in it was read with it. */
  #listEnd = 0;

  /** To be called before the first `at` of each text. */
  begin(): void {
    this.#runEnd = 0;
    this.#listEnd = 0;
  }

  /** `at` is the offset of a `=`, `:`, `：`, `,`, `(`, `{`, `>`, `|` or `?`. */
  at(text: string, at: number, format: TextFormat): SecretSpan | undefined {
    const sign = text[at];
    if (sign === ">") {
      return this.#inElement(text, at, format);
    }
    if (sign === "|" || sign === "?") {
      return text[at + 1] === sign ? this.#beside(text, at, format) : undefined;
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
    const isEqualsSign = text[at] === "=";
    if (isEqualsSign && (previous === "!" || (next === "=" && previous !== "="))) {
      return this.#beside(text, previous === "!" ? at - 1 : at, format);
    }
    if (next === "=" || next === "/" || (isEqualsSign && "=<>+*/%|&^~".includes(previous ?? "="))) {
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
      known = nameOfValue(text, name) ?? "";
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
    const isProse =
      format === "config" && !isLine && text[at] === ":" && !name.isQuoted && !isInFlowMap(text, name.start);
    return value === undefined
      ? undefined
      : judge(text, value, known, strength, "assigned", isProse ? "unknown" : (inString ?? format));
  }

  /** The literal that a password is compared with, or that stands in for it: `pw != "…"`, `env.PW || "…"`. */
  #beside(text: string, at: number, format: TextFormat): SecretSpan | undefined {
    const name = nameBefore(text, at);
    const literal = skipBlanks(text, text[at + 2] === "=" ? at + 3 : at + 2);
    if (name === undefined || !isQuote(text[literal])) {
      return undefined;
    }
    const strength = this.#rate(name.text);
    const isDefault = text[at] === "|" || text[at] === "?";
    const isMeant = strength === "password" || (strength !== "none" && isDefault);
    const value = isMeant ? valueAfter(text, literal, false, format) : undefined;
    return value === undefined ? undefined : judge(text, value, name.text, strength, "call", format);
  }

  /** The literals of a list or map that is assigned at `at` to a name of several secrets. */
  inList(text: string, at: number): readonly SecretSpan[] {
    const open = skipBlanks(text, at + 1);
    const closing = text[open] === "[" ? "]" : text[open] === "{" ? "}" : undefined;
    const name = closing === undefined ? undefined : nameBefore(text, at);
    if (closing === undefined || name === undefined || !(closing === "]" || /s$/i.test(name.text))) {
      return [];
    }
    const strength = this.#rate(name.text.replace(/s$/i, ""));
    if (strength !== "password" && strength !== "secret" && strength !== "token") {
      return [];
    }
    if (open < this.#listEnd) {
      return [];
    }
    const end = text.slice(open, open + maxListChars).indexOf(closing) + open;
    this.#listEnd = end;
    const items = text.slice(open, Math.max(open, end)).matchAll(listItem);
    return [...items].slice(0, maxListItems).flatMap(({ index, groups }) => {
      const { before = "", item = "" } = groups ?? {};
      const start = open + index + before.length;
      const value: Value = { start, end: start + item.length, isQuoted: true };
      const span = judge(text, value, name.text, strength, "call", "code");
      return span === undefined ? [] : [span];
    });
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
        ? /(?:\(\s?["'`][#.]?|["'`]-{1,2})$/.test(text.slice(Math.max(0, name.start - 4), name.start)) ||
          name.text.startsWith("--")
        : !/^(?:get|is|has|check|expect|validate|t$)/i.test(name.text);
    if (!isCall || strength === "none" || strength === "weak" || strength === "value") {
      return undefined;
    }
    const value = valueAfter(text, opening, false, format);
    // A setter's own argument, or what an environment variable is set to, is nothing but the value.
    const isSet =
      sign === "," ? /^[A-Z][A-Z0-9_]+$/.test(name.text) : /(?:^|\.)(?:set|with)[A-Z_]/.test(name.text);
    const position = isSet ? "assigned" : "list";
    return value === undefined ? undefined : judge(text, value, name.text, strength, position, format);
  }

  /** `<password>value</password>`, `<entry key="password">value</entry>`, `<name>…</name><value>…</value>`. */
  #inElement(text: string, at: number, format: TextFormat): SecretSpan | undefined {
    // Most elements hold others: those need no second look. The value may stand in a line of its own.
    const content = skipSpace(text, at + 1, at + maxIndentChars);
    const first = text[content];
    const isData = first === "<" && text.startsWith("<![CDATA[", content);
    if (first === undefined || (first === "<" && !isData) || text[at + 1] === "=") {
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
    const from = isData ? content + "<![CDATA[".length : at + 1;
    const close = text.slice(from, from + maxValueChars).indexOf(isData ? "]]>" : "<") + from;
    if (close < from || (!isData && text[close + 1] !== "/")) {
      return undefined;
    }
    const tag = text.slice(open + 1, at);
    const element = /^[\w.:-]+/.exec(tag)?.[0] ?? "";
    const name =
      nameAttribute.exec(tag)?.[1] ??
      (element === "value"
        ? nameOfElement(text.slice(Math.max(0, open - maxLookBackChars), open))
        : element.slice(element.lastIndexOf(":") + 1));
    const strength = this.#rate(name ?? "");
    if (name === undefined || strength === "none" || strength === "value") {
      return undefined;
    }
    const value = trimmed(text, from, close);
    return judge(text, { ...value, isQuoted: true }, name, strength, "assigned", format);
  }
}

function judge(
  text: string,
  { start, end, isQuoted, isInCall = false, joined }: Value,
  name: string,
  strength: NameStrength,
  named: NamedValue["position"],
  format: TextFormat,
): SecretSpan | undefined {
  const position = isInCall ? "call" : named;
  const value = joined ?? text.slice(start, end);
  const kind = judgeValue({ name, value, strength, isQuoted, position, format });
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
  while (text[end - 1] === "*" && end > floor) {
    end -= 1;
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

/** What a `value` or a `default` belongs to: `name: X, value: …`, `f("X", default=…)`, `variable "X" { default = …`. */
function nameOfValue(text: string, { text: word, start }: Name): string | undefined {
  const before = text.slice(Math.max(0, start - maxBlockLookBackChars), start);
  if (word !== "default") {
    const near = before.slice(-maxLookBackChars);
    return namedBefore.exec(near)?.[1] ?? typedBefore.exec(near)?.[1];
  }
  return calledBefore.exec(before)?.[1] ?? declaredBefore.exec(before)?.[1];
}

/** The name that stands in the element right before, or in the attribute of the one around. */
function nameOfElement(before: string): string | undefined {
  return namedElementBefore.exec(before)?.[1] ?? namedAroundBefore.exec(before)?.[1];
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
      const value = skipBlanks(text, typeThenEquals.lastIndex);
      return isQuote(text[value]) || /[A-Za-z_([]/.test(text[value] ?? "") ? value : from;
    }
  }
  return from;
}

/**
 * Inside a connection string (`…;Password=x;`, `user=a password=x`), a query (`?user=a&password=x`), a
 * reference with a default (`${password:x}`) or a comment bare words are values even where the text around
 * is code.
 */
function formatInString(text: string, name: Name, at: number, format: TextFormat): TextFormat | undefined {
  if (name.isQuoted || isQuote(text[at + 1])) {
    return undefined;
  }
  const before = text[name.start - 1];
  if (before === "{" && text[name.start - 2] === "$") {
    return "config";
  }
  if (format === "code" && text[at] !== "=") {
    return isInComment(text, name.start) ? "unknown" : undefined;
  }
  if (text[at] !== "=" || name.start + name.text.length !== at) {
    return undefined;
  }
  if (before === "?" || before === "&") {
    return "config";
  }
  const isPart = before === ";" || before === " ";
  if (isPart && connectionBefore.test(text.slice(Math.max(0, name.start - maxLookBackChars), name.start))) {
    return "config";
  }
  return before === ";" || isQuote(before) ? (format === "code" ? "unknown" : format) : undefined;
}

/** In YAML's `{user: a, password: x}`. */
function isInFlowMap(text: string, at: number): boolean {
  const near = text.slice(Math.max(0, at - maxLookBackChars), at);
  const line = near.slice(near.lastIndexOf("\n") + 1);
  return line.lastIndexOf("{") > line.lastIndexOf("}") && /[{,]\s*$/.test(line);
}

function isInComment(text: string, at: number): boolean {
  const near = text.slice(Math.max(0, at - maxLookBackChars), at);
  return /^\s*(?:\/\/|\/?\*|#|--)/.test(near.slice(near.lastIndexOf("\n") + 1));
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
