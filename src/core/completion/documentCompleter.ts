import { toAssistantError } from "../errors.ts";
import type { GatedBackend } from "../egress/outbound.ts";
import { lineStartAt } from "../text/lines.ts";
import type { Ask, EditMoment } from "./ask.ts";
import type { CompletionDeps } from "./completionPorts.ts";
import type { DocumentChange, DocumentSnapshot, Offer } from "./completionTypes.ts";
import { askForOthers } from "./otherTexts.ts";
import type { EngineState } from "./engineState.ts";
import { decideGate } from "./gate.ts";
import type { LiveRequest } from "./liveRequest.ts";
import { linkedAbort } from "./linkedAbort.ts";
import { minConfidenceFor, predictLocally } from "./localPrediction.ts";
import { endsOpen } from "./openBrackets.ts";
import { pickSuggestion } from "./pickSuggestion.ts";
import { readyPart, type ReadySuggestion } from "./readyPart.ts";
import { RejectedLines } from "./rejectedLines.ts";
import { RequestAhead } from "./requestAhead.ts";
import { recordPrediction } from "./requestMetrics.ts";
import { lowerCaution } from "./requestDelay.ts";
import { RequestSlot, type Place } from "./requestSlot.ts";
import { ShownText, wholeLineOf } from "./shownText.ts";
import { negativeLifeMs, SuggestionCache } from "./suggestionCache.ts";
import { SuggestionEntry } from "./suggestionEntry.ts";
import { trackEdit } from "./trackEdit.ts";

/**
 * After the first complete line, so long more of the block may still join the same answer, in ms. The
 * editor keeps what it shows and would not take a longer text later; the rest comes after acceptance.
 */
const blockGraceMs = 60;
/** The same while the text so far ends in the middle of a statement. */
const openBlockGraceMs = 400;
/** A first line that is farther away than this lets the predictor speak first, in ms. */
const slowFirstTextMs = 250;
/** So many edits in a row without a question: the editor does not want ghost text here. */
const maxUnaskedEdits = 3;
const maxRequestsPerAsk = 2;
/** Less than this was never painted, in ms. */
const seenMs = 30;
/** So many characters typed as shown: the text was followed, wherever it ended. */
const followedChars = 6;

/**
 * The completion of one document as a state machine that edits drive: follow what streams while it fits,
 * answer from the cache, else wait the delay and send one request; the editor's questions only join in.
 */
export class DocumentCompleter {
  readonly #deps: CompletionDeps;
  readonly #state: EngineState;
  readonly #cache = new SuggestionCache();
  readonly #slot: RequestSlot;
  readonly #ahead: RequestAhead;
  readonly #rejected = new RejectedLines();
  #shown: ShownText | undefined;
  #snapshot: DocumentSnapshot | undefined;
  #cursor = 0;
  #version = 0;
  /** The last backend ran on this machine. */
  #isFree = false;
  readonly #usedAhead = new WeakSet<SuggestionEntry>();
  #unaskedEdits = maxUnaskedEdits;

