import { cutReply, type CutReply, type SyntaxView } from "./cutReply.ts";
import type { Hole, ReplyFilter } from "./hole.ts";
import { cutAtMarkers } from "./filters/cutAtMarkers.ts";
import { cutAtPlaceholders } from "./filters/cutAtPlaceholders.ts";
import { cutRepetition } from "./filters/cutRepetition.ts";
import { dropControlCharacters } from "./filters/dropControlCharacters.ts";
import { dropDuplicateOfAbove } from "./filters/dropDuplicateOfAbove.ts";
import { dropEchoedPrefix } from "./filters/dropEchoedPrefix.ts";
import { dropGiantWord } from "./filters/dropGiantWord.ts";
import { fixIndentation } from "./filters/fixIndentation.ts";
import { startBodyBelowHead } from "./filters/startBodyBelowHead.ts";
import { stripFences } from "./filters/stripFences.ts";
import { stripProse } from "./filters/stripProse.ts";

/** In order: what is no code at all first, then what is already there, then how it stands. */
export const replyFilters: readonly ReplyFilter[] = [
  dropControlCharacters,
  cutAtMarkers,
  dropGiantWord,
  stripFences,
  stripProse,
  dropEchoedPrefix,
  cutAtPlaceholders,
  startBodyBelowHead,
  trimLeadingBlankLines,
  fixIndentation,
  cutRepetition,
  dropDuplicateOfAbove,
];

/** In the middle of a statement, and on an empty line, the text goes on right at the cursor. */
const goesOn = /(?:^|[\s.=])$/;

/** After a finished line a break and two empty lines may lead, as between functions in Python. */
const maxLeadingBreaks = 3;

/** Drops line breaks before the code; after a finished line some may lead. */
function trimLeadingBlankLines(text: string, hole: Hole): string {
  return text.replace(/^(?:[ \t]*\n)+/, (blank) => {
    const breaks = goesOn.test(hole.linePrefix) ? 0 : blank.split("\n").length - 1;
    return "\n".repeat(Math.min(maxLeadingBreaks, breaks));
  });
}

/** The raw reply so far without what does not belong in the document; empty when nothing is left. */
export function filterReply(raw: string, hole: Hole, isDone: boolean): string {
  let text = raw;
  for (const filter of replyFilters) {
    text = filter(text, hole, isDone);
    if (text === "") {
      break;
    }
  }
  return text;
}

/** The raw reply so far, filtered and cut. While it streams, its last line may still change. */
export function cleanReply(raw: string, hole: Hole, isDone: boolean, view?: SyntaxView): CutReply {
  const text = filterReply(raw, hole, isDone);
  return text === "" ? { text, isComplete: false } : cutReply(text, hole, isDone, view);
}
