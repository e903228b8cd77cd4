import type { Clock } from "../../../src/core/ports.ts";

interface Sleeper {
  readonly dueMs: number;
  readonly order: number;
  wake(): void;
}

/** Time as the replay sees it: made up, or the machine's. */
export interface Timeline {
  readonly clock: Clock;
  /** Lets `ms` pass. */
  pass(ms: number): Promise<void>;
}

/**
 * A clock that jumps from one timer to the next. Between two timers everything that was promised runs to
 * its end, so that what happens, and in which order, depends on the timers alone.
 */
export class VirtualClock implements Clock, Timeline {
  readonly clock: Clock = this;
  #nowMs = 0;
  #order = 0;
  readonly #sleepers = new Set<Sleeper>();

  /** Timers that wait. */
  get pendingCount(): number {
    return this.#sleepers.size;
  }

  nowMs(): number {
    return 1_800_000_000_000 + this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  delay(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const wake = (): void => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const sleeper: Sleeper = { dueMs: this.#nowMs + Math.max(0, ms), order: (this.#order += 1), wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", wake, { once: true });
    });
  }

  async pass(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      await settle();
      let next: Sleeper | undefined;
      for (const sleeper of this.#sleepers) {
        const isSooner =
          next === undefined ||
          sleeper.dueMs < next.dueMs ||
          (sleeper.dueMs === next.dueMs && sleeper.order < next.order);
        next = isSooner ? sleeper : next;
      }
      if (next === undefined || next.dueMs > untilMs) {
        break;
      }
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.wake();
    }
    this.#nowMs = untilMs;
    await settle();
  }
}

/** Every promise that can go on has gone on when this resolves. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
