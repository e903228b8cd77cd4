import { joinEntries, laterThan, type Dated, type Join } from "../convergence/join.ts";

/** The user's last word on one host. */
export interface HostDecision extends Dated {
  readonly isAllowed: boolean;
}

/** By origin, such as `https://models.example:8443`. */
export type HostDecisions = Readonly<Record<string, HostDecision>>;

export interface ConfirmedHost {
  readonly origin: string;
  /** UTC milliseconds since 1970. */
  readonly confirmedAtMs: number;
}

/** The later word holds; of two of the same millisecond the one that sends nothing. */
export const joinHostDecisions: Join<HostDecisions> = joinEntries((one, other) =>
  other.atMs > one.atMs || (other.atMs === one.atMs && one.isAllowed && !other.isAllowed) ? other : one,
);

/**
 * Anything unreadable counts as not confirmed. Earlier versions kept a list of the confirmed hosts, which knew
 * nothing of those that were forgotten.
 */
export function decodeHostDecisions(stored: unknown): HostDecisions {
  const entries: (readonly [unknown, unknown])[] = Array.isArray(stored)
    ? stored.map((host) => {
        const { origin, confirmedAtMs } = fieldsOf(host);
        return [origin, { atMs: confirmedAtMs ?? 0, isAllowed: true }];
      })
    : Object.entries(fieldsOf(stored));
  return Object.fromEntries(
    entries.filter(
      (entry): entry is [string, HostDecision] => typeof entry[0] === "string" && isDecision(entry[1]),
    ),
  );
}

/**
 * The decisions with one more, which is later than what is known of the host, whatever the clock says; a word that is
 * repeated adds nothing.
 */
export function decideHost(
  decisions: HostDecisions,
  origin: string,
  isAllowed: boolean,
  nowMs: number,
): HostDecisions {
  const known = decisions[origin];
  return known?.isAllowed === isAllowed
    ? decisions
    : { ...decisions, [origin]: { isAllowed, atMs: laterThan(known, nowMs) } };
}

/** In the order of confirmation. */
export function confirmedHosts(decisions: HostDecisions): readonly ConfirmedHost[] {
  return Object.entries(decisions)
    .filter(([, { isAllowed }]) => isAllowed)
    .map(([origin, { atMs }]) => ({ origin, confirmedAtMs: atMs }))
    .toSorted((one, other) => one.confirmedAtMs - other.confirmedAtMs);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function isDecision(value: unknown): value is HostDecision {
  const { atMs, isAllowed } = fieldsOf(value);
  return typeof atMs === "number" && typeof isAllowed === "boolean";
}
