import type { Message } from "../messages.ts";
import { fenceCode } from "../text/codeFences.ts";

/** A passage of the workspace that matches a question; lines are one-based and inclusive. */
export interface FoundPassage {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

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
  const label = path.replace(/[[\]\\`*_]/g, "\\$&");
  const target = encodeURI(path).replace(/[()#?]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
  return `[${label}:${startLine}-${endLine}](${target}#L${startLine}-L${endLine})`;
}

/** Blank lines at both ends and common indentation say nothing. */
function trimPassage(passage: FoundPassage): FoundPassage {
  const lines = passage.text.split(/\r\n|\n|\r/);
  const isCode = (line: string): boolean => line.trim() !== "";
  const first = Math.max(0, lines.findIndex(isCode));
  const last = lines.findLastIndex(isCode);
  return {
    path: passage.path,
    startLine: passage.startLine + first,
    endLine: passage.startLine + Math.max(first, last),
    text: lines.slice(first, last + 1).join("\n"),
  };
}

function passageMarkdown(passage: FoundPassage): string {
  const { path, startLine, endLine, text } = trimPassage(passage);
  const suffix = path.slice(path.lastIndexOf(".") + 1);
  return `**${linkToLines(path, startLine, endLine)}**\n\n${fenceCode(text, languageBySuffix[suffix] ?? "")}`;
}

/** The offline backend's answer to a question: the passages found, and what it cannot do. */
export function buildOfflineAnswer(
  passages: readonly FoundPassage[],
  translate: (message: Message) => string,
): string {
  if (passages.length === 0) {
    return [
      translate({ id: "chat.offline.nothingFound", args: [] }),
      translate({ id: "chat.offline.needsBackend", args: [] }),
    ].join("\n\n");
  }
  return [
    translate({ id: "chat.offline.found", args: [passages.length] }),
    ...passages.map(passageMarkdown),
    translate({ id: "chat.offline.needsBackend", args: [] }),
  ].join("\n\n");
}
