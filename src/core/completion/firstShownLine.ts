/** True for a line that only ends what stands before it. */
export function isSeparator(line: string): boolean {
  return /^\s*[,;]\s*$/.test(line);
}

/**
 * Index of the line that ends what is shown of a single-line text: the first one with text, and after a separator
 * that stands alone (`,` behind the last property) the next one, which it is there for. -1 when there is none.
 */
export function firstShownLine(lines: readonly string[]): number {
  const hasText = (line: string): boolean => line.trim() !== "";
  const first = lines.findIndex(hasText);
  if (!isSeparator(lines[first] ?? "")) {
    return first;
  }
  const next = lines.findIndex((line, index) => index > first && hasText(line));
  return next < 0 ? first : next;
}
