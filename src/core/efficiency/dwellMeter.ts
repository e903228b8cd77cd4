import { idleCutoffMs } from "./activeTime.ts";
import type { Phase } from "./events.ts";
import { maxDwellMs } from "./rollUp.ts";
import type { Feature } from "../ports.ts";

export interface DwellSubject {
  readonly rid: string;
  readonly feature: Feature;
  readonly phase?: Phase | undefined;
  readonly languageId?: string | undefined;
}

/** Changes this soon after an acceptance are its own (ms). */
const echoMs = 150;

/**
 * Time from an acceptance, or a finished answer, to the next edit: at most three minutes, gaps without any sign
 * of life counted as half the idle cut-off. Times are monotonic milliseconds.
 */
export class DwellMeter {
  readonly #emit: (subject: DwellSubject, dwellMs: number) => void;
  #subject: DwellSubject | undefined;
  #sinceMs = 0;
  #lastMs = 0;
  #dwellMs = 0;

  constructor(emit: (subject: DwellSubject, dwellMs: number) => void) {
    this.#emit = emit;
  }

  begin(subject: DwellSubject, nowMs: number): void {
    this.end(nowMs);
    this.#subject = subject;
    this.#sinceMs = nowMs;
    this.#lastMs = nowMs;
    this.#dwellMs = 0;
  }

  /** Any sign of life. */
  input(nowMs: number): void {
    if (this.#subject === undefined) {
      return;
    }
    const gapMs = nowMs - this.#lastMs;
    this.#dwellMs += gapMs > idleCutoffMs ? idleCutoffMs / 2 : gapMs;
    this.#lastMs = nowMs;
    if (this.#dwellMs >= maxDwellMs) {
      this.#giveOut();
    }
  }

  /** A document was changed. */
  edit(nowMs: number): void {
    if (nowMs - this.#sinceMs > echoMs) {
      this.end(nowMs);
    }
  }

  /** Something else begins, or the window closes. */
  end(nowMs: number): void {
    this.input(nowMs);
    this.#giveOut();
  }

  #giveOut(): void {
    const subject = this.#subject;
    this.#subject = undefined;
    if (subject !== undefined) {
      this.#emit(subject, Math.round(Math.min(this.#dwellMs, maxDwellMs)));
    }
  }
}
