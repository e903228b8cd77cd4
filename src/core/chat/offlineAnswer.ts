import type { Message } from "../messages.ts";
import { fenceCode } from "../text/codeFences.ts";
import { lineTarget, linkLabel } from "../text/lineLink.ts";

/** A passage of the workspace that matches a question; lines are one-based and inclusive. */
export interface FoundPassage {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
  /** The function or class that the lines are (part of), with its class. */
  readonly symbol?: string | undefined;
}

/** What was found for a question, best first. */
export interface FoundPassages {
  readonly passages: readonly FoundPassage[];
  /** Chinese words of the question with the English ones that were looked for in their place. */
  readonly translated: readonly { readonly chinese: string; readonly english: readonly string[] }[];
}

/** Passages whose code is shown; of the others only the place is named. */
const maxShownPassages = 3;

const languageBySuffix: Readonly<Record<string, string>> = {
  py: "python",
  js: "javascript",
  mjs: "javascript",
  ts: "typescript",
  java: "java",
  cpp: "cpp",
  hpp: "cpp",
  cc: "cpp",
  h: "cpp",
  json: "json",
  md: "markdown",
};

/** A Markdown link that the chat view opens at these lines. */
export function linkToLines(path: string, startLine: number, endLine: number): string {
  const lines = startLine === endLine ? String(startLine) : `${startLine}-${endLine}`;
  return `[${linkLabel(path)}:${lines}](${lineTarget(path, startLine, endLine)})`;
}

/** Blank lines at both ends and common indentation say nothing. */
function trimPassage(passage: FoundPassage): FoundPassage {
  const lines = passage.text.split(/\r\n|\n|\r/);
  const isCode = (line: string): boolean => line.trim() !== "";
  const first = Math.max(0, lines.findIndex(isCode));
  const last = lines.findLastIndex(isCode);
  return {
    ...passage,
    startLine: passage.startLine + first,
    endLine: passage.startLine + Math.max(first, last),
    text: lines.slice(first, last + 1).join("\n"),
  };
}

function headingOf({ path, startLine, endLine, symbol }: FoundPassage): string {
  const link = linkToLines(path, startLine, endLine);
  return symbol === undefined ? link : `\`${symbol.replaceAll("`", "'")}\` ${link}`;
}

function passageMarkdown(passage: FoundPassage): string {
  const trimmed = trimPassage(passage);
  const suffix = trimmed.path.slice(trimmed.path.lastIndexOf(".") + 1);
  return `**${headingOf(trimmed)}**\n\n${fenceCode(trimmed.text, languageBySuffix[suffix] ?? "")}`;
}

function translationMarkdown(
  { translated }: FoundPassages,
  translate: (message: Message) => string,
): string[] {
  const pairs = translated.map(({ chinese, english }) => `${chinese} → ${english.join(", ")}`);
  return pairs.length === 0 ? [] : [translate({ id: "chat.offline.translated", args: [pairs.join("; ")] })];
}

/** The offline backend's answer to a question: the passages found, and what it cannot do. */
export function buildOfflineAnswer(found: FoundPassages, translate: (message: Message) => string): string {
  const { passages } = found;
  const needsBackend = translate({ id: "chat.offline.needsBackend", args: [] });
  const translation = translationMarkdown(found, translate);
  if (passages.length === 0) {
    return [translate({ id: "chat.offline.nothingFound", args: [] }), ...translation, needsBackend].join(
      "\n\n",
    );
  }
  const others = passages.slice(maxShownPassages).map((passage) => `- ${headingOf(trimPassage(passage))}`);
  return [
    translate({ id: "chat.offline.found", args: [passages.length] }),
    ...translation,
    ...passages.slice(0, maxShownPassages).map(passageMarkdown),
    ...(others.length === 0 ? [] : [translate({ id: "chat.offline.others", args: [] }), others.join("\n")]),
    needsBackend,
  ].join("\n\n");
}
