import type {
  EfficiencyEvent,
  EventBody,
  EventContext,
  EventSink,
  Phase,
} from "../../core/efficiency/events.ts";
import { phaseOfFile, type PhaseClock } from "../../core/efficiency/phaseRules.ts";
import { AssistantError } from "../../core/errors.ts";
import type { Clock, Log, Random } from "../../core/ports.ts";
import type { StoreState } from "../../protocol/efficiencyCalls.ts";
import type { CallName, CallParams, CallResult } from "../../protocol/workerMessages.ts";

/** The part of the worker client that is needed here. */
export interface WorkerCaller {
  call<K extends CallName>(name: K, params: CallParams<K>, signal?: AbortSignal): Promise<CallResult<K>>;
}

/** Who writes: constant for the life of the window. */
export interface RecordingWindow {
  readonly windowId: string;
  readonly sessionId: string;
  readonly extensionVersion: string;
  /** Folder of the database; made only when the first event is written. */
  readonly storageDir: string;
  /** Keyed hash of the open workspace. */
  readonly workspaceHash: string;
  /** Minutes that local time is ahead of UTC at a moment. */
  tzMinutes(nowMs: number): number;
}

export interface RecorderOptions {
  /** `flywheel.statistics.enabled`, asked at every event and again before every write. */
  isEnabled(): boolean;
  /** Told when the database was set aside or cannot be written. */
  onStoreState(state: StoreState): void;
  /** Sees every event as it is recorded. */
  onEvent?(event: EfficiencyEvent): void;
}

/** Longest time an event waits before it is written (ms). */
const batchDelayMs = 2000;

/** Events kept while the worker does not answer; older ones are dropped and counted. */
const maxPendingEvents = 5000;

/**
 * Gives every event its envelope and writes batches through the worker: every two seconds, and on `flush`.
 * While the statistics are switched off nothing is recorded, and what was not yet written is forgotten.
 */
