import type { GatedBackend } from "../egress/outbound.ts";
import { lineStartAt } from "../text/lines.ts";
import type { CompletionDeps } from "./completionPorts.ts";
import type { DocumentSnapshot, TextEdit, Trigger } from "./completionTypes.ts";
import { eagernessRules } from "./eagerness.ts";
import type { EngineState } from "./engineState.ts";
import { LiveRequest, type RequestOutcome } from "./liveRequest.ts";
import { decideMultiline } from "./multiline.ts";
import { raiseCaution, requestDelayMs } from "./requestDelay.ts";
import { recordRequest } from "./requestMetrics.ts";

export interface Place {
  readonly snapshot: DocumentSnapshot;
  readonly offset: number;
  readonly trigger: Trigger;
}

/** What the slot asks its document about and tells it. */
export interface SlotOwner {
  /** False as soon as the text that arrives contradicts what was typed meanwhile. */
  isStillWanted(live: LiveRequest): boolean;
  onDone(live: LiveRequest): void;
}

/** The one request that a document may have on its way. */
export class RequestSlot {
  readonly #deps: CompletionDeps;
  readonly #state: EngineState;
  readonly #owner: SlotOwner;
  #live: LiveRequest | undefined;
  #pauseBeforeKeyMs = Infinity;
  /** Monotonic ms of the last edit; undefined before the first. */
  #lastEditMs: number | undefined;
  /** The last edit went another way than a text that was there or on its way. */
  #isAfterDivergence = false;

  constructor(deps: CompletionDeps, state: EngineState, owner: SlotOwner) {
    this.#deps = deps;
    this.#state = state;
    this.#owner = owner;
  }

  get live(): LiveRequest | undefined {
    return this.#live;
  }

  noteKey(nowMs: number): void {
    this.#pauseBeforeKeyMs = this.#state.rhythm.sinceLastKeyMs(nowMs);
    this.#state.rhythm.noteKey(nowMs);
  }

  /** After an edit: a stream stays while the typist follows it; all else is stopped, its socket too. */
  didChange(snapshot: DocumentSnapshot, edits: readonly TextEdit[], cursor: number | undefined): void {
    this.#lastEditMs = this.#deps.clock.monotonicMs();
    this.#isAfterDivergence = false;
    const live = this.#live;
    live?.entry.shift(edits);
    if (live?.isRunning !== true) {
      return;
    }
    const isStreaming = live.entry.state === "streaming";
    if (!isStreaming || cursor === undefined || !live.entry.isConsistentAt(snapshot, cursor)) {
      if (live.hasText) {
        this.#state.caution = raiseCaution(this.#state.caution);
        this.#isAfterDivergence = true;
      }
      this.drop();
    }
  }

  /** The cursor went elsewhere: a stream that is not meant for there is stopped. */
  didMoveCursor(snapshot: DocumentSnapshot, offset: number): void {
    const live = this.#live;
    if (live?.isRunning === true && !live.entry.isConsistentAt(snapshot, offset)) {
      this.drop();
    }
  }

  /** The last edit went another way than what was shown. */
  noteDivergence(): void {
    this.#isAfterDivergence = true;
  }

  /** The running request that fits the place, or a new one in place of one that does not. */
  ensure(place: Place, backend: GatedBackend): LiveRequest {
    const running = this.#live;
    if (running?.isRunning === true) {
      const isAtOnce = place.trigger === "manual" && running.entry.state === "armed";
      if (!isAtOnce && running.entry.isConsistentAt(place.snapshot, place.offset)) {
        return running;
      }
      this.drop();
    }
    const mode = this.#deps.options.multiline();
    const live = new LiveRequest(
      {
        ...place,
        backend,
        isMultiline: decideMultiline(place.snapshot, place.offset, mode),
        // The lines after the first are kept for later: they save a request more often than they are wasted.
        goesOn: mode !== "never",
        rid: this.#deps.random.uuid(),
      },
      this.#deps,
    );
    this.#live = live;
    void this.#run(live, this.#delayMs(place, backend));
    return live;
  }

  drop(): void {
    const live = this.#live;
    this.#live = undefined;
    live?.abort();
  }

  #delayMs(place: Place, backend: GatedBackend): number {
    const { text } = place.snapshot;
    const { delayFactor, patience } = eagernessRules(this.#deps.options.eagerness());
    const wantedMs = requestDelayMs({
      setting: this.#deps.options.delayMs(),
      trigger: place.trigger,
      isLoopback: backend.identity.isLoopback,
      linePrefix: text.slice(lineStartAt(text, place.offset), place.offset),
      medianIntervalMs: this.#state.rhythm.medianIntervalMs(),
      pauseBeforeKeyMs: this.#pauseBeforeKeyMs,
      caution: this.#state.caution,
      isAfterDivergence: this.#isAfterDivergence,
      delayFactor,
      quietMs: this.#state.rejections.quietMs(patience),
    });
    // What has passed since the edit is waited already.
    const waitedMs = this.#lastEditMs === undefined ? 0 : this.#deps.clock.monotonicMs() - this.#lastEditMs;
    return Math.max(0, wantedMs - waitedMs);
  }

  async #run(live: LiveRequest, delayMs: number): Promise<void> {
    const { status } = this.#state;
    const outcome = await live.run(delayMs, {
      snippets: () => this.#deps.context.readySnippets(live.input.snapshot.uri),
      onSent: () => status.requestBegan(),
      onGrow: () => {
        if (this.#live === live && !this.#owner.isStillWanted(live)) {
          this.drop();
        }
      },
    });
    const nowMs = this.#deps.clock.monotonicMs();
    if (live.sentMs !== undefined) {
      status.requestEnded();
      recordRequest(this.#state.events, live, outcome, nowMs);
    }
    this.#judge(live, outcome, nowMs);
    if (this.#live === live) {
      this.#live = undefined;
    }
  }

  #judge(live: LiveRequest, outcome: RequestOutcome, nowMs: number): void {
    const { health, status } = this.#state;
    if (outcome.kind === "done") {
      health.noteReply(outcome.summary.firstTextMs);
      status.succeeded();
      this.#owner.onDone(live);
    } else if (outcome.kind === "failed") {
      health.noteFailure(outcome.error, nowMs);
      status.failed(outcome.error, outcome.error.kind === "onlyReasoning");
    } else if (outcome.sentMs !== undefined && !live.hasText) {
      health.noteSilence(nowMs - outcome.sentMs);
    }
  }
}
