import type { Clock } from "../ports.ts";
import type { DailyTokens } from "./dailyTokens.ts";

/** How often a spent cap is looked at again; a timer until midnight would miss the sleep of a laptop. */
const lookAgainMs = 60_000;

/**
 * Which profiles have used up their own cap of the day. Whoever has heard that one is spent is told by
 * `onChange` when that is over, within a minute of the new day.
 */
export class DailyCaps {
  readonly #tokens: DailyTokens;
  readonly #capOf: (profile: string) => number | undefined;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #lifetime = new AbortController();
  readonly #watched = new Set<string>();

  /** `capOf` gives the tokens that a profile may use on one day; undefined where it has no cap. */
  constructor(
    tokens: DailyTokens,
    capOf: (profile: string) => number | undefined,
    clock: Clock,
    onChange: () => void,
  ) {
    this.#tokens = tokens;
    this.#capOf = capOf;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  usedToday(profile: string): number {
    return this.#tokens.usedToday(profile);
  }

  add(profile: string, tokens: number): void {
    const wasSpent = this.#isOver(profile);
    this.#tokens.add(profile, tokens);
    if (!wasSpent && this.isSpent(profile)) {
      this.#onChange();
    }
  }

  isSpent(profile: string): boolean {
    const isSpent = this.#isOver(profile);
    if (isSpent && !this.#watched.has(profile)) {
      this.#watched.add(profile);
      void this.#watch(profile);
    }
    return isSpent;
  }

  dispose(): void {
    this.#lifetime.abort();
  }

  #isOver(profile: string): boolean {
    const cap = this.#capOf(profile);
    return cap !== undefined && this.usedToday(profile) >= cap;
  }

  async #watch(profile: string): Promise<void> {
    const { signal } = this.#lifetime;
    while (!signal.aborted && this.#isOver(profile)) {
      await this.#clock.delay(lookAgainMs, signal);
    }
    this.#watched.delete(profile);
    if (!signal.aborted) {
      this.#onChange();
    }
  }
}
