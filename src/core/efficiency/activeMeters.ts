import { ActiveTimeMeter, type ActiveSlice, type Activity, type TickReport } from "./activeTime.ts";
import type { EventBody, Phase } from "./events.ts";

type CutoffBody = Extract<EventBody, { type: "activity.cutoff" }>;

/** The other idle cut-offs that active time is counted with, seconds. */
const otherCutoffs = ["16", "120", "300"] as const;

/** How much time of another cut-off is added up before it is given out (ms). */
const cutoffBatchMs = 300_000;

/**
 * Active time by the usual cut-off in slices, and by three other cut-offs in sums, so that a reader can see how
 * much a figure hangs on the cut-off.
 */
export class ActiveMeters {
  readonly #main: ActiveTimeMeter;
  readonly #others: readonly ActiveTimeMeter[];
  readonly #waiting = new Map<string, { cutoffS: CutoffBody["cutoffS"]; phase: Phase; ms: number }>();
  readonly #emitCutoff: (body: CutoffBody, phase: Phase) => void;

  constructor(
    emitSlice: (slice: ActiveSlice) => void,
    emitCutoff: (body: CutoffBody, phase: Phase) => void,
    isFocused: boolean,
  ) {
    this.#emitCutoff = emitCutoff;
    this.#main = new ActiveTimeMeter(emitSlice, isFocused);
    this.#others = otherCutoffs.map(
      (cutoffS) =>
        new ActiveTimeMeter(
          ({ phase, activeMs }) => this.#addUp(cutoffS, phase, activeMs),
          isFocused,
          1000 * Number(cutoffS),
        ),
    );
  }

  input(activity: Activity, nowMs: number): void {
    this.#main.input(activity, nowMs);
    for (const other of this.#others) {
      other.input(activity, nowMs);
    }
  }

  focus(isFocused: boolean, nowMs: number): void {
    this.#main.focus(isFocused, nowMs);
    for (const other of this.#others) {
      other.focus(isFocused, nowMs);
    }
  }

  tick(nowMs: number, wallMs: number): TickReport {
    for (const other of this.#others) {
      other.tick(nowMs, wallMs);
    }
    return this.#main.tick(nowMs, wallMs);
  }

  /** Gives out what is collected; the window closes. */
  end(nowMs: number): void {
    this.focus(false, nowMs);
    for (const [key, waiting] of this.#waiting) {
      this.#waiting.delete(key);
      this.#giveOut(waiting);
    }
  }

  #addUp(cutoffS: CutoffBody["cutoffS"], phase: Phase, ms: number): void {
    const key = `${cutoffS} ${phase}`;
    const waiting = this.#waiting.get(key) ?? { cutoffS, phase, ms: 0 };
    waiting.ms += ms;
    this.#waiting.set(key, waiting);
    if (waiting.ms >= cutoffBatchMs) {
      this.#waiting.delete(key);
      this.#giveOut(waiting);
    }
  }

  #giveOut({ cutoffS, phase, ms }: { cutoffS: CutoffBody["cutoffS"]; phase: Phase; ms: number }): void {
    this.#emitCutoff({ type: "activity.cutoff", cutoffS, activeMs: Math.round(ms) }, phase);
  }
}
