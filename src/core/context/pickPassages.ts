interface Placed {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly score: number;
}

const maxPerFile = 3;
/** A passage with less than this share of the best one's score is left out: it only shares a common word. */
const minShareOfBest = 0.3;

/** The best passages, best first, none that overlap, so that no file takes all places. */
export function pickPassages<T extends Placed>(passages: readonly T[], limit: number): readonly T[] {
  const ranked = [...passages].sort(
    (left, right) =>
      right.score - left.score || compareText(left.path, right.path) || left.startLine - right.startLine,
  );
  const picked: T[] = [];
  for (const passage of ranked) {
    const ofFile = picked.filter(({ path }) => path === passage.path);
    const overlaps = ofFile.some(
      ({ startLine, endLine }) => startLine <= passage.endLine && passage.startLine <= endLine,
    );
    const isWorth = passage.score >= (ranked[0]?.score ?? 0) * minShareOfBest;
    if (picked.length < limit && isWorth && !overlaps && ofFile.length < maxPerFile) {
      picked.push(passage);
    }
  }
  return picked;
}

function compareText(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
