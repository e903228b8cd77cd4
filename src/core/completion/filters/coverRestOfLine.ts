import type { Hole } from "../hole.ts";

export interface CoveredText {
  readonly text: string;
  /** Characters after the cursor that the text replaces; they lie on the cursor's line. */
  readonly replacedLength: number;
}

const openers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const closers = new Set([")", "]", "}"]);
const quotes = new Set(['"', "'", "`"]);
const punctuation = /^[\s)\]}>"'`;,:]+$/;
const minWordOverlap = 3;

function isInside(quote: string, linePrefix: string): boolean {
  let isOpen = false;
  for (let index = 0; index < linePrefix.length; index += 1) {
    if (linePrefix[index] === "\\") {
      index += 1;
    } else if (linePrefix[index] === quote) {
      isOpen = !isOpen;
    }
  }
  return isOpen;
}

/** Offsets in `text` of brackets and quotes that close something opened before the cursor. */
export function closersOfOutside(text: string, linePrefix: string): number[] {
  const found: number[] = [];
  const stack: string[] = [];
  let inside = [...quotes].find((quote) => isInside(quote, linePrefix));
  let opened = inside === undefined ? -1 : -2;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? "";
    if (character === "\\") {
      index += 1;
    } else if (inside !== undefined) {
      if (character === inside) {
        if (opened === -2) {
          found.push(index);
        }
        inside = undefined;
      } else if (character === "\n" && inside !== "`") {
        inside = undefined;
      }
    } else if (quotes.has(character) && text.indexOf(character, index + 1) > index) {
      inside = character;
      opened = index;
    } else if (openers[character] !== undefined) {
      stack.push(openers[character]);
    } else if (closers.has(character)) {
      if (stack.at(-1) === character) {
        stack.pop();
      } else if (stack.length === 0) {
        found.push(index);
      }
    }
  }
  return found;
}

/** Longest end of the text that the rest of the line repeats and that belongs to the outside. */
function repeatedEnd(text: string, rest: string, outside: ReadonlySet<number>): number {
  for (let length = Math.min(text.length, rest.length); length > 0; length -= 1) {
    const piece = rest.slice(0, length);
    const start = text.length - length;
    if (!text.endsWith(piece) || (!punctuation.test(piece) && piece.trim().length < minWordOverlap)) {
      continue;
    }
    const isOurs = Array.from(piece).some(
      (character, index) => closers.has(character) && !outside.has(start + index),
    );
    // A piece with its own opener is balanced in itself.
    if (!isOurs || /[([{]/.test(piece)) {
      return length;
    }
  }
  return 0;
}

/**
 * Fits a text to what follows the cursor on its line: an end that is already there is left out, closing
 * brackets and quotes that the editor put there are replaced instead of doubled.
 */
export function coverRestOfLine(text: string, hole: Hole): CoveredText {
  const rest = hole.lineSuffix.trimEnd();
  if (rest === "") {
    return { text, replacedLength: 0 };
  }
  const outside = closersOfOutside(text, hole.linePrefix);
  const repeated = repeatedEnd(text, rest, new Set(outside));
  if (repeated > 0) {
    return { text: text.slice(0, text.length - repeated), replacedLength: 0 };
  }
  let replaced = 0;
  for (const index of outside) {
    if (rest[replaced] !== text[index]) {
      break;
    }
    replaced += 1;
  }
  return { text, replacedLength: replaced };
}
