import { ledgerDayMetrics, ledgerOf } from "./ledger.ts";
import { settleHorizon, type RowSource } from "./rollUp.ts";
import { baselinesIn } from "./summary.ts";

/** One day in sums of all phases, for a glance; the page has the arithmetic of each phase. */
export interface DayGlance {
  readonly day: string;
  readonly activeSeconds: number;
  /** Accepted characters that were still there after ten minutes. */
  readonly keptChars: number;
  /** Of them, those that count for something and have no price. */
  readonly unpricedChars: number;
  /** Low gain; null where something was kept and nothing of it has a price. */
  readonly gainSeconds: number | null;
  /** All measured cost, never negative. */
  readonly costSeconds: number;
  /** Low gain minus all cost, may be negative; null with the gain. */
  readonly netSeconds: number | null;
}

/** A glance at `day`; null where the day is one that the ledger leaves out as unbelievable. */
export function glanceOf(source: RowSource, day: string): DayGlance | null {
  const query = { fromDay: day, toDay: day, ws: null };
  const totals = source({ ...query, keep: ["phase", "lang"], metrics: null });
  const daily = source({ ...query, keep: ["day", "phase", "lang"], metrics: ledgerDayMetrics });
  const { ledger } = ledgerOf({ totals, daily }, baselinesIn(source, day));
  if (ledger.leftOutDays.length > 0) {
    return null;
  }
  const sum = (value: (phase: (typeof ledger.phases)[number]) => number): number =>
    ledger.phases.reduce((all, phase) => all + value(phase), 0);
  const unpricedChars = sum((phase) => phase.unpricedChars);
  const gain = sum((phase) => phase.gainSeconds ?? 0);
  const hasPrice = unpricedChars === 0 || gain > 0;
  const costSeconds = sum((phase) => phase.costSeconds);
  return {
    day,
    activeSeconds: sum((phase) => phase.activeSeconds),
    keptChars: totals.reduce(
      (chars, { metric, total }) => chars + (metric === `kept@${settleHorizon}` ? total : 0),
      0,
    ),
    unpricedChars,
    gainSeconds: hasPrice ? gain : null,
    costSeconds,
    netSeconds: hasPrice ? gain - costSeconds : null,
  };
}
