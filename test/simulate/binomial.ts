/** Logarithm of n over k. */
function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let index = 1; index <= k; index += 1) {
    sum += Math.log(n - k + index) - Math.log(index);
  }
  return sum;
}

function probability(n: number, k: number, share: number): number {
  if (share <= 0 || share >= 1) {
    return k === (share <= 0 ? 0 : n) ? 1 : 0;
  }
  return Math.exp(logChoose(n, k) + k * Math.log(share) + (n - k) * Math.log1p(-share));
}

/** Probability of at most `k` of `n`. */
export function atMost(n: number, k: number, share: number): number {
  let sum = 0;
  for (let index = 0; index <= k; index += 1) {
    sum += probability(n, index, share);
  }
  return Math.min(1, sum);
}

/** Probability of at least `k` of `n`. */
export function atLeast(n: number, k: number, share: number): number {
  return k <= 0 ? 1 : Math.max(0, 1 - atMost(n, k - 1, share));
}

export const rejectBelow = 0.001;

/** False only where an exact test rejects every share from `from` to `to`. */
export function isWithin(n: number, k: number, from: number, to: number): boolean {
  return n > 0 && atMost(n, k, from) >= rejectBelow && atLeast(n, k, to) >= rejectBelow;
}
