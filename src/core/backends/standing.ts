import type { BackendIdentity } from "../ports.ts";
import type { FallbackRules } from "./fallbackBackend.ts";

type Named = Pick<BackendIdentity, "profile">;

/** Why the first choice does not answer: down since a UTC time in milliseconds, or its tokens of the day are spent. */
export type Rest =
  | { readonly profile: string; readonly reason: "down"; readonly sinceMs: number }
  | { readonly profile: string; readonly reason: "capSpent" };

/** Who answers for a role now, and whom it stands in for. */
export interface Standing<T extends Named> {
  /** Undefined: the offline backend. */
  readonly active: T | undefined;
  /** The first choice while it does not answer. */
  readonly resting?: Rest | undefined;
}

/** Undefined while the backend is up and has tokens left. A cap outlasts an outage, so it is told first. */
function restOf({ profile }: Named, { breaker, isSpent }: FallbackRules): Rest | undefined {
  if (isSpent(profile)) {
    return { profile, reason: "capSpent" };
  }
  const sinceMs = breaker.downSinceMs(profile);
  return sinceMs === undefined ? undefined : { profile, reason: "down", sinceMs };
}

/**
 * The first backend of a role that is neither down nor spent. When there is none, `offline` answers if
 * the role ends in it, else the first that has tokens left is tried again. `backends` is the user's
 * order without `offline`.
 */
export function standingOf<T extends BackendIdentity>(
  backends: readonly T[],
  endsOffline: boolean,
  rules: FallbackRules,
): Standing<T> {
  const [first, ...others] = backends;
  const resting = first === undefined ? undefined : restOf(first, rules);
  if (first === undefined || resting === undefined) {
    return { active: first };
  }
  const allowed = others.filter((backend) => rules.mayStandIn(backend));
  const next = allowed.find((backend) => restOf(backend, rules) === undefined);
  const lastTry = [first, ...allowed].find((backend) => !rules.isSpent(backend.profile)) ?? first;
  return { active: next ?? (endsOffline ? undefined : lastTry), resting };
}

/** True when every backend that may be asked rests or is spent, so that a role which ends in `offline` goes there. */
export function areAllResting(
  backends: readonly BackendIdentity[],
  { breaker, mayStandIn, isSpent }: FallbackRules,
): boolean {
  return backends
    .filter((backend, index) => index === 0 || mayStandIn(backend))
    .every(({ profile }) => isSpent(profile) || breaker.isOpen(profile));
}
