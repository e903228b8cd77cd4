import * as vscode from "vscode";
import type { CodeTarget } from "./codeTarget.ts";

/** What a message calls the code: its symbol, its lines, or its file. A file of which only a part was looked at is not the file. */
export function targetName({ symbolName, kind, range, path }: CodeTarget): string {
  const file = path.slice(path.lastIndexOf("/") + 1);
  if (symbolName !== undefined || kind === "file") {
    return symbolName ?? file;
  }
  const [first, last] = linesOf(range);
  return first === last
    ? vscode.l10n.t("line {0} of {1}", first, file)
    : vscode.l10n.t("lines {0}–{1} of {2}", first, last, file);
}

/** The first and last line of a range, from 1; a last line of which nothing is taken does not count. */
export function linesOf({ start, end }: vscode.Range): readonly [number, number] {
  const isEmptyLastLine = end.character === 0 && end.line > start.line;
  return [start.line + 1, end.line + (isEmptyLastLine ? 0 : 1)];
}
