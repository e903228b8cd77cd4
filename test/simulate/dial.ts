/**
 * What the assistant truly does. Of the thinking before a piece that is accepted it spares the share `spared`;
 * below zero, reading what was accepted takes that much more. The share is solved so that the true time
 * reduction of the phase is the one that the cell asks for.
 */
import type { Phase } from "../../src/core/efficiency/events.ts";
import type { Cell, ChatTurn, Life, Snippet, Task } from "./agent.ts";

export interface SnippetTimes {
  readonly thinkBefore: number;
  readonly review: number;
  readonly thinkAfter: number;
  readonly typing: number;
  readonly rework: number;
  readonly dwell: number;
}

/** Seconds that replacing part of an accepted text takes. */
export function reworkSeconds({ chars, typeSeconds, offer }: Snippet): number {
  return offer === undefined
    ? 0
    : (1.2 * offer.reworkChars * typeSeconds) / Math.max(1, chars) + (offer.reworkChars > 0 ? 1 : 0);
}

export function isAccepted(task: Task, { offer }: Snippet): boolean {
  return !task.isOff && offer !== undefined && offer.isTaken && !offer.isWithheld;
}

export function timesOf(task: Task, snippet: Snippet, spared: number): SnippetTimes {
  const { offer, thinkSeconds, typeSeconds } = snippet;
  const share = Math.max(0, spared);
  if (task.isOff || offer === undefined || offer.isWithheld) {
    return { thinkBefore: thinkSeconds, review: 0, thinkAfter: 0, typing: typeSeconds, rework: 0, dwell: 0 };
  }
  if (!offer.isTaken) {
    // It comes during the pause, is looked at, and the work goes on as it would have.
    const review = offer.isRejectedByKey ? offer.reviewSeconds : Math.min(offer.reviewSeconds, 1.5);
    return { thinkBefore: thinkSeconds, review, thinkAfter: 0, typing: typeSeconds, rework: 0, dwell: 0 };
  }
  return {
    thinkBefore: (1 - share) * thinkSeconds,
    review: offer.reviewSeconds,
    thinkAfter: 0,
    typing: 0,
    rework: reworkSeconds(snippet),
    dwell: Math.max(0, -spared) * thinkSeconds,
  };
}

export function chatSeconds({ promptSeconds, waitSeconds, readSeconds }: ChatTurn): number {
  return promptSeconds + waitSeconds + readSeconds;
}

export interface Truth {
  readonly spared: Readonly<Record<Phase, number>>;
  /** True time reduction by true phase and overall. */
  readonly reduction: Readonly<Record<Phase | "overall", number>>;
}

const phases = ["design", "development", "testing", "other"] as const;

interface Sums {
  without: number;
  /** Time with the assistant when nothing is spared. */
  withAtZero: number;
  /** What sparing all thinking would take off. */
  slope: number;
}

function sumPhase(life: Life, phase: Phase): Sums {
  const sums = { without: 0, withAtZero: 0, slope: 0 };
  for (const { tasks } of life.days) {
    for (const task of tasks) {
      for (const snippet of task.snippets) {
        if (snippet.phase === phase) {
          const times = timesOf(task, snippet, 0);
          sums.without += snippet.thinkSeconds + snippet.typeSeconds;
          sums.withAtZero += times.thinkBefore + times.review + times.typing + times.rework;
          sums.slope += isAccepted(task, snippet) ? snippet.thinkSeconds : 0;
        }
      }
      const [first] = task.snippets;
      if (first?.phase === phase) {
        // A break is credited by the definition of active time, with the assistant and without.
        const credited = task.breakSeconds > 60 ? 30 : task.breakSeconds;
        sums.without += credited;
        sums.withAtZero += credited;
      }
      if (!task.isOff && task.chat !== undefined && first?.phase === phase) {
        sums.withAtZero += chatSeconds(task.chat);
      }
    }
  }
  return sums;
}

/** Solves what is spared per phase and tells the true reductions. */
export function solveTruth(life: Life, cell: Cell): Truth {
  const spared: Record<Phase, number> = { design: 0, development: 0, testing: 0, other: 0 };
  const reduction: Record<Phase | "overall", number> = {
    design: 0,
    development: 0,
    testing: 0,
    other: 0,
    overall: 0,
  };
  let without = 0;
  let withIt = 0;
  for (const phase of phases) {
    const sums = sumPhase(life, phase);
    const target = cell.effect[phase] ?? 0;
    const share = sums.slope === 0 ? 0 : (sums.withAtZero - (1 - target) * sums.without) / sums.slope;
    spared[phase] = cell.isWorthless ? 0 : Math.min(0.95, share);
    const actual = sums.withAtZero - spared[phase] * sums.slope;
    reduction[phase] = sums.without === 0 ? 0 : 1 - actual / sums.without;
    without += sums.without;
    withIt += actual;
  }
  reduction.overall = 1 - withIt / without;
  return { spared, reduction };
}
