import type { DocumentSnapshot } from "./completionTypes.ts";
import { fitToDocument, type FittedText } from "./fitToDocument.ts";
import type { SuggestionEntry } from "./suggestionEntry.ts";

export interface ReadySuggestion {
  readonly entry: SuggestionEntry;
  /** Characters of the entry that the document has already. */
  readonly consumed: number;
  readonly fitted: FittedText;
  /** No more of it is coming. */
  readonly isWhole: boolean;
}

/** What of an entry can be shown at `offset` right now. */
export function readyPart(
  entry: SuggestionEntry,
  snapshot: DocumentSnapshot,
  offset: number,
  minChars?: number,
): ReadySuggestion | undefined {
  const consumed = entry.consumedAt(snapshot, offset);
  const settled = consumed === undefined ? "" : entry.settledAfter(consumed);
  if (consumed === undefined || consumed >= settled.length) {
    return undefined;
  }
  const isMultiline = entry.isMultiline || entry.isInLaterPart(consumed);
  const fitted = fitToDocument(settled.slice(consumed), snapshot, offset, isMultiline, minChars);
  const isWhole = entry.state === "done" || settled.length < entry.settledText.length;
  return fitted === undefined ? undefined : { entry, consumed, fitted, isWhole };
}

/**
 * The suggestion to show: the one that is shown already stays as long as it fits, and gives way only to
 * a text that begins with it. Otherwise the first candidate.
 */
export function pickSuggestion(
  candidates: readonly (SuggestionEntry | undefined)[],
  shown: SuggestionEntry | undefined,
  snapshot: DocumentSnapshot,
  offset: number,
): ReadySuggestion | undefined {
  // What is shown may shrink to its last character; only a new text must be worth a look.
  const current = shown === undefined ? undefined : readyPart(shown, snapshot, offset, 1);
  for (const entry of candidates) {
    const ready = entry === undefined || entry === shown ? undefined : readyPart(entry, snapshot, offset);
    if (ready === undefined) {
      continue;
    }
    if (current === undefined) {
      return ready;
    }
    if (extendsText(ready.fitted, current.fitted)) {
      return ready;
    }
  }
  return current;
}

/** True when `longer` shows the same text and more. */
function extendsText(longer: FittedText, shorter: FittedText): boolean {
  return longer.text.length > shorter.text.length && longer.text.startsWith(shorter.text);
}
