import type { Hole } from "../hole.ts";
import { closers, isQuote, noteCharacter, openedOnLine } from "../openedOnLine.ts";

export interface CoveredText {
  readonly text: string;
  /** Characters after the cursor that the text replaces; they lie on the cursor's line. */
  readonly replacedLength: number;
}

const punctuation = /^[\s)\]}>"'`;,:]+$/;
/** No word in it: what is all that follows may be said again by a reply that ends with it. */
const signsOnly = /^[^\p{L}\p{N}_$]+$/u;
/** What an editor closes by itself, and the end of a statement behind it. */
const closersOnly = /^[)\]}>"'`;,.]+$/;
const minWordOverlap = 3;
/** So much of the line behind the closers is hardly the text's own end by chance. */
const minTailOverlap = 4;

/** Offsets in `text` of brackets and quotes that close something opened before the cursor. */
export function closersOfOutside(text: string, linePrefix: string, rest = ""): number[] {
  const found: number[] = [];
  const open = openedOnLine(linePrefix);
  const string = open.at(-1);
  if (rest.startsWith("}") && /\{[^{}"'`]*$/.test(linePrefix) && isQuote(string?.closer ?? "")) {
    // The editor has closed it: code, or a placeholder, in a string that does not say what it is.
    open.splice(
      -1,
      1,
      { closer: string?.closer ?? "", isFormatted: true },
      { closer: "}", isFormatted: false },
    );
  }
  let outside = open.length;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? "";
    if (character === "\\") {
      index += 1;
      continue;
    }
    const before = open.length;
    const isInString = isQuote(open.at(-1)?.closer ?? "");
    if (character === "\n" && isInString && open.at(-1)?.closer !== "`") {
      // A string ends with its line.
      open.pop();
    } else {
      noteCharacter(text, index, open, text.indexOf(character, index + 1) > index);
    }
    const isClosed = open.length < before && character !== "\n";
    const isUnmatched = open.length === before && before <= outside && !isInString && closers.has(character);
    if ((isClosed && before <= outside) || isUnmatched) {
      found.push(index);
    }
    outside = Math.min(outside, open.length);
  }
  return found;
}

/** Longest end of the text that the rest of the line repeats and that belongs to the outside. */
function repeatedEnd(
  text: string,
  rest: string,
  outside: ReadonlySet<number>,
  endsTypeArguments: boolean,
): number {
  for (let length = Math.min(text.length, rest.length); length > 0; length -= 1) {
    const piece = rest.slice(0, length);
    const start = text.length - length;
    const isSigns = length === rest.length ? signsOnly.test(piece) : punctuation.test(piece);
    if (!text.endsWith(piece) || (!isSigns && piece.trim().length < minWordOverlap)) {
      continue;
    }
    const isOurs = Array.from(piece).some(
      (character, index) => closers.has(character) && !outside.has(start + index),
    );
    if (endsTypeArguments && piece.startsWith(">")) {
      continue;
    }
    // A piece with its own opener is balanced in itself.
    if (!isOurs || /[([{]/.test(piece)) {
      return length;
    }
  }
  return 0;
}

/** Length of the closers at the beginning of `rest` that the text brings in its middle, and of an end they share. */
function closedWithin(text: string, rest: string, outside: readonly number[], linePrefix: string): number {
  let length = 0;
  for (const index of outside) {
    // What else it closes was opened by a part of it that stands before the cursor by now.
    length += rest[length] === text[index] ? 1 : 0;
  }
  if (length === 0 && rest.startsWith(">") && closesTypeArguments(text, linePrefix)) {
    length = 1;
  }
  const after = rest.slice(length);
  const isSaidAgain = closersOnly.test(after) || after.length >= minTailOverlap;
  return length > 0 && after !== "" && isSaidAgain && text.endsWith(after) ? rest.length : length;
}

const typeArguments = /[\p{L}\p{N}_]<[^<>()]*$/u;

/** How many of `<`, and of the one before the cursor, the text leaves open; 0 as soon as that one is closed. */
function openTypeArguments(text: string): number {
  let depth = 1;
  for (let index = 0; index < text.length && depth > 0; index += 1) {
    const isArrow = text[index] === ">" && /[=-]/.test(text[index - 1] ?? "");
    depth += text[index] === "<" ? 1 : text[index] === ">" && !isArrow ? -1 : 0;
  }
  return depth;
}

/** True for `string> = new Map()` after `const a: Set<`. */
function closesTypeArguments(text: string, linePrefix: string): boolean {
  return typeArguments.test(linePrefix) && openTypeArguments(text) === 0;
}

/** True for `Option<string>` after `const a: Set<`: it ends with a closer of its own alone. */
function closesOwnArguments(text: string, linePrefix: string): boolean {
  return text.includes("<") && typeArguments.test(linePrefix) && openTypeArguments(text) > 0;
}

/**
 * Fits a text to what follows the cursor on its line: an end that is already there is left out, closing
 * brackets and quotes that the editor put there are replaced instead of doubled, so that the cursor stands
 * behind them afterwards. A text of several lines leaves them where they are: the editor shows it better so.
 */
export function coverRestOfLine(text: string, hole: Hole): CoveredText {
  const rest = hole.lineSuffix.trimEnd();
  if (rest === "") {
    return { text, replacedLength: 0 };
  }
  const outside = closersOfOutside(text, hole.linePrefix, rest);
  const repeated = repeatedEnd(text, rest, new Set(outside), closesOwnArguments(text, hole.linePrefix));
  if (repeated === rest.length && closersOnly.test(rest) && !text.includes("\n")) {
    return { text, replacedLength: rest.length };
  }
  if (repeated > 0) {
    return { text: text.slice(0, text.length - repeated), replacedLength: 0 };
  }
  return { text, replacedLength: closedWithin(text, rest, outside, hole.linePrefix) };
}
