/** A bracket or quote that waits for its closer. */
export interface Opened {
  readonly closer: string;
  /** A string in which a bare `{` begins code: Python's f-strings, C#'s `$` strings. */
  readonly isFormatted: boolean;
}

const closerByOpener: Readonly<Record<string, string | undefined>> = { "(": ")", "[": "]", "{": "}" };
export const closers: ReadonlySet<string> = new Set([")", "]", "}"]);
const quotes = new Set(['"', "'", "`"]);
const formatMark = /(?:^|[^\p{L}\p{N}_])(?:[fF][rR]?|[rR][fF]|\$@?|@\$)$/u;

export function isQuote(character: string): boolean {
  return quotes.has(character);
}

/** True for a `{` at `index` of a string's text that begins code: `${`, `#{`, or bare in a formatted string. */
function beginsCode(text: string, index: number, { isFormatted }: Opened): boolean {
  const before = text[index - 1];
  return (
    text[index] === "{" &&
    (before === "$" || before === "#" || (isFormatted && before !== "{" && text[index + 1] !== "{"))
  );
}

/** What one character does to the brackets and quotes that are open: `open` grows or shrinks. */
export function noteCharacter(text: string, index: number, open: Opened[], isString: boolean): void {
  const character = text[index] ?? "";
  const last = open.at(-1);
  const closer = closerByOpener[character];
  if (last !== undefined && quotes.has(last.closer)) {
    if (character === last.closer) {
      open.pop();
    } else if (beginsCode(text, index, last)) {
      open.push({ closer: "}", isFormatted: false });
    }
  } else if (quotes.has(character)) {
    if (isString) {
      open.push({ closer: character, isFormatted: formatMark.test(text.slice(0, index)) });
    }
  } else if (closer !== undefined) {
    open.push({ closer, isFormatted: false });
  } else if (closers.has(character) && last?.closer === character) {
    open.pop();
  }
}

/** Brackets and quotes that are open at the end of a line's beginning, outermost first. */
export function openedOnLine(linePrefix: string): Opened[] {
  const open: Opened[] = [];
  for (let index = 0; index < linePrefix.length; index += 1) {
    if (linePrefix[index] === "\\") {
      index += 1;
      continue;
    }
    // An apostrophe in a word opens no string.
    const isApostrophe = linePrefix[index] === "'" && /\p{L}/u.test(linePrefix[index - 1] ?? "");
    noteCharacter(linePrefix, index, open, !isApostrophe);
  }
  return open;
}
