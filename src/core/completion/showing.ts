import { lineStartAt } from "../text/lines.ts";
import type { Ask } from "./ask.ts";
import type { CompletionDeps } from "./completionPorts.ts";
import type { DocumentChange, Offer } from "./completionTypes.ts";
import { judgeDeparture } from "./departure.ts";
import type { Moment } from "./documentMoment.ts";
import type { EngineState } from "./engineState.ts";
import { offerOf } from "./offerOf.ts";
import type { ReadySuggestion } from "./readyPart.ts";
import type { RejectedLines } from "./rejectedLines.ts";
import { lowerCaution } from "./requestDelay.ts";
import { ShownText } from "./shownText.ts";
import type { SuggestionEntry } from "./suggestionEntry.ts";
import type { TrackedEdit } from "./trackEdit.ts";

/** What one document shows: from an offer to the edit or move that leaves it, and what is learned of both. */
export class Showing {
  readonly #deps: Pick<CompletionDeps, "clock" | "random">;
  readonly #state: EngineState;
  readonly #rejected: RejectedLines;
  readonly #usedAhead = new WeakSet<SuggestionEntry>();
  #text: ShownText | undefined;

  constructor(deps: Pick<CompletionDeps, "clock" | "random">, state: EngineState, rejected: RejectedLines) {
    this.#deps = deps;
    this.#state = state;
    this.#rejected = rejected;
  }

  get text(): ShownText | undefined {
    return this.#text;
  }

  /** After an edit; true when it went away from what was shown. */
  didChange(before: Moment | undefined, now: Moment, change: DocumentChange, tracked: TrackedEdit): boolean {
    const shown = this.#text;
    if (shown === undefined) {
      return false;
    }
    shown.shift(change.edits);
    if (tracked.cursor !== undefined && shown.isConsistentAt(now.snapshot, tracked.cursor)) {
      return false;
    }
    // What the typist went away from is no longer preferred to what else there is.
    this.#text = undefined;
    if (before !== undefined) {
      this.#learn(shown, before, tracked.kind === "typed");
    }
    return true;
  }

  didMoveCursor({ snapshot, offset }: Moment): void {
    if (this.#text !== undefined && this.#text.readyAt(snapshot, offset) === undefined) {
      this.#text = undefined;
      this.#state.tracker.didLeave();
    }
  }

  /** Answers with the text and follows it from now on. */
  offer(ask: Ask, ready: ReadySuggestion, startedMs: number): Offer | undefined {
    const { snapshot, offset } = ask;
    const { entry } = ready;
    const previous = this.#text;
    const isSame = previous?.entry === entry && this.#state.tracker.currentRid === previous.rid;
    const offer = offerOf({
      ask,
      ready,
      shownRid: isSame ? previous.rid : undefined,
      newRid: () => this.#deps.random.uuid(),
    });
    if (offer === undefined) {
      return undefined;
    }
    entry.wasOffered = true;
    const nowMs = this.#deps.clock.monotonicMs();
    const moment = { rid: offer.rid, sinceMs: nowMs, snapshot, offset };
    this.#text = new ShownText(ready, moment, isSame ? previous : undefined);
    if (previous?.entry !== entry) {
      this.#state.ahead.noteShown();
    }
    if (entry.isInLaterPart(ready.consumed) && !this.#usedAhead.has(entry)) {
      this.#usedAhead.add(entry);
      this.#state.ahead.noteUsed();
    }
    const { replacedLength } = ready.fitted;
    this.#state.tracker.didOffer({ offer, snapshot, latencyMs: nowMs - startedMs, replacedLength });
    return offer;
  }

  drop(): void {
    this.#text = undefined;
  }

  #learn(shown: ShownText, before: Moment, isTyped: boolean): void {
    const nowMs = this.#deps.clock.monotonicMs();
    const { isFollowed, isTypedAlong, isRejected } = judgeDeparture(shown, before, { isTyped, nowMs });
    if (isFollowed) {
      this.#state.rejections.noteKept();
      this.#state.caution = lowerCaution(this.#state.caution);
    }
    if (isRejected) {
      const start = lineStartAt(before.snapshot.text, before.offset);
      const typedAlong = before.snapshot.text.slice(start, before.offset);
      this.#rejected.note(start, shown.wholeLine, isTypedAlong ? typedAlong : undefined);
    }
    if (isRejected && !isFollowed) {
      this.#state.rejections.noteRejected();
    }
  }
}
