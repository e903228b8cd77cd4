import { lineStartAt } from "../text/lines.ts";
import type { LocalPredictor } from "./completionPorts.ts";
import type { DocumentSnapshot, Trigger } from "./completionTypes.ts";
import { SuggestionEntry } from "./suggestionEntry.ts";

/** Unasked, the predictor shows only what is right 9 times in 10 by its own calibration. */
const sureEnough = 0.9;
/** Asked for by hand, text may be shown that is right with this probability. */
const worthAsking = 0.3;
const prefixChars = 4000;
const suffixChars = 1000;

export interface Prediction {
  readonly text: string;
  /** Share of all texts at least so sure that are right, 0 to 1. */
  readonly confidence: number;
}

/** Least `Prediction.confidence` of a text that may be shown. */
export function minConfidenceFor(trigger: Trigger): number {
  return trigger === "manual" ? 0 : sureEnough;
}

/** A prediction for the place, or undefined; a dead or busy predictor is no error. */
export async function predictLocally(
  predictor: LocalPredictor,
  snapshot: DocumentSnapshot,
  offset: number,
  trigger: Trigger,
  signal: AbortSignal,
): Promise<Prediction | undefined> {
  const { text } = snapshot;
  try {
    const found = await predictor.predict(
      {
        path: snapshot.path,
        languageId: snapshot.languageId,
        // Counted from the line's start, so that the text above it stays the same while the line grows.
        prefix: text.slice(Math.max(0, lineStartAt(text, offset) - prefixChars), offset),
        suffix: text.slice(offset, offset + suffixChars),
        minConfidence: trigger === "manual" ? worthAsking : 0,
        minShare: minConfidenceFor(trigger),
      },
      signal,
    );
    return signal.aborted || found === null || found.text.trim() === ""
      ? undefined
      : { text: found.text, confidence: found.share };
  } catch {
    return undefined;
  }
}

/** The prediction as an entry of its own, complete. */
export function entryOf(
  { text, confidence }: Prediction,
  snapshot: DocumentSnapshot,
  offset: number,
  requestRid: string,
): SuggestionEntry {
  const entry = new SuggestionEntry(snapshot, offset, { source: "local", requestRid, isMultiline: false });
  entry.text = text;
  entry.confidence = confidence;
  entry.state = "done";
  return entry;
}
