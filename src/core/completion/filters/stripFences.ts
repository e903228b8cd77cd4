import { isInDocstring, isProseLanguage, isProsePlace, type Hole, type ReplyFilter } from "../hole.ts";

/** A longer row of tildes underlines a title. */
const opening = /^([ \t]*)(`{3,}|~{3,4}(?!~))[^\n`~]*(?:\n|$)/m;
const maxProseChars = 400;
const noBackticks = new Set(
  "python java c cpp csharp rust php css scss less html xml json jsonc yaml toml".split(" "),
);

function isFenceLanguageOfProse(firstLine: string): boolean {
  return /^\s*(?:`{3,}|~{3,})\s*(?:markdown|md|text|plaintext|latex|tex)\b/i.test(firstLine);
}

/** Keeps the content of the fence that a chat reply wraps its code in. */
export const stripFences: ReplyFilter = (text, hole, isDone) => {
  const match = opening.exec(text);
  if (isProsePlace(hole)) {
    // Fences are content here; only a fence around the whole reply that says so is a wrapper.
    if (match === null || match.index > 0 || !isFenceLanguageOfProse(text)) {
      return text;
    }
  } else if (match === null) {
    // A fence that is still arriving is no code yet.
    return isDone ? withoutBackticks(text, hole) : text.replace(/(^|\n)[ \t]*[`~]{1,3}[a-z]*$/i, "$1");
  }
  const fence = match?.[2] ?? "```";
  const start = match?.index ?? 0;
  const before = text.slice(0, start);
  if (before.trim() !== "" && isInDocstring(hole.prefix + before, hole.languageId)) {
    return text;
  }
  // A fence with nothing behind it ends what came before it; in a fence of the document a bare one does, too.
  const isBare = /^\s*[`~]+\s*$/.test(match?.[0] ?? "");
  const isEnd =
    isBare &&
    (text.slice(start + (match?.[0].length ?? 0)).trim() === "" || isProseLanguage(hole.languageId));
  if (before.trim() !== "" && (isEnd || !isPreamble(before, hole.isChat))) {
    // Code came first: the fence closes it.
    return before.replace(/\n[ \t]*$/, "\n");
  }
  if (!isDone && !text.slice(start).includes("\n")) {
    return "";
  }
  const body = text.slice(start + (match?.[0].length ?? 0));
  const close = new RegExp(`(^|\\n)[ \\t]*${fence}[ \\t]*(?=\\n|$)`).exec(body);
  if (close !== null) {
    return body.slice(0, close.index);
  }
  return isDone ? body : body.replace(/(^|\n)[ \t]*[`~]{1,3}$/, "$1");
};

/** The code of a chat reply that is set as code within a sentence, where a backtick is no sign of the language. */
function withoutBackticks(text: string, { languageId, isChat }: Hole): string {
  const code = isChat && noBackticks.has(languageId) ? /^\s*`([^`\n]+)`\s*$/.exec(text)?.[1] : undefined;
  return code ?? text;
}

/** Text before a fence that talks about the code instead of being it. */
function isPreamble(before: string, isChat: boolean): boolean {
  const trimmed = before.replace(/[*_\s]+$/, "").trim();
  return (
    isChat &&
    trimmed.length <= maxProseChars &&
    /(?:[:：.。!！]|\p{Script=Han}|[a-z])$/u.test(trimmed) &&
    !/[{};=]/.test(trimmed)
  );
}
