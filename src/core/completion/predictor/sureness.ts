import type { Evidence } from "./nextToken.ts";

/** Numbers that a token's evidence is judged by; about 0 to 1 each. */
export function featuresOf(evidence: Evidence, isContinued: boolean): number[] {
  const { share, order, votes, allVotes, shortVotes, allShortVotes, longestOrder, partialLength } = evidence;
  const clamped = Math.min(0.9999, Math.max(0.0001, share));
  const isAgreed = allVotes > 0 && votes >= allVotes * 0.999;
  return [
    1,
    Math.log(clamped / (1 - clamped)) / 8,
    order / 12,
    order >= 4 ? 1 : 0,
    Math.log1p(votes) / 4,
    allVotes === 0 ? 0 : votes / allVotes,
    isAgreed ? Math.log1p(votes) / 4 : 0,
    allShortVotes === 0 ? 0 : shortVotes / allShortVotes,
    Math.log1p(allShortVotes) / 5,
    order === longestOrder ? 1 : 0,
    Math.min(6, partialLength) / 6,
    partialLength === 0 ? 1 : 0,
    evidence.isWord ? 1 : 0,
    evidence.isWord && partialLength === 0 ? 1 : 0,
    evidence.isPartialWhole ? 1 : 0,
    isContinued ? 1 : 0,
    order === 0 ? 1 : 0,
    isAgreed ? order / 12 : 0,
  ];
}

/**
 * Weights of `featuresOf`, fitted by test/bench/fitSureness.ts on held-out files of four public
 * repositories (pallets/flask, google/gson, expressjs/express, BurntSushi/ripgrep). What they are worth in
 * the user's own files is measured there, see `Calibration`.
 */
const surenessWeights: readonly number[] = [
  -1.434, 2.668, 1.147, -0.012, 0.034, 1.371, 0.698, 1.391, 0.855, -0.933, 1.419, -0.772, -0.786, 0.539,
  4.325, 0.067, 2.231, -1.067,
];

/** Probability, 0 to 1, that the token is the next one. */
export function surenessOf(evidence: Evidence, isContinued: boolean): number {
  const features = featuresOf(evidence, isContinued);
  let sum = 0;
  for (let index = 0; index < features.length; index += 1) {
    sum += (features[index] ?? 0) * (surenessWeights[index] ?? 0);
  }
  return 1 / (1 + Math.exp(-sum));
}
