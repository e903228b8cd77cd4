import { phases } from "./eventSchema.ts";
import type { Phase } from "./events.ts";
import type { RollUpRow } from "./rollUp.ts";
import { typingSpeeds, type TypingSpeed } from "./typingSpeed.ts";

/** Fewest own typed characters from which a rate of corrections is known. */
export const minCorrectionChars = 2000;
/**
 * The lower bound takes accepted text to be this many times longer than what the user would have written for
 * the same; assistants are known to write more than people do.
 */
export const verbosityAllowance = 1.3;
/** Fewest tasks without the assistant from which a full authoring speed is known. */
export const minOffTasks = 10;
/** Fewest withheld suggestions, written by the user, from which their time is known. */
export const minShadowPairs = 300;
/** Fewest own pauses from which their mean is known. */
export const minOwnPauses = 100;

/** What one language's characters are worth, from the user's own log. */
export interface LanguageBaseline extends TypingSpeed {
  /** Relative standard error of the speed: spread of the bursts over the root of their number. */
  readonly relativeError: number;
  /** Own characters deleted while typing over those typed; 0 below `minCorrectionChars`. */
  readonly correctionShare: number;
  /** (1 + correctionShare) / charsPerSecond / verbosityAllowance; null without a speed. */
  readonly lowSecondsPerChar: number | null;
}

/** Baselines of one user over the last 90 days. */
export interface Baselines {
  readonly languages: readonly LanguageBaseline[];
  /**
   * Active seconds per character written in tasks without the assistant, thinking and looking up included;
   * null below `minOffTasks`.
   */
  readonly highSecondsPerChar: number | null;
  /** Standard error of that rate over itself, by days; 0 where it is not known. */
  readonly highRelativeError: number;
  readonly offTasks: number;
  /**
   * Seconds per character of withheld suggestions until the user wrote them, by phase, drawn towards the mean
   * of all phases where there are few; null below `minShadowPairs` in all.
   */
  readonly midSecondsPerChar: Readonly<Record<Phase, number>> | null;
  /** Standard error of each of them over itself, by days; null as the rates. */
  readonly midRelativeError: Readonly<Record<Phase, number>> | null;
  readonly shadowPairs: number;
  /** Mean pause between two bursts of own typing, seconds; null below `minOwnPauses`. */
  readonly ownPauseSeconds: number | null;
}

export const baselineMetrics = [
  "typingChars",
  "typingMs",
  "typingPace",
  "typingPaceSq",
  "inserted",
  "corrected",
  "ownPause",
  "shadow",
  "shadowChars",
  "off.active",
  "off.typed",
  "off.task",
];

/** Metrics whose spread over days tells how well a rate is known. */
export const baselineDayMetrics = ["shadow", "shadowChars", "off.active", "off.typed"];

interface Sum {
  n: number;
  total: number;
}

/** Withheld suggestions that the mean of all phases counts for in the rate of one. */
const priorPairs = 10;

interface MidRates {
  readonly secondsPerChar: Readonly<Record<Phase, number>>;
  readonly relativeError: Readonly<Record<Phase, number>>;
}

function midRates(rows: readonly RollUpRow[], daily: readonly RollUpRow[]): MidRates | null {
  const all = sumOf(rows, "shadow");
  const allChars = sumOf(rows, "shadowChars").total;
  if (all.n < minShadowPairs || allChars <= 0) {
    return null;
  }
  const priorChars = (priorPairs * allChars) / all.n;
  const priorMs = (priorPairs * all.total) / all.n;
  const byPhase = phases.map((phase) => {
    const own = rows.filter((row) => row.phase === phase);
    const ms = sumOf(own, "shadow").total + priorMs;
    const rate = ms / (sumOf(own, "shadowChars").total + priorChars);
    const spreadMs = rateSpread(
      daily.filter((row) => row.phase === phase),
      { over: "shadow", under: "shadowChars", rate },
    );
    return { phase, secondsPerChar: rate / 1000, relativeError: ms > 0 ? spreadMs / ms : 0 };
  });
  const take = (value: "secondsPerChar" | "relativeError"): Record<Phase, number> =>
    Object.fromEntries(byPhase.map((one) => [one.phase, one[value]])) as Record<Phase, number>;
  return { secondsPerChar: take("secondsPerChar"), relativeError: take("relativeError") };
}

