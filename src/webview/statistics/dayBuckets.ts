/** Above this many days a plot shows weeks. */
const maxDailyBars = 62;

export interface Bucket<T> {
  /** First day of the bucket. */
  readonly day: string;
  readonly items: readonly T[];
}

/** Days as they are, or by seven counted from the first, so that a bar stays wide enough to be seen. */
export function bucketDays<T extends { readonly day: string }>(
  days: readonly T[],
): { readonly isWeekly: boolean; readonly buckets: readonly Bucket<T>[] } {
  const isWeekly = days.length > maxDailyBars;
  const size = isWeekly ? 7 : 1;
  const buckets: Bucket<T>[] = [];
  for (let index = 0; index < days.length; index += size) {
    const items = days.slice(index, index + size);
    const [first] = items;
    if (first !== undefined) {
      buckets.push({ day: first.day, items });
    }
  }
  return { isWeekly, buckets };
}
