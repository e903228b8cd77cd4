import { AssistantError, errorKindOf } from "../core/errors.ts";
import type { Log } from "../core/ports.ts";
import {
  decodeFromWorker,
  type CallName,
  type CallParams,
  type CallResult,
  type ToWorker,
} from "../protocol/workerMessages.ts";

/** The parts of a worker thread that the client needs. */
export interface WorkerThread {
  post(message: ToWorker): void;
  terminate(): Promise<unknown>;
}

export interface WorkerEvents {
  onMessage(value: unknown): void;
  /** The thread is gone, for whatever reason. */
  onExit(reason: string): void;
}

/** Starts a thread; called again after a death, at most `maxStarts` times a session. */
export type WorkerStarter = (events: WorkerEvents) => WorkerThread;

/** Told about the deaths of threads. */
export interface WorkerLife {
  /** A thread took the place of a dead one and knows nothing yet. */
  onRestarted?(): void;
  /** The last allowed thread has died. */
  onGivenUp?(): void;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

const maxStarts = 4;

/**
 * Calls to the worker thread. A call rejects with an `AssistantError`; after a death the pending calls
 * reject with `workerDead` and the next call starts a new thread, until `maxStarts` is used up.
 */
export class WorkerClient {
  readonly #start: WorkerStarter;
  readonly #log: Log;
  readonly #life: WorkerLife;
  readonly #pending = new Map<number, Pending>();
  #thread: WorkerThread | undefined;
  #starts = 0;
  #nextId = 1;
  #isDisposed = false;

  constructor(start: WorkerStarter, log: Log, life: WorkerLife = {}) {
    this.#start = start;
    this.#log = log;
    this.#life = life;
  }

  call<K extends CallName>(name: K, params: CallParams<K>, signal?: AbortSignal): Promise<CallResult<K>> {
    return new Promise<CallResult<K>>((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(new DOMException("aborted", "AbortError"));
        return;
      }
      const thread = this.#ensureThread();
      if (thread === undefined) {
        reject(new AssistantError("workerDead", "The background thread cannot be started."));
        return;
      }
      const id = this.#nextId++;
      const onAbort = (): void => {
        if (this.#pending.delete(id)) {
          thread.post({ kind: "cancel", id });
          reject(new DOMException("aborted", "AbortError"));
        }
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      const settle = (): void => signal?.removeEventListener("abort", onAbort);
      this.#pending.set(id, {
        resolve: (value) => {
          settle();
          resolve(value as CallResult<K>);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      thread.post({ kind: "call", id, name, params });
    });
  }

  /** True until the last allowed start has died. */
  get isUsable(): boolean {
    return !this.#isDisposed && (this.#thread !== undefined || this.#starts < maxStarts);
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    const thread = this.#thread;
    this.#thread = undefined;
    this.#rejectAll("The background thread was stopped.");
    await thread?.terminate();
  }

  #ensureThread(): WorkerThread | undefined {
    if (this.#thread !== undefined || this.#isDisposed || this.#starts >= maxStarts) {
      return this.#thread;
    }
    this.#starts += 1;
    const start = this.#starts;
    // A thread that fails tells of its error and then of its end, by when another one may be at work.
    let isOver = false;
    this.#thread = this.#start({
      onMessage: (value) => this.#receive(value),
      onExit: (reason) => {
        if (!isOver) {
          isOver = true;
          this.#onExit(reason);
        }
      },
    });
    if (start > 1) {
      this.#life.onRestarted?.();
    }
    return this.#thread;
  }

  #receive(value: unknown): void {
    const message = decodeFromWorker(value);
    if (message === undefined) {
      this.#log.warn("The background thread sent a message that could not be read.");
      return;
    }
    if (message.kind === "log") {
      this.#log[message.level](message.text);
      return;
    }
    const pending = this.#pending.get(message.id);
    if (pending === undefined) {
      return;
    }
    this.#pending.delete(message.id);
    if (message.kind === "result") {
      pending.resolve(message.value);
    } else {
      const { kind, message: text, detail } = message.error;
      pending.reject(new AssistantError(errorKindOf(kind), text, { detail }));
    }
  }

  #onExit(reason: string): void {
    if (this.#isDisposed) {
      return;
    }
    this.#thread = undefined;
    this.#log.error(`The background thread ended: ${reason}`);
    this.#rejectAll(reason);
    if (!this.isUsable) {
      this.#life.onGivenUp?.();
    }
  }

  #rejectAll(reason: string): void {
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of waiting) {
      pending.reject(new AssistantError("workerDead", `The background thread ended: ${reason}`));
    }
  }
}
