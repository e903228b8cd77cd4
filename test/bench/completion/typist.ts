/**
 * Time between two keys of a programmer, in ms, as share of all keys: the distribution of 1,502 consecutive
 * keys in an editor's own recording of a session (p5 44, p25 70, p50 93, p75 156, p90 248, p95 405). The
 * two ends are drawn straight.
 */
const quantiles: readonly (readonly [share: number, ms: number])[] = [
  [0, 25],
  [0.05, 44],
  [0.25, 70],
  [0.5, 93],
  [0.75, 156],
  [0.9, 248],
  [0.95, 405],
  [1, 1500],
];

/** The interval before the next key for a uniform number in [0, 1). */
export function keyIntervalMs(uniform: number): number {
  for (let index = 1; index < quantiles.length; index += 1) {
    const [share, ms] = quantiles[index] ?? [1, 0];
    const [shareBefore, msBefore] = quantiles[index - 1] ?? [0, 0];
    if (uniform <= share) {
      return msBefore + ((uniform - shareBefore) / (share - shareBefore)) * (ms - msBefore);
    }
  }
  return 1500;
}

/** Keys that type a text one by one; Enter brings the indentation of its new line. */
export function keysOf(text: string): string[] {
  return text.match(/\n[ \t]*|[^\n]/gu) ?? [];
}
