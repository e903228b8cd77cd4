import type { Clock } from "../../core/ports.ts";

/** Background requests of one key that may run at once where its preset sets no limit. */
const maxBackground = 2;
/** First rest after a refusal that names no time, and the longest of any, in milliseconds. */
const firstRestMs = 2_000;
const longestRestMs = 60_000;

interface Waiter {
  readonly isUrgent: boolean;
  enter(): void;
}

interface Runner {
  readonly isUrgent: boolean;
  readonly stop: AbortController;
}

/** The right to run one request. */
export interface LanePass {
  /** Aborts when a request that the user waits for needs the place. */
  readonly displaced: AbortSignal;
  leave(): void;
}

/**
 * The requests of one key at one origin, whichever profile they come from. What the user waits for
 * goes before what runs in the background, and takes its place where the key allows only so many at
 * once. After a refusal for too many requests the background rests, so that chat gets what is left.
 */
export class KeyLane {
  readonly #clock: Clock;
  readonly #running = new Set<Runner>();
  readonly #waiting: Waiter[] = [];
  #limit: number | undefined;
  #restUntilMs = 0;
  #refusals = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Requests that may run at once; of several profiles with one key, the strictest counts. */
  limitTo(limit: number | undefined): void {
    this.#limit = Math.min(limit ?? Number.MAX_SAFE_INTEGER, this.#limit ?? Number.MAX_SAFE_INTEGER);
  }

  /** The background sends nothing for now. */
  get isResting(): boolean {
    return this.#clock.monotonicMs() < this.#restUntilMs;
  }

  /** The server refused for too many requests; `retryAfterMs` where it named a time. */
  noteRefusal(retryAfterMs: number | undefined): void {
    this.#refusals += 1;
    this.rest(retryAfterMs ?? firstRestMs * 2 ** Math.min(this.#refusals - 1, 10));
  }

  noteSuccess(): void {
    this.#refusals = 0;
  }

  /** Keeps the background still for `ms`. */
  rest(ms: number): void {
    const untilMs = this.#clock.monotonicMs() + Math.min(ms, longestRestMs);
    this.#restUntilMs = Math.max(this.#restUntilMs, untilMs);
  }

  /** Resolves with a pass, or undefined when `signal` aborts first. */
  enter(isUrgent: boolean, signal: AbortSignal): Promise<LanePass | undefined> {
    if (signal.aborted) {
      return Promise.resolve(undefined);
    }
    if (this.#hasRoom(isUrgent)) {
      return Promise.resolve(this.#admit(isUrgent));
    }
    const pass = new Promise<LanePass | undefined>((resolve) => {
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        resolve(undefined);
      };
      const waiter: Waiter = {
        isUrgent,
        enter: () => {
          signal.removeEventListener("abort", giveUp);
          resolve(this.#admit(isUrgent));
        },
      };
      signal.addEventListener("abort", giveUp, { once: true });
      this.#waiting.push(waiter);
    });
    if (isUrgent) {
      this.#displaceOne();
    }
    return pass;
  }

  #hasRoom(isUrgent: boolean): boolean {
    const isBelowLimit = this.#running.size < (this.#limit ?? Number.MAX_SAFE_INTEGER);
    return isBelowLimit && (isUrgent || this.#backgroundCount() < maxBackground);
  }

  #backgroundCount(): number {
    return [...this.#running].filter((runner) => !runner.isUrgent).length;
  }

  #displaceOne(): void {
    const runner = [...this.#running].find((other) => !other.isUrgent && !other.stop.signal.aborted);
    runner?.stop.abort();
  }

  #admit(isUrgent: boolean): LanePass {
    const runner: Runner = { isUrgent, stop: new AbortController() };
    this.#running.add(runner);
    return {
      displaced: runner.stop.signal,
      leave: () => {
        if (this.#running.delete(runner)) {
          this.#next();
        }
      },
    };
  }

  #next(): void {
    const urgent = this.#waiting.findIndex((waiter) => waiter.isUrgent);
    const index = Math.max(0, urgent);
    const waiter = this.#waiting[index];
    if (waiter !== undefined && this.#hasRoom(waiter.isUrgent)) {
      this.#waiting.splice(index, 1);
      waiter.enter();
    }
  }
}
