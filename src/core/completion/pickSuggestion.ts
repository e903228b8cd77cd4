import type { DocumentSnapshot } from "./completionTypes.ts";
import type { FittedText } from "./fitToDocument.ts";
import { readyPart, type ReadySuggestion } from "./readyPart.ts";
import type { ShownText } from "./shownText.ts";
import type { SuggestionEntry } from "./suggestionEntry.ts";

/**
 * The suggestion to show: the one that is shown already stays as long as it fits, and gives way only to
 * a text that begins with it. Otherwise the first candidate.
 */
export function pickSuggestion(
  candidates: readonly (SuggestionEntry | undefined)[],
  shown: ShownText | undefined,
  snapshot: DocumentSnapshot,
  offset: number,
): ReadySuggestion | undefined {
  const current = shown?.readyAt(snapshot, offset);
  for (const entry of candidates) {
    const ready =
      entry === undefined || entry === shown?.entry ? undefined : readyPart(entry, snapshot, offset);
    if (ready === undefined) {
      continue;
    }
    if (current === undefined || extendsText(ready.fitted, current.fitted)) {
      return ready;
    }
  }
  return current;
}

/** True when `longer` shows the same text and more. */
function extendsText(longer: FittedText, shorter: FittedText): boolean {
  return longer.text.length > shorter.text.length && longer.text.startsWith(shorter.text);
}
