import type { ErrorKind } from "../errors.ts";
import type { Clock } from "../ports.ts";

/** Failures that say a backend is down, not that the request was wrong. */
const downKinds: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  "unreachable",
  "timeout",
  "serverError",
  "tls",
  "proxy",
  "notAnApi",
  "streamBroken",
]);

const firstPauseMs = 5_000;
const longestPauseMs = 120_000;

interface Health {
  readonly failures: number;
  readonly retryAtMs: number;
}

/**
 * Which backends are down. After a failure a backend rests for 5 s, doubling up to 2 min; then one
 * request may try it again, and a success heals it.
 */
export class CircuitBreaker {
  readonly #clock: Clock;
  readonly #health = new Map<string, Health>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isOpen(profile: string): boolean {
    const health = this.#health.get(profile);
    return health !== undefined && this.#clock.monotonicMs() < health.retryAtMs;
  }

  succeed(profile: string): void {
    this.#health.delete(profile);
  }

  /** True when `kind` says that the backend is down; only such failures count. */
  fail(profile: string, kind: ErrorKind): boolean {
    if (!downKinds.has(kind)) {
      return false;
    }
    const failures = (this.#health.get(profile)?.failures ?? 0) + 1;
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1));
    this.#health.set(profile, { failures, retryAtMs: this.#clock.monotonicMs() + pauseMs });
    return true;
  }

  /** The user asked for another try now. */
  reset(): void {
    this.#health.clear();
  }
}
