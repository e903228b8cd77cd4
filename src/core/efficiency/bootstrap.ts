/** Net seconds and seconds without the assistant, one value a day. */
export interface DaySeries {
  readonly net: Float64Array;
  readonly without: Float64Array;
  /** Variance of the summed net that comes from what is not known of the baselines (seconds squared). */
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

/** A series as its own days need it: residuals at the observed ratio, and their products. */
interface Prepared {
  readonly ratio: number;
  readonly without: number;
  readonly dayError: number;
  /** Standard error of the summed net that comes from the baselines, seconds. */
  readonly netError: number;
  /** Numbers of the days that hold anything. */
  readonly days: Uint32Array;
  readonly rest: Float64Array;
  readonly time: Float64Array;
}

function prepared({ net, without, baselineVariance }: DaySeries): Prepared | undefined {
  const netSum = net.reduce((sum, value) => sum + value, 0);
  const timeSum = without.reduce((sum, value) => sum + value, 0);
  if (timeSum <= 0) {
    return undefined;
  }
  const ratio = netSum / timeSum;
  const days = Uint32Array.from(without.keys()).filter((day) => net[day] !== 0 || without[day] !== 0);
  const rest = Float64Array.from(days, (day) => (net[day] ?? 0) - ratio * (without[day] ?? 0));
  const squares = rest.reduce((sum, value) => sum + value * value, 0);
  return {
    ratio,
    without: timeSum,
    dayError: Math.sqrt(squares * bessel(without.length)) / timeSum,
    netError: Math.sqrt(baselineVariance),
    days,
    rest,
    time: Float64Array.from(days, (day) => without[day] ?? 0),
  };
}

function bessel(days: number): number {
  return days / Math.max(1, days - 1);
}

/** The ratio is net / (active + net): its slope over net is (1 - ratio) / without. */
function errorOf(dayError: number, netError: number, ratio: number, without: number): number {
  return Math.hypot(dayError, (netError * (1 - ratio)) / without);
}

/**
 * How many standard errors the ratio of a draw lies off the observed one: days as often as `times` says, and the
 * baselines `shift` of their standard errors off. Undefined where the drawn days cannot tell.
 */
function pivotOf(series: Prepared, times: Uint32Array, shift: number): number | undefined {
  const { days, rest, time, ratio, netError } = series;
  const shiftSeconds = shift * netError;
  let [restSum, timeSum, restSquares, mixed, timeSquares] = [0, 0, 0, 0, 0];
  for (let index = 0; index < days.length; index += 1) {
    const count = times[days[index] ?? 0] ?? 0;
    if (count > 0) {
      const [off, without] = [rest[index] ?? 0, time[index] ?? 0];
      restSum += count * off;
      timeSum += count * without;
      restSquares += count * off * off;
      mixed += count * off * without;
      timeSquares += count * without * without;
    }
  }
  const drawnTime = timeSum + shiftSeconds;
  if (timeSum <= 0 || drawnTime <= 0) {
    return undefined;
  }
  // Residuals at the ratio of the drawn days differ from those at the observed one by `move` of the time.
  const move = restSum / timeSum;
  const squares = restSquares - 2 * move * mixed + move * move * timeSquares;
  if (squares <= 1e-12 * (restSquares + move * move * timeSquares)) {
    return undefined;
  }
  const off = (restSum + shiftSeconds * (1 - ratio)) / drawnTime;
  const dayError = Math.sqrt(squares * bessel(times.length)) / drawnTime;
  return off / errorOf(dayError, netError, ratio + off, drawnTime);
}

function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const from = sorted[below] ?? 0;
  return from + (at - below) * ((sorted[Math.min(below + 1, sorted.length - 1)] ?? from) - from);
}

/** A draw from the normal distribution (Box and Muller). */
function normal(uniform: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/**
 * The time reduction of each series with a 95 % interval by the studentised bootstrap: each draw takes whole days
 * (events of a day belong together; drawing them again within the days would count their chance twice, Davison
 * and Hinkley 1997, section 3.8) and baselines out of what is known of them. All series share the draws.
 */
export function ratioEstimates(
  series: readonly DaySeries[],
  days: number,
  draws: number = bootstrapDraws,
): readonly RatioEstimate[] {
  const observed = series.map(prepared);
  const pivots = series.map(() => new Float64Array(draws));
  const counts = series.map(() => 0);
  const uniform = seededUniform(bootstrapSeed);
  const times = new Uint32Array(days);
  const wanted = days > 1 ? draws : 0;
  for (let draw = 0; draw < wanted; draw += 1) {
    times.fill(0);
    for (let index = 0; index < days; index += 1) {
      const day = Math.floor(uniform() * days);
      times[day] = (times[day] ?? 0) + 1;
    }
    const shift = normal(uniform);
    for (const [index, one] of observed.entries()) {
      const pivot = one === undefined ? undefined : pivotOf(one, times, shift);
      if (pivot !== undefined) {
        const count = counts[index] ?? 0;
        (pivots[index] as Float64Array)[count] = pivot;
        counts[index] = count + 1;
      }
    }
  }
  return observed.map((one, index) => {
    if (one === undefined) {
      return { ratio: 0, interval: null };
    }
    const count = counts[index] ?? 0;
    const isEnough = count >= draws / 2 && one.dayError > 0;
    return { ratio: one.ratio, interval: isEnough ? intervalOf(one, pivots[index], count) : null };
  });
}

function intervalOf(
  { ratio, dayError, netError, without }: Prepared,
  pivots: Float64Array | undefined,
  count: number,
): readonly [number, number] {
  const sorted = (pivots ?? new Float64Array(0)).slice(0, count).sort();
  const error = errorOf(dayError, netError, ratio, without);
  return [ratio - quantile(sorted, 0.975) * error, ratio - quantile(sorted, 0.025) * error];
}
