import type { Timeouts } from "../../core/backends/preset.ts";
import type { Clock } from "../../core/ports.ts";

export type Expiry = "firstByte" | "betweenBytes" | "total" | "grace";

/**
 * The deadlines of one request. `signal` aborts when the caller's does or when a deadline passes,
 * which closes the socket; `expired` then says which.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #outer: AbortSignal;
  readonly #betweenMs: number;
  readonly #controller = new AbortController();
  readonly #over = new AbortController();
  readonly #totalDueMs: number;
  /** Until when the one timer sleeps, and how to wake it before. */
  #sleep: { readonly untilMs: number; readonly wake: AbortController } | undefined;
  #idleDueMs: number;
  #hasBytes = false;
  #expired: Expiry | undefined;

  constructor(clock: Clock, timeouts: Timeouts, totalMs: number, outer: AbortSignal) {
    this.#clock = clock;
    this.#outer = outer;
    this.#betweenMs = timeouts.betweenBytesMs;
    const now = clock.monotonicMs();
    this.#totalDueMs = now + totalMs;
    this.#idleDueMs = now + timeouts.firstByteMs;
    if (outer.aborted) {
      this.abort();
    } else {
      outer.addEventListener("abort", this.abort, { once: true });
      void this.#watch();
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The deadline that passed; undefined where the caller aborted or nothing did. */
  get expired(): Expiry | undefined {
    return this.#expired;
  }

  /** A byte has come, even if only of a keep-alive comment. */
  touch(): void {
    this.#hasBytes = true;
    this.#idleDueMs = this.#clock.monotonicMs() + this.#betweenMs;
    if (this.#sleep !== undefined && this.#idleDueMs < this.#sleep.untilMs) {
      // Between bytes less time is given than before the first: the timer must not sleep through it.
      this.#sleep.wake.abort();
    }
  }

  /** What matters has come; the rest gets `ms` more. */
  async enterGrace(ms: number): Promise<void> {
    await this.#clock.delay(ms, this.#over.signal);
    this.#expire("grace");
  }

  /** The caller has what it wanted: its abort no longer closes the socket, our deadlines still do. */
  detach(): void {
    this.#outer.removeEventListener("abort", this.abort);
  }

  readonly abort = (): void => {
    this.#controller.abort();
    this.dispose();
  };

  dispose(): void {
    this.detach();
    this.#over.abort();
  }

  async #watch(): Promise<void> {
    while (!this.#over.signal.aborted) {
      const now = this.#clock.monotonicMs();
      if (now >= this.#totalDueMs) {
        this.#expire("total");
      } else if (now >= this.#idleDueMs) {
        this.#expire(this.#hasBytes ? "betweenBytes" : "firstByte");
      } else {
        // One timer at a time: most bytes move the due time, not the timer.
        const untilMs = Math.min(this.#idleDueMs, this.#totalDueMs);
        const wake = new AbortController();
        this.#sleep = { untilMs, wake };
        await this.#clock.delay(untilMs - now, AbortSignal.any([this.#over.signal, wake.signal]));
      }
    }
  }

  #expire(reason: Expiry): void {
    if (!this.#over.signal.aborted) {
      this.#expired = reason;
      this.abort();
    }
  }
}
