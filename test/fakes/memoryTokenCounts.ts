import type { TokenCounts, TokenCountStore } from "../../src/core/backends/dailyTokens.ts";

export class MemoryTokenCounts implements TokenCountStore {
  #counts: TokenCounts = {};

  get(): TokenCounts {
    return this.#counts;
  }

  update(change: (now: TokenCounts) => TokenCounts): Promise<void> {
    this.#counts = change(this.#counts);
    return Promise.resolve();
  }
}
