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
