import type { BackendIdentity } from "../ports.ts";
import type { FallbackRules } from "./fallbackBackend.ts";

type Named = Pick<BackendIdentity, "profile">;

/** Who answers for a role now, and whom it stands in for. */
export interface Standing<T extends Named> {
  /** Undefined: the offline backend. */
  readonly active: T | undefined;
  /** The first choice while it is down, since a UTC time in milliseconds. */
  readonly resting?: { readonly profile: string; readonly sinceMs: number } | undefined;
}

/**
 * The first backend of a role that is not down. When all are, `offline` answers if the role ends in it,
 * else the first is tried again. `backends` is the user's order without `offline`.
 */
export function standingOf<T extends BackendIdentity>(
  backends: readonly T[],
  endsOffline: boolean,
  { breaker, mayStandIn }: FallbackRules,
): Standing<T> {
  const [first] = backends;
  const sinceMs = first === undefined ? undefined : breaker.downSinceMs(first.profile);
  if (first === undefined || sinceMs === undefined) {
    return { active: first };
  }
  const next = backends.find(
    (backend) =>
      backend !== first && mayStandIn(backend) && breaker.downSinceMs(backend.profile) === undefined,
  );
  return { active: next ?? (endsOffline ? undefined : first), resting: { profile: first.profile, sinceMs } };
}

/** True when every backend that may be asked rests, so that a role which ends in `offline` goes there. */
export function areAllResting(
  backends: readonly BackendIdentity[],
  { breaker, mayStandIn }: FallbackRules,
): boolean {
  return backends
    .filter((backend, index) => index === 0 || mayStandIn(backend))
    .every((backend) => breaker.isOpen(backend.profile));
}
