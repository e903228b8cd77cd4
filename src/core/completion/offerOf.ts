import type { Ask } from "./ask.ts";
import type { Offer } from "./completionTypes.ts";
import type { ReadySuggestion } from "./readyPart.ts";

export interface OfferInput {
  readonly ask: Ask;
  readonly ready: ReadySuggestion;
  /** Id of the offer that is shown, where it is of the same text. */
  readonly shownRid: string | undefined;
  readonly newRid: () => string;
}

/** The answer to the editor; undefined where it would not extend what the suggest list has selected. */
export function offerOf({ ask, ready, shownRid, newRid }: OfferInput): Offer | undefined {
  const { snapshot, offset, selected } = ask;
  const { entry, fitted } = ready;
  const start = selected?.start ?? offset;
  const text = snapshot.text.slice(start, offset) + fitted.text;
  if (start > offset || (selected !== undefined && !extendsSelected(text, selected.text))) {
    return undefined;
  }
  const isFresh = entry.anchor === offset && !entry.wasOffered;
  const remote = shownRid !== undefined ? "typed_through" : isFresh ? "remote" : "cache";
  return {
    rid: shownRid ?? (entry.wasOffered ? newRid() : entry.requestRid),
    text,
    replaceStart: start,
    replaceEnd: offset + fitted.replacedLength,
    source: entry.source === "local" ? "local" : remote,
  };
}

function extendsSelected(text: string, selected: string): boolean {
  return text.length > selected.length && text.startsWith(selected);
}
