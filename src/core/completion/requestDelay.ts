import type { Trigger } from "./completionTypes.ts";

export interface DelayInput {
  readonly setting: number | "auto";
  readonly trigger: Trigger;
  readonly isLoopback: boolean;
  /** Text before the cursor on its line. */
  readonly linePrefix: string;
  readonly medianIntervalMs: number;
  /** Milliseconds between this key and the one before it. */
  readonly pauseBeforeKeyMs: number;
  /** Grows with divergence, shrinks with acceptance; 1 is neutral. */
  readonly caution: number;
  /** The last key went another way than a text that was there: the model's next word is worth most now. */
  readonly isAfterDivergence: boolean;
  /** Factor of the user's eagerness on the automatic wait. */
  readonly delayFactor: number;
  /** Least wait after repeated rejection, in ms. */
  readonly quietMs: number;
}

const maxAutoDelayMs = 120;
const maxCautiousDelayMs = 250;
/** The editor asks about 40 ms after it tells of an edit; that head start counts as waited. */
const headStartMs = 40;
const longPauseMs = 400;
const promptingEnd =
  /(?:[.(=]|=>|:|\b(?:return|new|import|from|if|for|while|await|const|let|var|def|class) )\s*$/;

/**
 * Milliseconds to wait before a network request. Zero where typing most likely pauses for a thought
 * (a new line, an opening, after a long pause), else a little more than the user's own key interval.
 */
export function requestDelayMs(input: DelayInput): number {
  if (input.trigger === "manual") {
    return 0;
  }
  if (input.setting !== "auto") {
    return Math.max(input.setting, input.quietMs);
  }
  return Math.max(input.quietMs, input.delayFactor * automaticDelayMs(input));
}

function automaticDelayMs(input: DelayInput): number {
  if (input.isAfterDivergence) {
    return 0;
  }
  const isPrompting = input.linePrefix.trim() === "" || promptingEnd.test(input.linePrefix);
  const rested = input.pauseBeforeKeyMs > longPauseMs;
  if ((isPrompting || rested) && input.caution <= 1) {
    return 0;
  }
  if (input.isLoopback && input.caution <= 1) {
    return 0;
  }
  const base = Math.min(maxAutoDelayMs, Math.max(0, 1.1 * input.medianIntervalMs - headStartMs));
  return Math.min(maxCautiousDelayMs, base * input.caution);
}

const minCaution = 0.5;
const maxCaution = 4;

/** Caution after an acceptance: ask sooner. */
export function lowerCaution(caution: number): number {
  return Math.max(minCaution, caution * 0.8);
}

/** Caution after the typist went another way: ask later. */
export function raiseCaution(caution: number): number {
  return Math.min(maxCaution, caution * 1.1);
}
