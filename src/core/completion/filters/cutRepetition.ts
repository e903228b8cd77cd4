import type { ReplyFilter } from "../hole.ts";

/** Period of at most `period` tokens that fills the last `window` tokens. */
const windows = [
  { period: 1, window: 10 },
  { period: 10, window: 30 },
  { period: 20, window: 45 },
  { period: 30, window: 60 },
];
const maxSameLines = 2;

function smallestPeriod(tokens: readonly string[]): number {
  const border: number[] = [0];
  for (let index = 1; index < tokens.length; index += 1) {
    let length = border[index - 1] ?? 0;
    while (length > 0 && tokens[index] !== tokens[length]) {
      length = border[length - 1] ?? 0;
    }
    border.push(tokens[index] === tokens[length] ? length + 1 : 0);
  }
  return tokens.length - (border.at(-1) ?? 0);
}

function isLooping(tokens: readonly string[]): boolean {
  return windows.some(
    ({ period, window }) => tokens.length >= window && smallestPeriod(tokens.slice(-window)) <= period,
  );
}

function cutSameLines(text: string): string {
  const lines = text.split("\n");
  let same = 1;
  for (let index = 1; index < lines.length; index += 1) {
    const line = lines[index]?.trim() ?? "";
    same = line.length > 3 && line === lines[index - 1]?.trim() ? same + 1 : 1;
    if (same > maxSameLines) {
      return lines.slice(0, index - maxSameLines + 1).join("\n");
    }
  }
  return text;
}

/** Cuts lines that a model repeats, and drops a reply whose tokens have fallen into a loop. */
export const cutRepetition: ReplyFilter = (text) => {
  // A row of one sign (a rule in a comment, an underline) is one token.
  const tokens = text.match(/[\p{L}\p{N}_]+|([^\s\p{L}\p{N}_])\1*/gu) ?? [];
  const kept = cutSameLines(text);
  return kept === text && isLooping(tokens) ? "" : kept;
};