  constructor(deps: CompletionDeps, state: EngineState) {
    this.#deps = deps;
    this.#state = state;
    this.#slot = new RequestSlot(deps, state, {
      isStillWanted: (live) =>
        this.#snapshot !== undefined && live.entry.isConsistentAt(this.#snapshot, this.#cursor),
      onDone: (live) => this.#keep(live),
    });
    this.#ahead = new RequestAhead(deps, state, {
      moment: () =>
        this.#snapshot === undefined ? undefined : { snapshot: this.#snapshot, offset: this.#cursor },
      backend: () => this.#backend(),
    });
  }

  /** Entries kept and requests running, for tests and budgets. */
  get load(): { readonly entries: number; readonly running: number } {
    const running = (this.#slot.live?.isRunning === true ? 1 : 0) + (this.#ahead.isRunning ? 1 : 0);
    return { entries: this.#cache.size, running };
  }

  didChange(snapshot: DocumentSnapshot, change: DocumentChange, moment: EditMoment): void {
    const tracked = trackEdit(change);
    const before = { snapshot: this.#snapshot, cursor: this.#cursor };
    const hadShown = this.#shown !== undefined;
    this.#version += 1;
    this.#snapshot = snapshot;
    this.#cursor = tracked.cursor ?? this.#cursor;
    if (this.#shown !== undefined && !this.#isKept(this.#shown.entry)) {
      this.#shown.entry.shift(change.edits);
    }
    this.#shown?.shift(change.edits);
    this.#cache.shift(change.edits);
    if (tracked.cursor === undefined || !this.#shown?.isConsistentAt(snapshot, tracked.cursor)) {
      // What the typist went away from is no longer preferred to what else there is.
      this.#noteDivergence(before, tracked.kind === "typed");
      this.#shown = undefined;
    }
    this.#state.tracker.didChange(snapshot, change);
    this.#slot.didChange(snapshot, change.edits, tracked.cursor);
    if (hadShown && this.#shown === undefined) {
      this.#slot.noteDivergence();
    }
    this.#ahead.didMove();
    this.#rejected.stayOn(lineStartAt(snapshot.text, this.#cursor));
    if (tracked.kind !== "typed" || tracked.cursor === undefined) {
      return;
    }
    this.#slot.noteKey(this.#deps.clock.monotonicMs());
    this.#unaskedEdits += 1;
    if (moment.isActive && moment.cursorCount === 1 && this.#unaskedEdits <= maxUnaskedEdits) {
      void this.#headStart({ snapshot, offset: tracked.cursor, trigger: "automatic" });
    }
  }

  /** The cursor went elsewhere without an edit: what was meant for the old place is stopped. */
  didMoveCursor(offset: number): void {
    const snapshot = this.#snapshot;
    if (snapshot === undefined || offset === this.#cursor) {
      return;
    }
    this.#cursor = offset;
    this.#ahead.didMove();
    const live = this.#slot.live;
    if (live?.isRunning === true && !live.entry.isConsistentAt(snapshot, offset)) {
      this.#slot.drop();
    }
    if (this.#shown !== undefined && this.#shown.readyAt(snapshot, offset) === undefined) {
      this.#shown = undefined;
      this.#state.tracker.didLeave();
    }
  }

  async provide(ask: Ask): Promise<Offer | undefined> {
    const startedMs = this.#deps.clock.monotonicMs();
    const version = this.#version;
    const { snapshot, offset, trigger } = ask;
    this.#unaskedEdits = 0;
    this.#snapshot = snapshot;
    this.#cursor = offset;
    if (!this.#passesGate(ask, ask.cursorCount, ask.isReadOnly)) {
      this.stop();
      return undefined;
    }
    if (trigger === "manual") {
      this.#state.health.wake();
      this.#rejected.clear();
      this.#state.rejections.noteKept();
    }
    const isStale = (): boolean => ask.signal.aborted || this.#version !== version;
    const ready = this.#findReady(ask);
    if (ready?.isWhole === true || ready?.entry.isMultiline === false) {
      return this.#offer(ask, ready, startedMs);
    }
    const backend = this.#isKnownEmpty(ask) ? undefined : await this.#backend();
    const found =
      backend === undefined || isStale() ? undefined : await this.#awaitRemote(ask, backend, isStale);
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
    const version = this.#version;
    const { snapshot, offset } = ask;
    const backend = this.#passesGate(ask, ask.cursorCount, ask.isReadOnly)
      ? await this.#backend()
      : undefined;
    if (backend === undefined || ask.signal.aborted) {
      return [];
    }
    const shown = this.#findReady(ask)?.fitted.text;
    const entries = await askForOthers(
      { deps: this.#deps, state: this.#state, place: ask, backend },
      ask.signal,
    );
    if (ask.signal.aborted || this.#version !== version) {
      return [];
    }
    const texts = new Set([shown]);
    return entries.flatMap((entry): Offer[] => {
      const ready = readyPart(entry, snapshot, offset);
      if (ready === undefined || texts.has(ready.fitted.text) || ask.selected !== undefined) {
        return [];
      }
      texts.add(ready.fitted.text);
      this.#cache.addLast(entry);
      const { text, replacedLength } = ready.fitted;
      const replaceEnd = offset + replacedLength;
      return [{ rid: entry.requestRid, text, replaceStart: offset, replaceEnd, source: "remote" }];
    });
  }

  /** Stops what runs; what is known stays. */
  stop(): void {
    this.#slot.drop();
    this.#ahead.drop();
    this.#shown = undefined;
  }

  #passesGate(place: Place, cursorCount: number, isReadOnly: boolean): boolean {
    const { options } = this.#deps;
    const isEnabled = options.eagerness() !== "manual" && options.isEnabled(place.snapshot.languageId);
    const verdict = decideGate({ ...place, cursorCount, isReadOnly, isEnabled });
    // Text that was shown before a word and is typed along stays to its end.
    return (
      verdict === "pass" ||
      (verdict === "insideWord" && this.#shown?.restAt(place.snapshot, place.offset) !== undefined)
    );
  }

  /** The host hears of an edit some 40 ms before it is asked: the delay and the request begin now. */
  async #headStart(place: Place): Promise<void> {
    const version = this.#version;
    if (
      !this.#passesGate(place, 1, false) ||
      this.#findReady(place) !== undefined ||
      this.#isKnownEmpty(place)
    ) {
      return;
    }
    const backend = await this.#backend();
    if (backend !== undefined && this.#version === version) {
      this.#slot.ensure(place, backend);
    }
  }

  async #backend(): Promise<GatedBackend | undefined> {
    const { health, status } = this.#state;
    if (health.isResting(this.#deps.clock.monotonicMs())) {
      status.localOnly(true);
      return undefined;
    }
    try {
      const backend = await this.#deps.backends.forRole("completion");
      status.localOnly(backend === undefined);
      this.#isFree = backend?.identity.isLoopback === true;
      return backend;
    } catch (error) {
      status.failed(toAssistantError(error));
      status.localOnly(true);
      return undefined;
    }
  }

  #findReady({ snapshot, offset, trigger }: Place): ReadySuggestion | undefined {
    const nowMs = this.#deps.clock.monotonicMs();
    const hit = this.#cache.find(snapshot, offset, nowMs, minConfidenceFor(trigger));
    const found = pickSuggestion([this.#slot.live?.entry, hit?.entry], this.#shown, snapshot, offset);
    const start = lineStartAt(snapshot.text, offset);
    return found !== undefined && this.#rejected.has(start, wholeLineOf(found.fitted, snapshot, offset))
      ? undefined
      : found;
  }

  /** The model has said already that nothing belongs here. */
  #isKnownEmpty({ snapshot, offset, trigger }: Place): boolean {
    const hit = this.#cache.find(snapshot, offset, this.#deps.clock.monotonicMs());
    return trigger === "automatic" && hit !== undefined && hit.entry.source === "remote";
  }

  async #awaitRemote(
    ask: Ask,
    backend: GatedBackend,
    isStale: () => boolean,
  ): Promise<ReadySuggestion | undefined> {
    const { clock } = this.#deps;
    const expectedMs = this.#state.health.expectedFirstTextMs ?? 0;
    const local: Promise<void>[] = [];
    if (ask.trigger === "automatic" && expectedMs > slowFirstTextMs) {
      const prediction = this.#predictInto(ask).then(() => void local.splice(0));
      local.push(prediction);
    }
    const end = linkedAbort(ask.signal);
    let firstLineMs: number | undefined;
    try {
      for (let requests = 0, live: LiveRequest | undefined; !isStale();) {
        const ready = this.#findReady(ask);
        if (ready !== undefined) {
          const nowMs = clock.monotonicMs();
          firstLineMs ??= nowMs;
          const graceMs = endsOpen(ready.fitted.text) ? openBlockGraceMs : blockGraceMs;
          const leftMs = firstLineMs + graceMs - nowMs;
          const running = this.#slot.live;
          if (leftMs <= 0 || ready.isWhole || !ready.entry.isMultiline || running === undefined) {
            return ready;
          }
          await Promise.race([running.progress(end.signal), clock.delay(leftMs, end.signal)]);
          continue;
        }
        const next = this.#slot.ensure(ask, backend);
        requests += next === live ? 0 : 1;
        live = next;
        await Promise.race([live.progress(end.signal), ...local]);
        const isOver = live.hasFailed || live.entry.state === "done" || requests > maxRequestsPerAsk;
        if (isOver) {
          return this.#findReady(ask);
        }
      }
      return undefined;
    } finally {
      end.abort();
    }
  }

  /** Puts a prediction, if there is a sure enough one, into the cache. */
  async #predictInto(ask: Ask): Promise<void> {
    const { snapshot, offset, trigger, signal } = ask;
    if (trigger === "automatic" && this.#rejected.size > 0) {
      // On a line where a text was wrong already, the next one is wrong as often as not.
      return;
    }
    const version = this.#version;
    const { clock, predictor, random } = this.#deps;
    const startedMs = clock.monotonicMs();
    const prediction = await predictLocally(predictor, snapshot, offset, trigger, signal);
    if (prediction === undefined || this.#version !== version) {
      return;
    }
    const requestRid = random.uuid();
    const entry = new SuggestionEntry(snapshot, offset, { source: "local", requestRid, isMultiline: false });
    entry.text = prediction.text;
    entry.confidence = prediction.confidence;
    entry.state = "done";
    this.#cache.add(entry);
    recordPrediction(this.#state.events, snapshot, {
      rid: requestRid,
      trigger,
      durationMs: clock.monotonicMs() - startedMs,
    });
  }

  #offer(ask: Ask, ready: ReadySuggestion, startedMs: number): Offer | undefined {
    const { snapshot, offset, selected } = ask;
    const { entry, fitted } = ready;
    const start = selected?.start ?? offset;
    const text = snapshot.text.slice(start, offset) + fitted.text;
    if (start > offset || (selected !== undefined && !extendsSelected(text, selected.text))) {
      return undefined;
    }
    const isSame = this.#shown?.entry === entry && this.#state.tracker.currentRid === this.#shown.rid;
    const rid = isSame
      ? (this.#shown?.rid ?? "")
      : entry.wasOffered
        ? this.#deps.random.uuid()
        : entry.requestRid;
    const isFresh = entry.anchor === offset && !entry.wasOffered;
    const remote = isSame ? "typed_through" : isFresh ? "remote" : "cache";
    const offer: Offer = {
      rid,
      text,
      replaceStart: start,
      replaceEnd: offset + fitted.replacedLength,
      source: entry.source === "local" ? "local" : remote,
    };
    entry.wasOffered = true;
    const previous = this.#shown?.entry;
    const moment = { rid, sinceMs: this.#deps.clock.monotonicMs(), snapshot, offset };
    this.#shown = new ShownText(ready, moment, isSame ? this.#shown : undefined);
    if (previous !== entry) {
      this.#state.ahead.noteShown();
    }
    if (entry.isInLaterPart(ready.consumed) && !this.#usedAhead.has(entry)) {
      this.#usedAhead.add(entry);
      this.#state.ahead.noteUsed();
    }
    this.#ahead.didOffer(entry, this.#isFree);
    this.#state.tracker.didOffer({ offer, snapshot, latencyMs: this.#deps.clock.monotonicMs() - startedMs });
    return offer;
  }

  /** The typist went another way than what was shown. */
  #noteDivergence(
    before: { snapshot: DocumentSnapshot | undefined; cursor: number },
    isTyped: boolean,
  ): void {
    const shown = this.#shown;
    const { snapshot, cursor } = before;
    if (shown === undefined || snapshot === undefined) {
      return;
    }
    const followed = (shown.entry.consumedAt(snapshot, cursor) ?? shown.consumed) - shown.consumed;
    if (followed >= followedChars) {
      this.#state.rejections.noteKept();
      this.#state.caution = lowerCaution(this.#state.caution);
    }
    if (isTyped && this.#deps.clock.monotonicMs() - shown.sinceMs >= seenMs) {
      this.#rejected.note(lineStartAt(snapshot.text, cursor), shown.wholeLine);
      if (followed < followedChars) {
        this.#state.rejections.noteRejected();
      }
    }
  }

  #keep(live: LiveRequest): void {
    const { entry } = live;
    if (entry.text.trim() === "") {
      entry.text = "";
      entry.expiresMs = this.#deps.clock.monotonicMs() + negativeLifeMs;
    }
    this.#cache.add(entry);
  }

  #isKept(entry: SuggestionEntry): boolean {
    return this.#cache.has(entry) || this.#slot.live?.entry === entry;
  }
}

function extendsSelected(text: string, selected: string): boolean {
  return text.length > selected.length && text.startsWith(selected);
}
