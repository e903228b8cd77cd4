import { isProseLanguage, type ReplyFilter } from "../hole.ts";

const leadIn =
  /^(?:sure|certainly|of course|okay|ok|here(?:'s| is| are)|below is|the (?:following|code|completion|missing)|this (?:code|completes|is)|you can|to complete|i (?:would|will|have|think)|as an ai|sorry|好的|当然|以下|下面|这是|这里|根据|补全|代码如下|抱歉|您可以|你可以|我)/i;
const explanation =
  /^(?:explanation|note|this (?:code|completes|function|will|is)|the (?:code|above|completion)|in this|here,? |i(?:'ve| have)|let me|说明|解释|注意|注[:：]|以上|这段|该代码|这样|上述)/i;
const codeSign = /[{};=()[\]<>]|^\s*(?:#|\/\/|\*|--|@|"|'|<!)/;

function isProseLine(line: string, shape: RegExp): boolean {
  const trimmed = line.trim();
  return (
    shape.test(trimmed) && !codeSign.test(trimmed.replace(/`[^`]*`/g, "").replace(/[(（][^)）]*[)）]/g, ""))
  );
}

/** Drops sentences around the code of a chat reply: "Here is ..." before it, "Explanation: ..." after it. */
export const stripProse: ReplyFilter = (text, hole, isDone) => {
  if (!hole.isChat || isProseLanguage(hole.languageId) || isInComment(hole.linePrefix)) {
    return text;
  }
  const lines = text.split("\n");
  let first = 0;
  while (
    first < lines.length &&
    (isProseLine(lines[first] ?? "", leadIn) || (first > 0 && lines[first]?.trim() === ""))
  ) {
    first += 1;
  }
  if (first >= lines.length) {
    return "";
  }
  if (!isDone && first === lines.length - 1 && leadIn.test((lines[first] ?? "").trim())) {
    return "";
  }
  const rest = lines.slice(first);
  const end = rest.findIndex(
    (line, index) => index > 0 && rest[index - 1]?.trim() === "" && isProseLine(line, explanation),
  );
  return (end < 0 ? rest : rest.slice(0, end)).join("\n").replace(end < 0 ? /$^/ : /\n\s*$/, "");
};

function isInComment(linePrefix: string): boolean {
  return /^\s*(?:\/\/|#|\*|\/\*|--|;|%|<!--|"""|''')/.test(linePrefix) || /\s(?:\/\/|#)\s/.test(linePrefix);
}
