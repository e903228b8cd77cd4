import { seededUniform } from "../../src/core/efficiency/bootstrap.ts";

/** Draws of one simulated developer; the same seed gives the same life. */
export class RandomStream {
  readonly #uniform: () => number;

  constructor(seed: number) {
    this.#uniform = seededUniform(seed);
    // Neighbouring seeds begin alike; their first draws are passed over.
    for (let skipped = 0; skipped < 8; skipped += 1) {
      this.#uniform();
    }
  }

  uniform(from = 0, to = 1): number {
    return from + (to - from) * this.#uniform();
  }

  chance(share: number): boolean {
    return this.#uniform() < share;
  }

  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.#uniform()));
    return radius * Math.cos(2 * Math.PI * this.#uniform());
  }

  /** Log-normal with this median and spread of the logarithm. */
  logNormal(median: number, spread: number): number {
    return median * Math.exp(spread * this.normal());
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.#uniform());
  }

  pick<T>(options: readonly (readonly [T, number])[]): T {
    let rest = this.#uniform() * options.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [option, weight] of options) {
      rest -= weight;
      if (rest <= 0) {
        return option;
      }
    }
    return (options[0] as readonly [T, number])[0];
  }
}
