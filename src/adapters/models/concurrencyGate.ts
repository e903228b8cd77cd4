interface Waiter {
  readonly isUrgent: boolean;
  enter(): void;
}

/**
 * Lets a fixed number of requests of one key run at once. What the user waits for goes before what
 * runs in the background; within each, first come, first served.
 */
export class ConcurrencyGate {
  readonly #limit: number;
  readonly #waiting: Waiter[] = [];
  #running = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Resolves with the function that leaves again, or undefined when `signal` aborts first. */
  enter(isUrgent: boolean, signal: AbortSignal): Promise<(() => void) | undefined> {
    if (signal.aborted) {
      return Promise.resolve(undefined);
    }
    if (this.#running < this.#limit) {
      return Promise.resolve(this.#admit());
    }
    return new Promise((resolve) => {
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        resolve(undefined);
      };
      const waiter: Waiter = {
        isUrgent,
        enter: () => {
          signal.removeEventListener("abort", giveUp);
          resolve(this.#admit());
        },
      };
      signal.addEventListener("abort", giveUp, { once: true });
      this.#waiting.push(waiter);
    });
  }

  #admit(): () => void {
    this.#running += 1;
    let isInside = true;
    return () => {
      if (isInside) {
        isInside = false;
        this.#running -= 1;
        this.#next();
      }
    };
  }

  #next(): void {
    const urgent = this.#waiting.findIndex((waiter) => waiter.isUrgent);
    const [waiter] = this.#waiting.splice(Math.max(0, urgent), 1);
    waiter?.enter();
  }
}