/** Standard error of the sum of `over` about `rate` times the sum of `under`, by days; 0 below two days. */
function rateSpread(
  daily: readonly RollUpRow[],
  { over, under, rate }: { readonly over: string; readonly under: string; readonly rate: number },
): number {
  const restByDay = new Map<string, number>();
  for (const { day, metric, total } of daily) {
    const part = metric === over ? total : metric === under ? -rate * total : 0;
    restByDay.set(day, (restByDay.get(day) ?? 0) + part);
  }
  const days = restByDay.size;
  const squares = [...restByDay.values()].reduce((sum, rest) => sum + rest * rest, 0);
  return days < 2 ? 0 : Math.sqrt((squares * days) / (days - 1));
}

function sumOf(rows: readonly RollUpRow[], metric: string, lang?: string): Sum {
  const sum = { n: 0, total: 0 };
  for (const row of rows) {
    const isTyped = metric !== "inserted" || row.dim === "typed";
    if (row.metric === metric && isTyped && (lang === undefined || row.lang === lang)) {
      sum.n += row.n;
      sum.total += row.total;
    }
  }
  return sum;
}

function relativeErrorOf(rows: readonly RollUpRow[], lang: string): number {
  const { n, total } = sumOf(rows, "typingPace", lang);
  const squares = sumOf(rows, "typingPaceSq", lang).total;
  if (n < 2 || total <= 0) {
    return 0;
  }
  const mean = total / n;
  const variance = Math.max(0, squares / n - mean * mean);
  return Math.sqrt(variance / n) / mean;
}

/**
 * The user's own baselines from sums by language and phase, and from the sums of `baselineDayMetrics` by day and
 * phase, which tell how well they are known.
 */
export function baselinesOf(rows: readonly RollUpRow[], daily: readonly RollUpRow[] = []): Baselines {
  const languages = typingSpeeds(rows).map((speed) => {
    const typed = sumOf(rows, "inserted", speed.lang).total;
    const corrected = sumOf(rows, "corrected", speed.lang).total;
    const correctionShare = typed >= minCorrectionChars ? Math.min(1, corrected / typed) : 0;
    const { charsPerSecond } = speed;
    return {
      ...speed,
      correctionShare,
      relativeError: relativeErrorOf(rows, speed.lang),
      lowSecondsPerChar:
        charsPerSecond === null ? null : (1 + correctionShare) / charsPerSecond / verbosityAllowance,
    };
  });
  const offTasks = sumOf(rows, "off.task").n;
  const offChars = sumOf(rows, "off.typed").total;
  const shadowPairs = sumOf(rows, "shadow").n;
  const pauses = sumOf(rows, "ownPause");
  const mid = midRates(rows, daily);
  const offActiveMs = sumOf(rows, "off.active").total;
  const hasHigh = offTasks >= minOffTasks && offChars > 0;
  const offSpread = { over: "off.active", under: "off.typed", rate: offActiveMs / offChars };
  return {
    languages,
    offTasks,
    highSecondsPerChar: hasHigh ? offActiveMs / 1000 / offChars : null,
    highRelativeError: hasHigh && offActiveMs > 0 ? rateSpread(daily, offSpread) / offActiveMs : 0,
    shadowPairs,
    midSecondsPerChar: mid?.secondsPerChar ?? null,
    midRelativeError: mid?.relativeError ?? null,
    ownPauseSeconds: pauses.n >= minOwnPauses ? pauses.total / 1000 / pauses.n : null,
  };
}
