import type { Baselines } from "./baselines.ts";
import { lengthEdges, settleHorizon, type RollUpRow } from "./rollUp.ts";

/** One language and class of length of completions. */
export interface PaysCell {
  readonly lang: string;
  /** Lower edge of the class, characters. */
  readonly fromChars: number;
  /** Offers that were decided on. */
  readonly offers: number;
  readonly decideSeconds: number;
  readonly creditedChars: number;
  /** Typing time of what was kept minus time of deciding; null where the language has no speed. */
  readonly netSeconds: number | null;
}

/** Where completions pay: what was kept against the time of deciding, by language and length. */
export function paysOf(rows: readonly RollUpRow[], baselines: Baselines): readonly PaysCell[] {
  const cells = new Map<string, { lang: string; edge: number; offers: number; ms: number; chars: number }>();
  for (const row of rows) {
    if (row.metric === "decide" || row.metric === `size@${settleHorizon}`) {
      const key = `${row.lang} ${row.dim}`;
      const cell = cells.get(key) ?? { lang: row.lang, edge: Number(row.dim), offers: 0, ms: 0, chars: 0 };
      cells.set(key, cell);
      if (row.metric === "decide") {
        cell.offers += row.n;
        cell.ms += row.total;
      } else {
        cell.chars += row.total;
      }
    }
  }
  const lowByLang = new Map(
    baselines.languages.map(({ lang, lowSecondsPerChar }) => [lang, lowSecondsPerChar]),
  );
  return [...cells.values()]
    .filter(({ edge }) => lengthEdges.some((known) => known === edge))
    .sort((a, b) => (a.lang === b.lang ? a.edge - b.edge : a.lang < b.lang ? -1 : 1))
    .map(({ lang, edge, offers, ms, chars }) => {
      const low = lowByLang.get(lang) ?? null;
      return {
        lang,
        fromChars: edge,
        offers,
        decideSeconds: ms / 1000,
        creditedChars: chars,
        netSeconds: low === null ? null : chars * low - ms / 1000,
      };
    });
}
