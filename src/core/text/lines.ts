/** Line arithmetic on plain text; offsets are UTF-16 code units. */

export type LineEnding = "\n" | "\r\n";

/** The ending of the first line; `\n` when there is one line only. */
export function lineEndingOf(text: string): LineEnding {
  const index = text.indexOf("\n");
  return index > 0 && text.charCodeAt(index - 1) === 13 ? "\r\n" : "\n";
}

/** All line endings of `text` turned into `ending`. */
export function withLineEnding(text: string, ending: LineEnding): string {
  const plain = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  return ending === "\n" ? plain : plain.replace(/\n/g, "\r\n");
}

/** Offset of the first character of the line that holds `offset`. */
export function lineStartAt(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

/** Offset just before the line ending (either kind) of the line that holds `offset`. */
export function lineEndAt(text: string, offset: number): number {
  const newline = text.indexOf("\n", offset);
  if (newline < 0) {
    return text.length;
  }
  return newline > offset && text.charCodeAt(newline - 1) === 13 ? newline - 1 : newline;
}

/** Lines without their endings. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/** Trimmed non-empty lines that follow the line of `offset`, at most `count`, looking `reach` characters ahead. */
export function nonEmptyLinesAfter(text: string, offset: number, count: number, reach = 2000): string[] {
  const start = text.indexOf("\n", offset);
  return start < 0 ? [] : firstNonEmpty(splitLines(text.slice(start + 1, start + 1 + reach)), count);
}

/** Trimmed non-empty lines before the line of `offset`, nearest first, at most `count`. */
export function nonEmptyLinesBefore(text: string, offset: number, count: number, reach = 2000): string[] {
  const end = lineStartAt(text, offset);
  return firstNonEmpty(splitLines(text.slice(Math.max(0, end - reach), end)).reverse(), count);
}

function firstNonEmpty(lines: readonly string[], count: number): string[] {
  const found: string[] = [];
  for (const line of lines) {
    const trimmed = line.trim();
    if (trimmed !== "") {
      found.push(trimmed);
      if (found.length === count) {
        break;
      }
    }
  }
  return found;
}
