/**
 * How two states of one thing become one, such as what this window knows and what another one wrote. The outcome
 * does not hang on the order in which states arrive, nor on how often (a join semilattice: Shapiro et al.,
 * "Conflict-free Replicated Data Types", 2011). Gives `one` itself where `other` adds nothing.
 */
export type Join<T> = (one: T, other: T) => T;

/** Records are joined entry by entry, of which `pick` takes the one or the other; no entry is ever lost. */
export function joinEntries<E>(pick: Join<E>): Join<Readonly<Record<string, E>>> {
  return (one, other) => {
    const added = Object.entries(other).filter(([key, entry]) => {
      const known = one[key];
      return known === undefined || pick(known, entry) !== known;
    });
    return added.length === 0 ? one : { ...one, ...Object.fromEntries(added) };
  };
}

export interface Dated {
  /** UTC milliseconds since 1970. */
  readonly atMs: number;
}

/** The last writer wins. Of two of the same millisecond `one` stays, so that whoever reads the storage follows it. */
export function joinLatest<T extends Dated>(one: T, other: T): T {
  return other.atMs > one.atMs ? other : one;
}

/** The time to write at: now, or just after what is known, where the clock was set back. */
export function laterThan(known: Dated | undefined, nowMs: number): number {
  return known === undefined ? nowMs : Math.max(nowMs, known.atMs + 1);
}
