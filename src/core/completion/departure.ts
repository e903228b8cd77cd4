import type { Moment } from "./documentMoment.ts";
import type { ShownText } from "./shownText.ts";

/** Less than this was never painted, in ms. */
const seenMs = 30;
/** So many characters typed as shown: the text was followed, wherever it ended. */
const followedChars = 6;

export interface Departure {
  /** The typist used some of the text before going another way. */
  readonly isFollowed: boolean;
  /** The text was seen, and another key was typed: it is not to come back on this line. */
  readonly isRejected: boolean;
}

/** How the typist went away from what was shown; `before` is the document before the edit that did. */
export function judgeDeparture(
  shown: ShownText,
  before: Moment,
  { isTyped, nowMs }: { readonly isTyped: boolean; readonly nowMs: number },
): Departure {
  const consumed = shown.entry.consumedAt(before.snapshot, before.offset) ?? shown.consumed;
  return {
    isFollowed: consumed - shown.consumed >= followedChars,
    isRejected: isTyped && nowMs - shown.sinceMs >= seenMs,
  };
}
