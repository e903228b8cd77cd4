import type { Message } from "../messages.ts";
import { lineTarget } from "../text/lineLink.ts";

/** Arguments that count something, by message; every other number of an explanation is a line. */
const countsById: Readonly<Record<string, readonly number[]>> = {
  "explain.offline.noGrammar": [1],
  "explain.awaits": [0],
  "explain.depth": [0],
  "explain.inner": [0],
  "explain.more": [0],
  "explain.file": [0],
  "explain.statements": [0],
  "explain.statements.one": [0],
  "explain.callers": [0],
};

/** Makes the lines that an explanation names links into the file. */
export function linkLines(messages: readonly Message[], path: string): Message[] {
  return messages.map(({ id, args }) => ({
    id,
    args: args.map((value, index) =>
      typeof value === "number" && !(countsById[id] ?? []).includes(index)
        ? `[${value}](${lineTarget(path, value)})`
        : value,
    ),
  }));
}
