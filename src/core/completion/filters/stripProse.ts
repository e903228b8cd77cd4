import { holdsProse, isProsePlace, type Hole, type ReplyFilter } from "../hole.ts";
import { isInProse } from "../inProse.ts";

const leadIn =
  /^(?:sure|certainly|of course|okay|ok|here(?:'s| is| are)|below is|the (?:following|code|completion|missing)|this (?:code|completes|is)|you can|to complete|i (?:would|will|have|think)|as an ai|sorry|好的|当然|以下|下面|这是|这里|根据|补全|代码如下|抱歉|您可以|你可以|我)/i;
const explanation =
  /^(?:explanation|note|this (?:code|completes|function)|the (?:code|above|completion)|in this|here,? |let me|说明|解释|注意|以上|这段|上述)/i;
/** The whole reply of a model that has nothing to insert. */
const nothing =
  /^[\s(（<[*"]*(?:no (?:\w+ )?(?:completion|code|changes?|insertion)\b|nothing (?:to|is|needed|belongs)\b|(?<=[<([（])(?:nothing|empty|none|空|无)|(?:无需|无须|不需要)(?:任何)?(?:补全|插入|添加|修改|代码))[^;={}]{0,60}$/i;
/** A sentence, in English or Chinese: outside of comments and strings no code looks so. */
const sentence = /^[A-Z][a-z']*(?:,? [\w'"`()/-]+){3,}[.:?]$/;
const listItem = /^(?:\d+[.)、]|[-*]) (?:\*\*)?[\p{Lu}\p{Script=Han}]/u;
const chinese = /\p{Script=Han}.*[：:。]$/u;
const codeSign = /[{};=()[\]<>]|^\s*(?:#|\/\/|\*|--|@|"|'|<!)/;

function isProseLine(line: string, shape: RegExp): boolean {
  const trimmed = line.trim();
  return (
    shape.test(trimmed) && !codeSign.test(trimmed.replace(/`[^`]*`/g, "").replace(/[(（][^)）]*[)）]/g, ""))
  );
}

/** Drops sentences around the code of a chat reply: "Here is ..." before it, "Explanation: ..." after it. */
export const stripProse: ReplyFilter = (text, hole, isDone) => {
  if (!hole.isChat || isProsePlace(hole) || isInProse(hole)) {
    return text;
  }
  if (nothing.test(text)) {
    return "";
  }
  const lines = text.split("\n");
  let first = 0;
  while (
    first < lines.length &&
    (isLeadIn(lines[first] ?? "", lines.length - first > 1, hole) ||
      (first > 0 && goesOnTalking(lines[first] ?? "", hole)))
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
  const end = rest.findIndex((line, index) => index > 0 && isExplanation(line, rest[index - 1] ?? "", hole));
  return (end < 0 ? rest : rest.slice(0, end)).join("\n").replace(end < 0 ? /$^/ : /\n\s*$/, "");
};

/** A sentence after an empty line. */
function isExplanation(line: string, above: string, { languageId }: Hole): boolean {
  const isSentence =
    isProseLine(line, explanation) ||
    (!holdsProse.has(languageId) && (isProseLine(line, sentence) || isProseLine(line, chinese)));
  return above.trim() === "" && isSentence;
}

/** After a sentence: an empty line, or a list of what is to be done. */
function goesOnTalking(line: string, { languageId }: Hole): boolean {
  return line.trim() === "" || (!holdsProse.has(languageId) && isProseLine(line, listItem));
}

/** Between tags a sentence is one about the code only where it announces what follows. */
function isLeadIn(said: string, hasMore: boolean, { languageId }: Hole): boolean {
  // A label may be set in bold or as a heading.
  const line = said.replace(/^\s*(?:\*\*(.*)\*\*|#{2,} (.*))\s*$/, "$1$2");
  if (holdsProse.has(languageId)) {
    return isProseLine(line, leadIn) && (hasMore || !/[.。]$/.test(line.trim()));
  }
  return isProseLine(line, leadIn) || isProseLine(line, sentence) || isProseLine(line, chinese);
}
