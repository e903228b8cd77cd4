import type { Clock } from "../../src/core/ports.ts";

interface Sleeper {
  readonly dueMs: number;
  wake(): void;
}

/** A clock that moves only when told; `delay` resolves when `advance` passes its time. */
export class FakeClock implements Clock {
  #nowMs: number;
  #monotonicMs = 0;
  readonly #sleepers = new Set<Sleeper>();

  constructor(nowMs = Date.UTC(2026, 10, 24, 9, 0, 0)) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  /** How many delays are still waiting. */
  get pendingCount(): number {
    return this.#sleepers.size;
  }

  delay(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const sleeper: Sleeper = {
        dueMs: this.#monotonicMs + ms,
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal?.removeEventListener("abort", sleeper.wake);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", sleeper.wake, { once: true });
    });
  }

  /** Moves both clocks and wakes what is due, in order, letting promises settle in between. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#monotonicMs + ms;
    for (;;) {
      await settle();
      const next = [...this.#sleepers].sort((a, b) => a.dueMs - b.dueMs)[0];
      if (next === undefined || next.dueMs > untilMs) {
        break;
      }
      this.#move(next.dueMs - this.#monotonicMs);
      next.wake();
    }
    this.#move(untilMs - this.#monotonicMs);
    await settle();
  }

  /** A step of the wall clock alone, as NTP or a user makes it. */
  jumpWall(ms: number): void {
    this.#nowMs += ms;
  }

  #move(ms: number): void {
    const forward = Math.max(0, ms);
    this.#nowMs += forward;
    this.#monotonicMs += forward;
  }
}

/** Lets every promise that is ready run. */
export async function settle(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}
