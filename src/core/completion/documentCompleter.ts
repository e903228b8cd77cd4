import { lineStartAt } from "../text/lines.ts";
import type { GatedBackend } from "../egress/outbound.ts";
import type { Ask, EditMoment } from "./ask.ts";
import { CompletionBackend } from "./completionBackend.ts";
import type { CompletionDeps } from "./completionPorts.ts";
import type { DocumentChange, DocumentSnapshot, Offer } from "./completionTypes.ts";
import { DocumentMoment } from "./documentMoment.ts";
import type { EngineState } from "./engineState.ts";
import { decideGate } from "./gate.ts";
import { joinRequest } from "./joinRequest.ts";
import type { LiveRequest } from "./liveRequest.ts";
import { entryOf, predictLocally } from "./localPrediction.ts";
import { findReady, isKnownEmpty } from "./lookUp.ts";
import { askForOthers, offersOf } from "./otherTexts.ts";
import type { ReadySuggestion } from "./readyPart.ts";
import { RejectedLines } from "./rejectedLines.ts";
import { RequestAhead } from "./requestAhead.ts";
import { recordPrediction } from "./requestMetrics.ts";
import { RequestSlot, type Place } from "./requestSlot.ts";
import { Showing } from "./showing.ts";
import { negativeLifeMs, SuggestionCache } from "./suggestionCache.ts";
import type { SuggestionEntry } from "./suggestionEntry.ts";
import { trackEdit } from "./trackEdit.ts";

/** A first line that is farther away than this lets the predictor speak first, in ms. */
const slowFirstTextMs = 250;

/**
 * The completion of one document as a state machine that edits drive: follow what streams while it fits,
 * answer from the cache, else wait the delay and send one request; the editor's questions only join in.
 * Each step is a module of its own; this class calls them in their order.
 */
export class DocumentCompleter {
  readonly #deps: CompletionDeps;
  readonly #state: EngineState;
  readonly #backend: CompletionBackend;
  readonly #at = new DocumentMoment();
  readonly #cache = new SuggestionCache();
  readonly #rejected = new RejectedLines();
  readonly #showing: Showing;
  readonly #slot: RequestSlot;
  readonly #ahead: RequestAhead;

