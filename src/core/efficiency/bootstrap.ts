/** Net seconds and seconds without the assistant, one value a day. */
export interface DaySeries {
  readonly net: Float64Array;
  readonly without: Float64Array;
  /** Variance of the summed net that comes from the baselines (seconds squared). */
  readonly baselineVariance: number;
}

export interface RatioEstimate {
  /** Sum of net over sum of time without: the time reduction, may be negative. */
  readonly ratio: number;
  /** 95 % interval; null where there are fewer than two days or no time. */
  readonly interval: readonly [number, number] | null;
}

/** Draws of the bootstrap and the fixed seed that makes a report repeatable. */
export const bootstrapDraws = 2000;
const bootstrapSeed = 20231024;

/** Mulberry32: fast, and good enough to draw days. */
export function seededUniform(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Moments {
  readonly ratio: number;
  readonly dayError: number;
}

/** The ratio of `series` over the days drawn, and its standard error by linearisation. */
function momentsOf(series: DaySeries, drawn: Uint32Array): Moments | undefined {
  const days = drawn.length;
  let net = 0;
  let without = 0;
  for (let index = 0; index < days; index += 1) {
    const day = drawn[index] ?? 0;
    net += series.net[day] ?? 0;
    without += series.without[day] ?? 0;
  }
  if (without <= 0) {
    return undefined;
  }
  const ratio = net / without;
  let squares = 0;
  for (let index = 0; index < days; index += 1) {
    const day = drawn[index] ?? 0;
    const rest = (series.net[day] ?? 0) - ratio * (series.without[day] ?? 0);
    squares += rest * rest;
  }
  return { ratio, dayError: Math.sqrt((days / Math.max(1, days - 1)) * squares) / without };
}

function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const from = sorted[below] ?? 0;
  return from + (at - below) * ((sorted[Math.min(below + 1, sorted.length - 1)] ?? from) - from);
}

/**
 * The time reduction of each series with a 95 % interval by the studentised bootstrap over days; all series
 * share the drawn days. The uncertainty of the baselines widens the standard error.
 */
export function ratioEstimates(
  series: readonly DaySeries[],
  days: number,
  draws: number = bootstrapDraws,
): readonly RatioEstimate[] {
  const all = Uint32Array.from({ length: days }, (_, index) => index);
  const observed = series.map((one) => momentsOf(one, all));
  const pivots = series.map(() => new Float64Array(draws));
  const counts = series.map(() => 0);
  const uniform = seededUniform(bootstrapSeed);
  const drawn = new Uint32Array(days);
  const wanted = days > 1 ? draws : 0;
  for (let draw = 0; draw < wanted; draw += 1) {
    for (let index = 0; index < days; index += 1) {
      drawn[index] = Math.floor(uniform() * days);
    }
    for (const [index, one] of series.entries()) {
      const base = observed[index];
      const again = base === undefined ? undefined : momentsOf(one, drawn);
      if (base !== undefined && again !== undefined && again.dayError > 0) {
        const into = pivots[index] as Float64Array;
        const count = counts[index] ?? 0;
        into[count] = (again.ratio - base.ratio) / again.dayError;
        counts[index] = count + 1;
      }
    }
  }
  return series.map((one, index) => {
    const base = observed[index];
    if (base === undefined) {
      return { ratio: 0, interval: null };
    }
    const count = counts[index] ?? 0;
    const isEnough = count >= draws / 2 && base.dayError > 0;
    return { ratio: base.ratio, interval: isEnough ? intervalOf(one, base, pivots[index], count) : null };
  });
}

function intervalOf(
  series: DaySeries,
  base: Moments,
  pivots: Float64Array | undefined,
  count: number,
): readonly [number, number] {
  const sorted = (pivots ?? new Float64Array(0)).slice(0, count).sort();
  const without = series.without.reduce((sum, value) => sum + value, 0);
  // The ratio is net / (active + net): its slope over net is (1 - ratio) / without.
  const baselineError = (Math.sqrt(series.baselineVariance) * (1 - base.ratio)) / without;
  const error = Math.hypot(base.dayError, baselineError);
  return [base.ratio - quantile(sorted, 0.975) * error, base.ratio - quantile(sorted, 0.025) * error];
}
