import { localDay } from "./days.ts";
import type { ActivityState, EfficiencyEvent, Phase } from "./events.ts";

/** Length of one cell of the ribbon. */
export const ribbonCellMinutes = 15;

export interface RibbonCell {
  /** Number of the quarter of an hour since local midnight. */
  readonly cell: number;
  readonly phase: Phase;
  readonly state: ActivityState;
  readonly activeMs: number;
}

export interface DayRibbon {
  readonly day: string;
  readonly cells: readonly RibbonCell[];
}

/** Active time of `day` by quarters of an hour, phase and state. A slice counts where it ended. */
export function ribbonOf(events: Iterable<EfficiencyEvent>, day: string, ws: string | null): DayRibbon {
  const sums = new Map<string, { cell: number; phase: Phase; state: ActivityState; activeMs: number }>();
  for (const event of events) {
    const isWanted = event.type === "activity.slice" && (ws === null || event.ws === ws);
    if (isWanted && localDay(event.ts, event.tz) === day) {
      const local = new Date(event.ts + event.tz * 60_000);
      const cell = Math.floor((local.getUTCHours() * 60 + local.getUTCMinutes()) / ribbonCellMinutes);
      const key = `${cell} ${event.phase} ${event.state}`;
      const known = sums.get(key) ?? { cell, phase: event.phase, state: event.state, activeMs: 0 };
      sums.set(key, known);
      known.activeMs += event.activeMs;
    }
  }
  const cells = [...sums.values()].sort((a, b) => a.cell - b.cell || (a.phase < b.phase ? -1 : 1));
  return { day, cells };
}
