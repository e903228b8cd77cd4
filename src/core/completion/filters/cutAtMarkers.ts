import { holdsProse, type ReplyFilter } from "../hole.ts";

/** Special tokens of public code models, and the tags of our own infill prompt. */
const marker =
  /<\|[a-z_▁]{2,32}\|>|<｜[^｜\n]{2,40}｜>|<\/?s>|<(?:PRE|SUF|MID|EOT|END)>|<(?:fim|file|repo)_?[a-z]+>|\[(?:PREFIX|SUFFIX|MIDDLE)\]|<\/?(?:cursor|before_cursor|after_cursor|other_file|hole|insert)\b[^>\n]*>/;
/** Tags that a chat model puts around its answer. */
const opensAnswer = /^\s*<(code|completion|answer|output|response|result)>[ \t]*\n?/;
/** A call of a tool that nobody offered: it and what follows is no code. */
const toolCall = /<(?:tool_call|function_call)s?\b/;
/** A marker that may still be arriving. */
const partialMarker = /<(?:[|｜][^>\n]{0,40}|\/?[a-zA-Z_]{0,14})$/;

/** Keeps what stands before the first special token; markers at the very start are taken away. */
export const cutAtMarkers: ReplyFilter = (text, hole, isDone) => {
  const answer = hole.isChat && !holdsProse.has(hole.languageId) ? opensAnswer.exec(text) : null;
  let kept =
    answer === null ? text : (text.slice(answer[0].length).split(`</${answer[1] ?? ""}>`, 1)[0] ?? "");
  if (!holdsProse.has(hole.languageId)) {
    kept = kept.split(toolCall, 1)[0] ?? "";
  }
  for (let match = marker.exec(kept); match !== null; match = marker.exec(kept)) {
    if (kept.slice(0, match.index).trim() !== "") {
      return kept.slice(0, match.index);
    }
    kept = kept.slice(match.index + match[0].length);
  }
  return isDone ? kept : kept.replace(partialMarker, "");
};