export class EventRecorder implements EventSink {
  readonly #worker: WorkerCaller;
  readonly #window: RecordingWindow;
  readonly #phase: PhaseClock;
  readonly #options: RecorderOptions;
  readonly #tools: { readonly clock: Clock; readonly random: Random; readonly log: Log };
  readonly #lifetime = new AbortController();
  #pending: EfficiencyEvent[] = [];
  #dropped = 0;
  #seq = 0;
  #isOpen = false;
  #written = 0;
  #isTimerSet = false;
  #isStarted = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    worker: WorkerCaller,
    window: RecordingWindow,
    phase: PhaseClock,
    options: RecorderOptions,
    tools: { readonly clock: Clock; readonly random: Random; readonly log: Log },
  ) {
    this.#worker = worker;
    this.#window = window;
    this.#phase = phase;
    this.#options = options;
    this.#tools = tools;
  }

  record(body: EventBody, context: EventContext = {}): void {
    if (!this.#options.isEnabled() || this.#lifetime.signal.aborted) {
      return;
    }
    if (!this.#isStarted) {
      this.#isStarted = true;
      this.#put({ type: "session.start", reason: "activate" }, {});
    }
    this.#put(body, context);
    if (!this.#isTimerSet) {
      this.#isTimerSet = true;
      void this.#flushLater();
    }
  }

  /** The phase that an event in this file is booked to now. */
  phaseOf(context: EventContext): Phase {
    if (context.phase !== undefined) {
      return context.phase;
    }
    if (context.path === undefined || context.path === this.#phase.path) {
      return this.#phase.current;
    }
    return phaseOfFile(context.path, context.languageId);
  }

  /** Events of this window that reached the store so far. */
  get writtenEvents(): number {
    return this.#written;
  }

  /** Opens the store; while the statistics are off, only one that is there already. */
  async open(): Promise<StoreState> {
    const { storageDir, windowId } = this.#window;
    const mayCreate = this.#options.isEnabled();
    const state = await this.#worker.call("events.open", { storageDir, windowId, mayCreate });
    this.#isOpen = mayCreate;
    if (state.state === "setAside" || (state.state === "unavailable" && mayCreate)) {
      this.#options.onStoreState(state);
    }
    return state;
  }

  /** Deletes single events older than `days`; only while a log is open. Never rejects. */
  async purge(days: number): Promise<void> {
    if (!this.#isOpen) {
      return;
    }
    try {
      await this.#worker.call("events.purge", { days });
    } catch (error) {
      this.#tools.log.warn(`Old events could not be deleted: ${String(error)}`);
    }
  }

  /** What was not yet written is dropped, as after everything was deleted. */
  forgetPending(): void {
    this.#pending = [];
    this.#dropped = 0;
    this.#isStarted = false;
  }

  /** Resolves when everything recorded so far was written or has failed. Never rejects. */
  flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  /** Records the end of the session and writes what is left. */
  async close(reason: string): Promise<void> {
    if (this.#isStarted) {
      this.record({ type: "session.end", reason });
    }
    await this.flush();
    this.#lifetime.abort();
  }

  #put(body: EventBody, context: EventContext): void {
    const { clock, random } = this.#tools;
    const nowMs = clock.nowMs();
    this.#seq += 1;
    const event: EfficiencyEvent = {
      v: 1,
      id: random.uuid(),
      ts: nowMs,
      mono: Math.round(clock.monotonicMs()),
      tz: this.#window.tzMinutes(nowMs),
      win: this.#window.windowId,
      seq: this.#seq,
      sess: this.#window.sessionId,
      ws: this.#window.workspaceHash,
      lang: context.languageId ?? "none",
      phase: this.phaseOf(context),
      ext: this.#window.extensionVersion,
      ...body,
    };
    this.#pending.push(event);
    this.#options.onEvent?.(event);
    if (this.#pending.length > maxPendingEvents) {
      this.#dropped += this.#pending.length - maxPendingEvents;
      this.#pending = this.#pending.slice(-maxPendingEvents);
    }
  }

  async #flushLater(): Promise<void> {
    await this.#tools.clock.delay(batchDelayMs, this.#lifetime.signal);
    this.#isTimerSet = false;
    if (!this.#lifetime.signal.aborted) {
      await this.flush();
    }
  }

  async #write(): Promise<void> {
    if (!this.#options.isEnabled()) {
      this.#pending = [];
      this.#dropped = 0;
      return;
    }
    if (this.#pending.length === 0) {
      return;
    }
    const events = this.#pending;
    this.#pending = [];
    try {
      await this.#append(events);
    } catch (error) {
      this.#isOpen = false;
      this.#tools.log.warn(`Events could not be written and wait: ${String(error)}`);
      this.#pending = [...events, ...this.#pending].slice(-maxPendingEvents);
    }
  }

  async #append(events: readonly EfficiencyEvent[]): Promise<void> {
    if (!this.#isOpen) {
      await this.open();
    }
    const result = await this.#appendOrReopen(events);
    this.#written += events.length;
    if (result.setAsidePath !== null) {
      await this.open();
    }
    const dropped = result.dropped + this.#dropped;
    this.#dropped = 0;
    if (dropped > 0) {
      this.#put({ type: "health", clockJumpMs: 0, suspendMs: 0, dropped, otherAiActive: false }, {});
    }
  }

  async #appendOrReopen(events: readonly EfficiencyEvent[]): Promise<CallResult<"events.append">> {
    try {
      return await this.#worker.call("events.append", { events });
    } catch (error) {
      const isReplaced =
        error instanceof AssistantError && (error.detail === "notOpen" || error.kind === "workerDead");
      if (!isReplaced) {
        throw error;
      }
      // The thread was started anew and knows nothing; ids keep a repeated batch from counting twice.
      await this.open();
      return this.#worker.call("events.append", { events });
    }
  }
}
