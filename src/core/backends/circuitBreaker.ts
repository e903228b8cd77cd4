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
  /** Wall time of the first failure in a row. */
  readonly sinceMs: number;
  /** One request is trying whether it is back. */
  readonly isOnTrial: boolean;
}

/**
 * Which backends are down. After a failure a backend rests for 5 s, doubling up to 2 min; then one
 * request at a time may try it again, and a success heals it.
 */
export class CircuitBreaker {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #health = new Map<string, Health>();

  /** `onChange` is told when a backend goes down or comes back. */
  constructor(clock: Clock, onChange: () => void = () => {}) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** It rests, or is being tried by another request. */
  isOpen(profile: string): boolean {
    const health = this.#health.get(profile);
    return health !== undefined && (health.isOnTrial || this.#clock.monotonicMs() < health.retryAtMs);
  }

  /** When it went down, in UTC milliseconds; undefined while it is up. It stays down until a success. */
  downSinceMs(profile: string): number | undefined {
    return this.#health.get(profile)?.sinceMs;
  }

  /** A request goes to it now. Each begin needs one of `succeed`, `fail` or `leave`. */
  begin(profile: string): void {
    const health = this.#health.get(profile);
    if (health !== undefined) {
      this.#health.set(profile, { ...health, isOnTrial: true });
    }
  }

  succeed(profile: string): void {
    if (this.#health.delete(profile)) {
      this.#onChange();
    }
  }

  /** True when `kind` says that the backend is down; only such failures count. */
  fail(profile: string, kind: ErrorKind): boolean {
    if (!downKinds.has(kind)) {
      this.leave(profile);
      return false;
    }
    const before = this.#health.get(profile);
    const failures = (before?.failures ?? 0) + 1;
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1));
    this.#health.set(profile, {
      failures,
      retryAtMs: this.#clock.monotonicMs() + pauseMs,
      sinceMs: before?.sinceMs ?? this.#clock.nowMs(),
      isOnTrial: false,
    });
    if (before === undefined) {
      this.#onChange();
    }
    return true;
  }

  /** A request to it ended without telling anything of its health. */
  leave(profile: string): void {
    const health = this.#health.get(profile);
    if (health?.isOnTrial === true) {
      this.#health.set(profile, { ...health, isOnTrial: false });
    }
  }

  /** The user asked for another try now. */
  reset(): void {
    if (this.#health.size > 0) {
      this.#health.clear();
      this.#onChange();
    }
  }
}
