import type { Moment } from "./documentMoment.ts";
import type { ShownText } from "./shownText.ts";

/** Less than this was never painted, in ms. */
const seenMs = 30;
/** So many characters typed as shown: the text was followed, wherever it ended. */
const followedChars = 6;
const typedAlongChars = 2;

export interface Departure {
  /** The typist used some of the text before going another way. */
  readonly isFollowed: boolean;
  /** Some of it was typed along: one key that does not fit may be a slip. */
  readonly isTypedAlong: boolean;
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
    isTypedAlong: consumed - shown.consumed >= typedAlongChars,
    isFollowed: consumed - shown.consumed >= followedChars,
    isRejected: isTyped && nowMs - shown.sinceMs >= seenMs,
  };
}
