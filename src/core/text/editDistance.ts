/** Levenshtein distance, or `limit + 1` as soon as it is certain to be over `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) {
    return limit + 1;
  }
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    let smallest = row;
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a.charCodeAt(row - 1) === b.charCodeAt(column - 1) ? 0 : 1;
      const value = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + cost,
      );
      current.push(value);
      smallest = Math.min(smallest, value);
    }
    if (smallest > limit) {
      return limit + 1;
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** True when the two differ in at most `share` (0 to 1) of the longer one's characters. */
export function isNearlyEqual(a: string, b: string, share: number): boolean {
  if (a === b) {
    return true;
  }
  const limit = Math.floor(Math.max(a.length, b.length) * share);
  return limit > 0 && editDistance(a, b, limit) <= limit;
}
