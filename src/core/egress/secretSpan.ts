import type { SecretKind } from "./tokenRule.ts";

/** A secret in a text; offsets in UTF-16 code units, `end` exclusive. */
export interface SecretSpan {
  readonly start: number;
  readonly end: number;
  readonly kind: SecretKind;
}

/** In order, without overlaps: what overlaps becomes one span of the first one's kind. */
export function mergeSpans(spans: readonly SecretSpan[]): SecretSpan[] {
  const merged: SecretSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last === undefined || span.start >= last.end) {
      merged.push(span);
    } else if (span.end > last.end) {
      merged[merged.length - 1] = { start: last.start, end: span.end, kind: last.kind };
    }
  }
  return merged;
}
