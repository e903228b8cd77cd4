import { lengthEdges, settleHorizon, type RollUpRow } from "./rollUp.ts";

/** Fewest kept texts from which a 99th percentile is known. */
const minTexts = 100;

/**
 * Per language, the share of credited characters that is left when no text counts for more than the upper edge
 * of the length class that holds the user's own 99th percentile. 1 below 100 texts.
 */
export function winsorShares(rows: Iterable<RollUpRow>): ReadonlyMap<string, number> {
  const byLang = new Map<string, Map<number, { n: number; total: number }>>();
  for (const row of rows) {
    if (row.metric === `size@${settleHorizon}`) {
      const classes = byLang.get(row.lang) ?? new Map<number, { n: number; total: number }>();
      byLang.set(row.lang, classes);
      const known = classes.get(Number(row.dim)) ?? { n: 0, total: 0 };
      classes.set(Number(row.dim), { n: known.n + row.n, total: known.total + row.total });
    }
  }
  return new Map([...byLang].map(([lang, classes]) => [lang, shareOf(classes)]));
}

function shareOf(classes: ReadonlyMap<number, { n: number; total: number }>): number {
  const count = [...classes.values()].reduce((sum, { n }) => sum + n, 0);
  const total = [...classes.values()].reduce((sum, part) => sum + part.total, 0);
  if (count < minTexts || total <= 0) {
    return 1;
  }
  let seen = 0;
  let roof = Number.POSITIVE_INFINITY;
  for (const [index, edge] of lengthEdges.entries()) {
    seen += classes.get(edge)?.n ?? 0;
    if (seen >= 0.99 * count) {
      roof = lengthEdges[index + 1] ?? Number.POSITIVE_INFINITY;
      break;
    }
  }
  const capped = [...classes.values()].reduce(
    (sum, { n, total: chars }) => sum + Math.min(chars, n * roof),
    0,
  );
  return capped / total;
}
