import type { LineTrace } from "./holdOut.ts";

export interface CalibrationPoint {
  /** Raw: a text is shown as far as it is at least so sure. */
  readonly sureness: number;
  /** Of all texts at least so sure this share was right, 0 to 1; one standard error below what was measured. */
  readonly share: number;
  /**
   * Probability, 0 to 1, that a text just so sure is right, at this step and below the next; two standard
   * errors below what was measured, since few texts stand at one step.
   */
  readonly confidence: number;
  readonly shown: number;
}

/** Raw steps at which precision is measured. */
const steps = [0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.96, 0.98, 0.99];
/** Fewer shown texts than this prove nothing. */
const minShown = 40;

/**
 * What the predictor's sureness is worth, measured: the share of all texts at least so sure that was right,
 * and the probability of a text just so sure. Neither falls with sureness; where too little was measured the
 * cautious table counts. Counted as the engine shows texts: on a line none follows a wrong one.
 */
export class Calibration {
  readonly points: readonly CalibrationPoint[];

  constructor(points: readonly CalibrationPoint[]) {
    this.points = points;
  }

  /** Before anything was measured: only the surest text passes for 9 in 10. */
  static cautious(): Calibration {
    return new Calibration(
      steps.map((sureness) => {
        const share = sureness ** 2 * 0.93;
        return { sureness, share, confidence: share, shown: 0 };
      }),
    );
  }

  static of(traces: readonly LineTrace[]): Calibration {
    const cautious = Calibration.cautious().points;
    const counts = steps.map((sureness, index) => replay(traces, sureness, steps[index + 1] ?? Infinity));
    const shares = rising(
      counts.map(({ shown, right }, index) =>
        shown < minShown
          ? { share: cautious[index]?.share ?? 0 }
          : { share: lowShare(right, shown, 1), shown },
      ),
    );
    const confidences = pooled(counts.map(({ near, rightNear }) => ({ count: near, right: rightNear })));
    return new Calibration(
      steps.map((sureness, index) => {
        const share = shares[index] ?? 0;
        // The texts at a step are no better than all from there on.
        const confidence = Math.min(share, confidences[index] ?? share);
        return { sureness, share, confidence, shown: counts[index]?.shown ?? 0 };
      }),
    );
  }

  /** Least raw sureness whose texts are right with this probability each; undefined when none are. */
  surenessForConfidence(confidence: number): number | undefined {
    return this.points.find((point) => point.confidence >= confidence)?.sureness;
  }

  /** Least raw sureness from which on this share of all texts is right; undefined when it never is. */
  surenessForShare(share: number): number | undefined {
    return this.points.find((point) => point.share >= share)?.sureness;
  }

  /** The step that a raw sureness belongs to; undefined below the first. */
  pointAt(sureness: number): CalibrationPoint | undefined {
    return this.points.findLast((point) => point.sureness <= sureness);
  }
}

/** So many standard errors below the share: a small sample must not promise too much. */
function lowShare(right: number, shown: number, errors: number): number {
  const share = right / shown;
  return Math.max(0, share - errors * Math.sqrt((share * (1 - share) + 0.01) / shown));
}

/** Makes shares rise with sureness; what was not measured promises no more than the nearest that was. */
function rising(measured: readonly { readonly share: number; readonly shown?: number }[]): number[] {
  let floor = 0;
  let best = 1;
  return measured.map(({ share, shown }) => {
    best = shown === undefined ? best : share;
    floor = Math.max(floor, Math.min(share, best));
    return floor;
  });
}

/** Low shares that never fall, by joining neighbours that would; undefined where nothing was counted. */
function pooled(bins: readonly { readonly count: number; readonly right: number }[]): (number | undefined)[] {
  const pools: { count: number; right: number; size: number }[] = [];
  for (const bin of bins) {
    let pool = { ...bin, size: 1 };
    for (let last = pools.at(-1); last !== undefined && isNoHigher(pool, last); last = pools.at(-1)) {
      pools.pop();
      pool = { count: pool.count + last.count, right: pool.right + last.right, size: pool.size + last.size };
    }
    pools.push(pool);
  }
  return pools.flatMap(({ count, right, size }) =>
    Array.from({ length: size }, () => (count === 0 ? undefined : lowShare(right, count, 2))),
  );
}

function isNoHigher(
  pool: { readonly count: number; readonly right: number },
  last: { readonly count: number; readonly right: number },
): boolean {
  return pool.count === 0 || last.count === 0 || pool.right * last.count <= last.right * pool.count;
}

interface Counts {
  shown: number;
  right: number;
  /** Of texts less sure than the next step. */
  near: number;
  rightNear: number;
}

/** Types the lines, taking each right text that is at least so sure, to the first wrong one of each line. */
function replay(traces: readonly LineTrace[], sureness: number, below: number): Counts {
  const counts: Counts = { shown: 0, right: 0, near: 0, rightNear: 0 };
  for (const columns of traces) {
    for (let column = 0; column < columns.length;) {
      const trace = columns[column];
      const last = trace?.sureness.findLastIndex((value) => value >= sureness) ?? -1;
      if (trace === undefined || last < 0) {
        column += 1;
        continue;
      }
      const isRight = last < trace.rightCount;
      const isNear = (trace.sureness[last] ?? 0) < below;
      counts.shown += 1;
      counts.right += isRight ? 1 : 0;
      counts.near += isNear ? 1 : 0;
      counts.rightNear += isNear && isRight ? 1 : 0;
      if (!isRight) {
        break;
      }
      column += trace.lengths[last] ?? 1;
    }
  }
  return counts;
}
