export interface BlockLine {
  readonly start: number;
  readonly end: number;
}

/** Longer blocks are texts, not secrets (characters). */
const maxBlockChars = 4096;
/** `|`, `>-`, `|2+` and a comment: what stands behind the colon of a block scalar. */
const header = /[ \t]*[|>][-+1-9]{0,2}[ \t]*(?:#[^\n]*)?\r?\n/y;

/**
 * The lines of the YAML block scalar that begins behind the colon at `at`, without their indentation; none
 * where there is no such block. `nameStart` is the offset of the key, whose column the lines must exceed.
 */
export function readYamlBlock(text: string, nameStart: number, at: number): readonly BlockLine[] {
  header.lastIndex = at + 1;
  if (!header.test(text)) {
    return [];
  }
  const first = header.lastIndex;
  const column = nameStart - (text.lastIndexOf("\n", nameStart - 1) + 1);
  const lines: BlockLine[] = [];
  let lineStart = first;
  while (lineStart < text.length && lineStart - first <= maxBlockChars) {
    const feed = text.indexOf("\n", lineStart);
    const lineEnd = feed === -1 ? text.length : feed;
    const line = text.slice(lineStart, lineEnd);
    const start = lineStart + line.length - line.trimStart().length;
    const end = lineStart + line.trimEnd().length;
    if (start < end) {
      if (start - lineStart <= column) {
        break;
      }
      lines.push({ start, end });
    }
    lineStart = lineEnd + 1;
  }
  return lines;
}
