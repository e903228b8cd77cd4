import type { ActivityState, Phase } from "./events.ts";

/** Without input for this long nobody is taken to be working (ms). */
export const idleCutoffMs = 60_000;

/** A gap between two ticks above this is sleep or a frozen host: nothing in it counts (ms). */
export const suspendGapMs = 10_000;

/** A slice is given out when it is this long, so that a kill loses little (ms). */
export const sliceMs = 10_000;

/** What is being worked on. */
export interface Activity {
  readonly state: ActivityState;
  /** Opaque id of the file in focus. */
  readonly file: string | null;
  readonly phase: Phase;
  readonly languageId: string;
}

export interface ActiveSlice extends Activity {
  readonly activeMs: number;
}

export interface TickReport {
  /** Time that the window did not live through; 0 for none. */
  readonly suspendMs: number;
  /** Step of the wall clock against the monotonic one; 0 below two seconds. */
  readonly clockJumpMs: number;
}

function isSameActivity(a: Activity, b: Activity): boolean {
  return a.state === b.state && a.file === b.file && a.phase === b.phase && a.languageId === b.languageId;
}

/**
 * Active time of one window: it has the focus, and there was input within the cut-off. The time between two
 * inputs belongs to what was worked on at the first; after the last input before a pause, half the cut-off is
 * credited. All times are monotonic milliseconds; each is counted once.
 */
export class ActiveTimeMeter {
  readonly #emit: (slice: ActiveSlice) => void;
  readonly #cutoffMs: number;
  #isFocused: boolean;
  #activity: Activity | undefined;
  #lastInputMs = 0;
  #collectedMs = 0;
  #lastTick: { readonly nowMs: number; readonly wallMs: number } | undefined;

  constructor(emit: (slice: ActiveSlice) => void, isFocused: boolean, cutoffMs: number = idleCutoffMs) {
    this.#emit = emit;
    this.#isFocused = isFocused;
    this.#cutoffMs = cutoffMs;
  }

  /** The user did something. Ignored without the focus: then it was not the user. */
  input(activity: Activity, nowMs: number): void {
    if (!this.#isFocused) {
      return;
    }
    this.#closeAtSuspension(nowMs);
    if (this.#activity !== undefined) {
      const gapMs = nowMs - this.#lastInputMs;
      if (gapMs > this.#cutoffMs) {
        this.#endRun(this.#lastInputMs + this.#cutoffMs / 2);
      } else {
        this.#collect(this.#activity, gapMs);
        if (!isSameActivity(this.#activity, activity) || this.#collectedMs >= sliceMs) {
          this.#giveOut();
        }
      }
    }
    this.#activity = activity;
    this.#lastInputMs = nowMs;
  }

  focus(isFocused: boolean, nowMs: number): void {
    if (isFocused === this.#isFocused) {
      return;
    }
    if (!isFocused) {
      this.#closeAtSuspension(nowMs);
      const latestMs =
        nowMs - this.#lastInputMs > this.#cutoffMs ? this.#lastInputMs + this.#cutoffMs / 2 : nowMs;
      this.#endRun(latestMs);
    }
    this.#isFocused = isFocused;
  }

  /** To be called every few seconds, well within `suspendGapMs`. `wallMs` is UTC. */
  tick(nowMs: number, wallMs: number): TickReport {
    const last = this.#lastTick;
    const suspendMs = this.#closeAtSuspension(nowMs);
    this.#lastTick = { nowMs, wallMs };
    if (this.#activity !== undefined && nowMs - this.#lastInputMs > this.#cutoffMs) {
      this.#endRun(this.#lastInputMs + this.#cutoffMs / 2);
    }
    const driftMs = last === undefined ? 0 : wallMs - last.wallMs - (nowMs - last.nowMs);
    return { suspendMs, clockJumpMs: Math.abs(driftMs) > 2000 ? Math.round(driftMs) : 0 };
  }

  /** Gives out what is collected; the window closes. */
  end(nowMs: number): void {
    this.focus(false, nowMs);
  }

  #closeAtSuspension(nowMs: number): number {
    const last = this.#lastTick;
    if (last === undefined || nowMs - last.nowMs <= suspendGapMs) {
      return 0;
    }
    this.#lastTick = { nowMs, wallMs: last.wallMs + (nowMs - last.nowMs) };
    const aliveUntilMs = Math.max(last.nowMs, this.#lastInputMs);
    this.#endRun(Math.min(aliveUntilMs, this.#lastInputMs + this.#cutoffMs / 2));
    return Math.round(nowMs - last.nowMs);
  }

  #endRun(untilMs: number): void {
    if (this.#activity !== undefined) {
      this.#collect(this.#activity, Math.max(0, untilMs - this.#lastInputMs));
      this.#giveOut();
      this.#activity = undefined;
    }
  }

  /** No slice is longer than a minute: what would make it so begins the next one. */
  #collect(activity: Activity, ms: number): void {
    if (this.#collectedMs + ms > 60_000) {
      this.#giveOut();
    }
    this.#activity = activity;
    this.#collectedMs += ms;
  }

  #giveOut(): void {
    const activeMs = Math.round(this.#collectedMs);
    if (this.#activity !== undefined && activeMs > 0) {
      this.#emit({ ...this.#activity, activeMs });
      this.#collectedMs -= activeMs;
    }
  }
}