  constructor(deps: CompletionDeps, state: EngineState) {
    this.#deps = deps;
    this.#state = state;
    this.#backend = new CompletionBackend(deps, state);
    this.#showing = new Showing(deps, state, this.#rejected);
    this.#slot = new RequestSlot(deps, state, {
      isStillWanted: ({ entry }) => {
        const { now } = this.#at;
        return now !== undefined && entry.isConsistentAt(now.snapshot, now.offset);
      },
      onDone: (live) => this.#keep(live),
    });
    this.#ahead = new RequestAhead(deps, state, {
      moment: () => this.#at.now,
      backend: () => this.#backend.ready(),
    });
  }

  /** Entries kept and requests running, for tests and budgets. */
  get load(): { readonly entries: number; readonly running: number } {
    const running = (this.#slot.live?.isRunning === true ? 1 : 0) + (this.#ahead.isRunning ? 1 : 0);
    return { entries: this.#cache.size, running };
  }

  didChange(snapshot: DocumentSnapshot, change: DocumentChange, moment: EditMoment): void {
    const tracked = trackEdit(change);
    const before = this.#at.now;
    const now = this.#at.didChange(snapshot, tracked);
    const shown = this.#showing.text?.entry;
    if (shown !== undefined && !this.#isKept(shown)) {
      shown.shift(change.edits);
    }
    this.#cache.shift(change.edits);
    const hasLeft = this.#showing.didChange(before, now, change, tracked);
    this.#state.tracker.didChange(snapshot, change);
    this.#slot.didChange(snapshot, change.edits, tracked.cursor);
    if (hasLeft) {
      this.#slot.noteDivergence();
    }
    this.#ahead.didMove();
    const lineStart = lineStartAt(snapshot.text, now.offset);
    this.#rejected.stayOn(lineStart);
    if (tracked.kind === "deleted") {
      this.#rejected.didDelete(lineStart, snapshot.text.slice(lineStart, now.offset));
    }
    if (tracked.kind !== "typed" || tracked.cursor === undefined) {
      return;
    }
    this.#slot.noteKey(this.#deps.clock.monotonicMs());
    if (moment.isActive && moment.cursorCount === 1 && this.#at.isAskedFor) {
      void this.#headStart({ snapshot, offset: tracked.cursor, trigger: "automatic" });
    }
  }

  /** The cursor went elsewhere without an edit: what was meant for the old place is stopped. */
  didMoveCursor(offset: number): void {
    const now = this.#at.didMoveCursor(offset);
    if (now === undefined) {
      return;
    }
    this.#ahead.didMove();
    this.#slot.didMoveCursor(now.snapshot, offset);
    this.#showing.didMoveCursor(now);
  }

  async provide(ask: Ask): Promise<Offer | undefined> {
    const startedMs = this.#deps.clock.monotonicMs();
    const { version } = this.#at;
    this.#at.didAsk(ask.snapshot, ask.offset);
    if (!this.#passesGate(ask, ask.cursorCount, ask.isReadOnly)) {
      this.stop();
      return undefined;
    }
    if (ask.trigger === "manual") {
      this.#state.health.wake();
      this.#rejected.clear();
      this.#state.rejections.noteKept();
    }
    const isStale = (): boolean => ask.signal.aborted || this.#at.version !== version;
    const ready = this.#findReady(ask);
    if (ready?.isWhole === true || ready?.entry.isMultiline === false) {
      return this.#offer(ask, ready, startedMs);
    }
    const backend = this.#isKnownEmpty(ask) ? undefined : await this.#backend.ready();
    const found =
      backend === undefined || isStale() ? undefined : await this.#joinRequest(ask, backend, isStale);
    if (found === undefined && !isStale()) {
      await this.#predictInto(ask);
    }
    const last = found ?? this.#findReady(ask);
    return isStale() || last === undefined ? undefined : this.#offer(ask, last, startedMs);
  }

  /**
   * Other texts than the one that is shown at the place, for a user who asks once more by hand. Each costs a
   * request of its own; fewer or none come back when the model keeps saying the same.
   */
  async provideOthers(ask: Ask): Promise<Offer[]> {
    const { version } = this.#at;
    const mayAsk = this.#passesGate(ask, ask.cursorCount, ask.isReadOnly);
    const backend = mayAsk ? await this.#backend.ready() : undefined;
    if (backend === undefined || ask.signal.aborted) {
      return [];
    }
    const shown = this.#findReady(ask)?.fitted.text;
    const input = { deps: this.#deps, state: this.#state, place: ask, backend };
    const entries = await askForOthers(input, ask.signal);
    if (ask.signal.aborted || this.#at.version !== version) {
      return [];
    }
    return offersOf(entries, ask, shown).map(({ entry, offer }) => {
      this.#cache.addLast(entry);
      return offer;
    });
  }

  /** Stops what runs; what is known stays. */
  stop(): void {
    this.#slot.drop();
    this.#ahead.drop();
    this.#showing.drop();
  }

  #passesGate(place: Place, cursorCount: number, isReadOnly: boolean): boolean {
    const { options } = this.#deps;
    const isEnabled = options.eagerness() !== "manual" && options.isEnabled(place.snapshot.languageId);
    const verdict = decideGate({ ...place, cursorCount, isReadOnly, isEnabled });
    // Text that was shown before a word and is typed along stays to its end.
    return (
      verdict === "pass" ||
      (verdict === "insideWord" && this.#showing.text?.restAt(place.snapshot, place.offset) !== undefined)
    );
  }

  /** The host hears of an edit some 40 ms before it is asked: the delay and the request begin now. */
  async #headStart(place: Place): Promise<void> {
    const { version } = this.#at;
    if (
      !this.#passesGate(place, 1, false) ||
      this.#findReady(place) !== undefined ||
      this.#isKnownEmpty(place)
    ) {
      return;
    }
    const backend = await this.#backend.ready();
    if (backend !== undefined && this.#at.version === version) {
      this.#slot.ensure(place, backend);
    }
  }

  #findReady(place: Place): ReadySuggestion | undefined {
    const known = {
      cache: this.#cache,
      live: this.#slot.live?.entry,
      shown: this.#showing.text,
      rejected: this.#rejected,
    };
    return findReady(known, place, this.#deps.clock.monotonicMs());
  }

  #isKnownEmpty(place: Place): boolean {
    return isKnownEmpty(this.#cache, place, this.#deps.clock.monotonicMs());
  }

  #joinRequest(
    ask: Ask,
    backend: GatedBackend,
    isStale: () => boolean,
  ): Promise<ReadySuggestion | undefined> {
    const isSlow = (this.#state.health.expectedFirstTextMs ?? 0) > slowFirstTextMs;
    return joinRequest({
      clock: this.#deps.clock,
      signal: ask.signal,
      local: ask.trigger === "automatic" && isSlow ? this.#predictInto(ask) : undefined,
      find: () => this.#findReady(ask),
      ensure: () => this.#slot.ensure(ask, backend),
      live: () => this.#slot.live,
      isStale,
    });
  }

  /** Puts a prediction, if there is a sure enough one, into the cache. */
  async #predictInto({ snapshot, offset, trigger, signal }: Ask): Promise<void> {
    if (trigger === "automatic" && this.#rejected.size > 0) {
      // On a line where a text was wrong already, the next one is wrong as often as not.
      return;
    }
    const { version } = this.#at;
    const { clock, predictor, random } = this.#deps;
    const startedMs = clock.monotonicMs();
    const prediction = await predictLocally(predictor, snapshot, offset, trigger, signal);
    if (prediction === undefined || this.#at.version !== version) {
      return;
    }
    const rid = random.uuid();
    this.#cache.add(entryOf(prediction, snapshot, offset, rid));
    const durationMs = clock.monotonicMs() - startedMs;
    recordPrediction(this.#state.events, snapshot, { rid, trigger, durationMs });
  }

  #offer(ask: Ask, ready: ReadySuggestion, startedMs: number): Offer | undefined {
    const offer = this.#showing.offer(ask, ready, startedMs);
    if (offer !== undefined) {
      this.#ahead.didOffer(ready.entry, this.#backend.isFree);
    }
    return offer;
  }

  #keep({ entry }: LiveRequest): void {
    if (entry.text.trim() === "") {
      entry.text = "";
      entry.expiresMs = this.#deps.clock.monotonicMs() + negativeLifeMs;
    }
    this.#cache.add(entry);
  }

  /** Edits are told to it by the cache or the slot. */
  #isKept(entry: SuggestionEntry): boolean {
    return this.#cache.has(entry) || this.#slot.live?.entry === entry;
  }
}
