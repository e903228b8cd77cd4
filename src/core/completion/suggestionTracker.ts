import type { EventSink, SuggestionSource } from "../efficiency/events.ts";
import type { Clock } from "../ports.ts";
import type { AcceptedText } from "./acceptedText.ts";
import type { DocumentChange, DocumentSnapshot, Offer } from "./completionTypes.ts";
import { shiftOffset } from "./trackEdit.ts";

/** An answer that an edit takes away sooner than this was most likely never painted, in ms. */
export const offeredAfterMs = 30;

interface Tracked {
  readonly rid: string;
  readonly uri: string;
  readonly languageId: string;
  readonly path: string;
  readonly source: SuggestionSource;
  readonly offeredMs: number;
  readonly latencyMs: number;
  /** Where the text not yet taken begins in the current document. */
  at: number;
  /** Text of the offer that the document does not have yet. */
  rest: string;
  takenChars: number;
  typedChars: number;
  /** The last edit put all of the rest there at once: the item's command may follow. */
  completedBy: { readonly at: number; readonly text: string } | undefined;
  isRecorded: boolean;
}

export interface OfferMoment {
  readonly offer: Offer;
  readonly snapshot: DocumentSnapshot;
  readonly latencyMs: number;
  /** Characters behind the cursor that the offer's text replaces. */
  readonly replacedLength?: number | undefined;
}

/** The offer's text without an end that stands behind the cursor already: nobody types or takes that. */
function newTextOf({ offer, snapshot, replacedLength = 0 }: OfferMoment): string {
  const replaced = snapshot.text.slice(offer.replaceEnd - replacedLength, offer.replaceEnd);
  return replaced !== "" && offer.text.endsWith(replaced)
    ? offer.text.slice(0, offer.text.length - replaced.length)
    : offer.text;
}

/**
 * Follows one offer at a time as far as the stable API allows: offered = answered, not cancelled, not
 * edited away within 30 ms; accepted = the item's command; the rest is inferred from edits.
 */
export class SuggestionTracker {
  readonly #clock: Clock;
  readonly #events: EventSink;
  readonly #accepted: AcceptedText;
  #current: Tracked | undefined;
  #timer: AbortController | undefined;

  constructor(clock: Clock, events: EventSink, accepted: AcceptedText) {
    this.#clock = clock;
    this.#events = events;
    this.#accepted = accepted;
  }

  /** The offer that is followed, if any. */
  get currentRid(): string | undefined {
    return this.#current?.rid;
  }

  didOffer(moment: OfferMoment): void {
    const { offer, snapshot, latencyMs } = moment;
    const rest = newTextOf(moment);
    const current = this.#current;
    if (current?.rid === offer.rid && current.uri === snapshot.uri) {
      current.rest = rest;
      current.at = offer.replaceStart;
      current.completedBy = undefined;
    } else {
      this.#resolve(current, "superseded");
      this.#current = {
        rid: offer.rid,
        uri: snapshot.uri,
        languageId: snapshot.languageId,
        path: snapshot.path,
        source: offer.source,
        offeredMs: this.#clock.monotonicMs(),
        latencyMs,
        at: offer.replaceStart,
        rest,
        takenChars: 0,
        typedChars: 0,
        completedBy: undefined,
        isRecorded: false,
      };
    }
    this.#startTimer();
  }

  didChange(snapshot: DocumentSnapshot, change: DocumentChange): void {
    const current = this.#current;
    if (current === undefined || current.uri !== snapshot.uri) {
      return;
    }
    this.#timer?.abort();
    if (current.completedBy !== undefined) {
      this.#resolve(current, "ignore");
      return;
    }
    const at = shiftOffset(current.at, change.edits);
    const [edit] = change.edits;
    if (at === undefined || edit === undefined || edit.offset !== current.at) {
      if (at === undefined || edit === undefined || edit.offset <= current.at + current.rest.length) {
        this.#resolve(current, "ignore");
      } else {
        current.at = at;
        this.#startTimer();
      }
      return;
    }
    this.#take(current, snapshot, at);
  }

  /** The item's command ran: the whole rest was taken. True when it was the followed offer. */
  didAccept(rid: string): boolean {
    const current = this.#current;
    if (current?.rid !== rid) {
      return false;
    }
    const taken = current.completedBy ?? { at: current.at, text: current.rest };
    this.#record(current);
    this.#current = undefined;
    this.#timer?.abort();
    this.#event(current, {
      type: "suggest.resolve",
      rid,
      outcome: "accept",
      decideMs: this.#clock.monotonicMs() - current.offeredMs,
      takenChars: current.takenChars + (current.completedBy === undefined ? taken.text.length : 0),
      certainty: "exact",
    });
    this.#tellAccepted(current, taken);
    return true;
  }

  /** The offer is gone without an edit: another editor, a jump of the cursor, a new suggestion. */
  didLeave(outcome: "reject" | "ignore" | "superseded" = "ignore"): void {
    this.#resolve(this.#current, outcome);
  }

  #take(current: Tracked, snapshot: DocumentSnapshot, at: number): void {
    const { text } = snapshot;
    let length = 0;
    while (length < current.rest.length && text[at + length] === current.rest[length]) {
      length += 1;
    }
    const taken = current.rest.slice(0, length);
    if (length === 0) {
      this.#resolve(current, "ignore");
      return;
    }
    current.at = at + length;
    current.rest = current.rest.slice(length);
    current.takenChars += length;
    if (current.rest === "") {
      current.completedBy = { at, text: taken };
      current.typedChars += length === 1 ? 1 : 0;
      return;
    }
    if (length === 1) {
      current.typedChars += 1;
    } else {
      this.#tellAccepted(current, { at, text: taken });
    }
    this.#startTimer();
  }

  #startTimer(): void {
    this.#timer?.abort();
    const current = this.#current;
    if (current === undefined || current.isRecorded) {
      return;
    }
    const timer = new AbortController();
    this.#timer = timer;
    void this.#clock.delay(offeredAfterMs, timer.signal).then(() => {
      if (!timer.signal.aborted && this.#current === current) {
        this.#record(current);
      }
    });
  }

  #record(current: Tracked): void {
    if (current.isRecorded) {
      return;
    }
    current.isRecorded = true;
    const text = current.rest === "" ? (current.completedBy?.text ?? "") : current.rest;
    this.#event(current, {
      type: "suggest.offered",
      rid: current.rid,
      chars: text.length,
      lines: text.split("\n").length,
      source: current.source,
      latencyMs: current.latencyMs,
    });
  }

  #resolve(current: Tracked | undefined, left: "reject" | "ignore" | "superseded"): void {
    this.#timer?.abort();
    this.#current = undefined;
    if (current === undefined || !current.isRecorded) {
      return;
    }
    const isPartial = current.takenChars > current.typedChars;
    // Complete and no command in between: typed to its end, or taken word by word.
    const outcome = current.rest === "" && !isPartial ? "typed_through" : left;
    this.#event(current, {
      type: "suggest.resolve",
      rid: current.rid,
      outcome: isPartial ? "partial" : outcome,
      decideMs: this.#clock.monotonicMs() - current.offeredMs,
      takenChars: current.takenChars,
      certainty: "inferred",
    });
  }

  #tellAccepted(current: Tracked, taken: { readonly at: number; readonly text: string }): void {
    const { rid, uri, languageId, path } = current;
    this.#accepted.didAccept({ rid, uri, offset: taken.at, text: taken.text, languageId, path });
  }

  #event(current: Tracked, body: Parameters<EventSink["record"]>[0]): void {
    this.#events.record(body, { languageId: current.languageId, path: current.path });
  }
}
