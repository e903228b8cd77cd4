import type { Feature } from "../ports.ts";
import { localDay } from "./days.ts";
import type { EfficiencyEvent, Phase } from "./events.ts";
import { maxAcceptReviewMs, maxDwellMs, maxRejectReviewMs } from "./rollUp.ts";

/** Longest active time that one failure is charged for (ms): later work is hardly about it. */
export const maxRecoveryMs = 1_800_000;

interface Recovery {
  readonly feature: Feature;
  readonly day: string;
  /** Active time by phase, without what another cost charges already (ms). */
  readonly byPhase: Map<Phase, number>;
  activeMs: number;
}

/** What a cost of its own charges for of the active time in which `event` happened (ms). */
function chargedMs(event: EfficiencyEvent): number {
  if (event.type === "suggest.rework") {
    return event.editMs;
  }
  if (event.type === "suggest.dwell") {
    return Math.min(event.dwellMs, maxDwellMs);
  }
  if (event.type === "suggest.resolve") {
    return Math.min(event.decideMs, isAcceptance(event) ? maxAcceptReviewMs : maxRejectReviewMs);
  }
  if (event.type === "edit.apply") {
    return Math.min(event.reviewMs, maxAcceptReviewMs);
  }
  return event.type === "request" ? event.waitingMs : 0;
}

function isAcceptance(event: EfficiencyEvent): boolean {
  return (
    (event.type === "suggest.resolve" && (event.outcome === "accept" || event.outcome === "partial")) ||
    (event.type === "edit.apply" && event.outcome === "applied")
  );
}

/**
 * Active time from a failed run of tests to the next passed one, where text of the assistant was accepted between a
 * passed run of that day and the failed one: green, then the text, then red. Whether the text was to blame cannot be
 * known: it is a cost at most. Without a passed run before, nothing says that the text broke anything. Time that is
 * charged under another name is not charged again. One window; an unfinished recovery ends with it.
 */
export class RecoveryMeter {
  readonly #emit: (feature: Feature, activeMs: number, phase: Phase) => void;
  #passedDay: string | undefined;
  #accepted: { readonly feature: Feature; readonly day: string } | undefined;
  #recovery: Recovery | undefined;

  constructor(emit: (feature: Feature, activeMs: number, phase: Phase) => void) {
    this.#emit = emit;
  }

  /** Every event of the window, as it is recorded. */
  see(event: EfficiencyEvent): void {
    if (isAcceptance(event)) {
      const feature = "feature" in event ? event.feature : "completion";
      this.#accepted = { feature, day: localDay(event.ts, event.tz) };
    }
    const recovery = this.#recovery;
    if (recovery === undefined) {
      return;
    }
    if (event.type === "activity.slice") {
      if (localDay(event.ts, event.tz) !== recovery.day) {
        this.#close();
        return;
      }
      // Writing prompts is charged as such.
      this.#add(recovery, event.phase, event.state === "ai_prompt" ? 0 : event.activeMs);
      recovery.activeMs += event.activeMs;
      if (recovery.activeMs >= maxRecoveryMs) {
        this.#close();
      }
    } else {
      this.#add(recovery, event.phase, -chargedMs(event));
    }
  }

  /** A run of tests came to its end on `day`. */
  didRunTests(hasPassed: boolean, day: string): void {
    if (hasPassed) {
      this.#passedDay = day;
      this.#accepted = undefined;
      this.#close();
    } else if (this.#recovery === undefined && this.#accepted?.day === day && this.#passedDay === day) {
      this.#recovery = { feature: this.#accepted.feature, day, byPhase: new Map(), activeMs: 0 };
    }
  }

  /** Reports what is open; the window closes. */
  end(): void {
    this.#close();
  }

  /** After everything was deleted: nothing seen before is reported. */
  forget(): void {
    this.#passedDay = undefined;
    this.#accepted = undefined;
    this.#recovery = undefined;
  }

  #add({ byPhase }: Recovery, phase: Phase, ms: number): void {
    byPhase.set(phase, (byPhase.get(phase) ?? 0) + ms);
  }

  #close(): void {
    const recovery = this.#recovery;
    this.#recovery = undefined;
    for (const [phase, ms] of recovery?.byPhase ?? []) {
      if (recovery !== undefined && ms >= 1) {
        this.#emit(recovery.feature, Math.round(ms), phase);
      }
    }
  }
}
