/** A line of an accepted text: a keyed hash of it without blanks at its ends, and its length. No text. */
export interface FingerprintLine {
  readonly hash: string;
  readonly chars: number;
}

/** Trimmed lines shorter than this, such as a closing bracket, prove nothing by being found. */
const minTellingChars = 3;

/** What is kept of an accepted text to recognise it days later. */
export function fingerprint(
  texts: readonly string[],
  hash: (text: string) => string,
): readonly FingerprintLine[] {
  return texts.flatMap((text) =>
    text.split("\n").flatMap((line) => {
      const trimmed = line.trim();
      return trimmed.length < minTellingChars ? [] : [{ hash: hash(trimmed), chars: trimmed.length }];
    }),
  );
}

/** Share of the characters of `lines` that `text` still holds as whole lines, each line found once. */
export function shareFound(
  lines: readonly FingerprintLine[],
  text: string,
  hash: (text: string) => string,
): number {
  const all = lines.reduce((sum, { chars }) => sum + chars, 0);
  if (all === 0) {
    return 0;
  }
  const lengths = new Set(lines.map(({ chars }) => chars));
  const left = new Map<string, number>();
  for (const line of text.split("\n")) {
    const trimmed = line.trim();
    if (lengths.has(trimmed.length)) {
      const key = hash(trimmed);
      left.set(key, (left.get(key) ?? 0) + 1);
    }
  }
  let found = 0;
  for (const { hash: key, chars } of lines) {
    const count = left.get(key) ?? 0;
    if (count > 0) {
      left.set(key, count - 1);
      found += chars;
    }
  }
  return found / all;
}
