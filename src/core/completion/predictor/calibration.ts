import type { LineTrace } from "./holdOut.ts";

export interface CalibrationPoint {
  /** Raw: a text is shown as far as it is at least so sure. */
  readonly sureness: number;
  /** Share of such texts that were right, 0 to 1. */
  readonly precision: number;
  readonly shown: number;
}

/** Raw steps at which precision is measured. */
const steps = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.96, 0.98, 0.99];
/** Fewer shown texts than this prove nothing. */
const minShown = 40;

/**
 * What the predictor's sureness is worth: raw sureness to measured precision. Precision never falls with
 * sureness; where too little was measured the cautious table counts.
 */
export class Calibration {
  readonly points: readonly CalibrationPoint[];

  constructor(points: readonly CalibrationPoint[]) {
    this.points = points;
  }

  /** Before anything was measured: only the surest text passes for 9 in 10. */
  static cautious(): Calibration {
    return new Calibration(
      steps.map((sureness) => ({ sureness, precision: sureness ** 2 * 0.93, shown: 0 })),
    );
  }

  static of(traces: readonly LineTrace[]): Calibration {
    const cautious = Calibration.cautious().points;
    const measured = steps.map((sureness, index): CalibrationPoint => {
      const { shown, right } = replay(traces, sureness);
      // One standard error below the share: a small sample must not promise too much.
      const share = right / Math.max(1, shown);
      const error = Math.sqrt((share * (1 - share) + 0.01) / Math.max(1, shown));
      const precision = shown < minShown ? (cautious[index]?.precision ?? 0) : Math.max(0, share - error);
      return { sureness, precision, shown };
    });
    let floor = 0;
    let best = 1;
    return new Calibration(
      measured.map((point) => {
        if (point.shown >= minShown) {
          best = point.precision;
        }
        // What was not measured promises no more than the nearest that was.
        floor = Math.max(floor, Math.min(point.precision, best));
        return { ...point, precision: floor };
      }),
    );
  }

  /** Least raw sureness whose precision reaches `confidence`; undefined when none does. */
  surenessFor(confidence: number): number | undefined {
    return this.points.find((point) => point.precision >= confidence)?.sureness;
  }

  /** Precision that a raw sureness stands for. */
  confidenceOf(sureness: number): number {
    return this.points.findLast((point) => point.sureness <= sureness)?.precision ?? 0;
  }
}

/** Types the lines, taking each right text that is at least so sure: what a person would be shown. */
function replay(traces: readonly LineTrace[], sureness: number): { shown: number; right: number } {
  let shown = 0;
  let right = 0;
  for (const columns of traces) {
    for (let column = 0; column < columns.length;) {
      const trace = columns[column];
      const last = trace?.sureness.findLastIndex((value) => value >= sureness) ?? -1;
      const isRight = trace !== undefined && last >= 0 && last < trace.rightCount;
      shown += last >= 0 ? 1 : 0;
      right += isRight ? 1 : 0;
      column += isRight ? (trace.lengths[last] ?? 1) : 1;
    }
  }
  return { shown, right };
}
