import { lineStartAt } from "../text/lines.ts";
import { minConfidenceFor } from "./localPrediction.ts";
import { pickSuggestion } from "./pickSuggestion.ts";
import type { ReadySuggestion } from "./readyPart.ts";
import type { RejectedLines } from "./rejectedLines.ts";
import type { Place } from "./requestSlot.ts";
import { wholeLineOf, type ShownText } from "./shownText.ts";
import type { SuggestionCache } from "./suggestionCache.ts";
import type { SuggestionEntry } from "./suggestionEntry.ts";

/** All that is known of a document's next text. */
export interface KnownTexts {
  readonly cache: SuggestionCache;
  /** What arrives now. */
  readonly live: SuggestionEntry | undefined;
  readonly shown: ShownText | undefined;
  readonly rejected: RejectedLines;
}

/** What can be shown at the place without waiting: what is shown already, what arrives, what was kept. */
export function findReady(known: KnownTexts, place: Place, nowMs: number): ReadySuggestion | undefined {
  const { snapshot, offset, trigger } = place;
  const hit = known.cache.find(snapshot, offset, nowMs, minConfidenceFor(trigger));
  const found = pickSuggestion([known.live, hit?.entry], known.shown, snapshot, offset);
  const start = lineStartAt(snapshot.text, offset);
  return found !== undefined && known.rejected.has(start, wholeLineOf(found.fitted, snapshot, offset))
    ? undefined
    : found;
}

/** The model has said already that nothing belongs here. */
export function isKnownEmpty(
  cache: SuggestionCache,
  { snapshot, offset, trigger }: Place,
  nowMs: number,
): boolean {
  const hit = cache.find(snapshot, offset, nowMs);
  return trigger === "automatic" && hit !== undefined && hit.entry.source === "remote";
}
