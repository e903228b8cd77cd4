export interface IndentStyle {
  readonly insertSpaces: boolean;
  /** Columns of one tab or one level. */
  readonly tabSize: number;
}

/** Leading spaces and tabs of a line. */
export function indentationOf(line: string): string {
  let end = 0;
  while (end < line.length && (line[end] === " " || line[end] === "\t")) {
    end += 1;
  }
  return line.slice(0, end);
}

/** Columns that leading white space takes. */
export function indentWidth(whitespace: string, tabSize: number): number {
  let width = 0;
  for (const character of whitespace) {
    width = character === "\t" ? width + tabSize - (width % tabSize) : width + 1;
  }
  return width;
}

/** White space of `width` columns in the given style. */
export function indentOfWidth(width: number, style: IndentStyle): string {
  if (style.insertSpaces) {
    return " ".repeat(width);
  }
  return "\t".repeat(Math.floor(width / style.tabSize)) + " ".repeat(width % style.tabSize);
}
