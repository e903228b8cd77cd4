/** A text cut into lines that remember where they stand; offsets are UTF-16 code units. */
export interface TextLine {
  readonly text: string;
  readonly startOffset: number;
  /** Before the line break. */
  readonly endOffset: number;
}

export function toTextLines(text: string): readonly TextLine[] {
  const lines: TextLine[] = [];
  let startOffset = 0;
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push({ text: text.slice(startOffset, match.index), startOffset, endOffset: match.index });
    startOffset = match.index + match[0].length;
  }
  lines.push({ text: text.slice(startOffset), startOffset, endOffset: text.length });
  return lines;
}

/** The line break that most lines of `text` end in; `\n` where there is none. */
export function dominantEol(text: string): "\r\n" | "\n" {
  const crlf = text.match(/\r\n/g)?.length ?? 0;
  const all = text.match(/\n/g)?.length ?? 0;
  return crlf * 2 > all ? "\r\n" : "\n";
}

export function withEol(text: string, eol: "\r\n" | "\n"): string {
  return text.replace(/\r\n|\r|\n/g, eol);
}
