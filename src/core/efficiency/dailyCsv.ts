import { settleHorizon, type RollUpRow } from "./rollUp.ts";
import type { TypingSpeed } from "./typingSpeed.ts";

export const dailyCsvColumns = [
  "date",
  "phase",
  "language",
  "feature",
  "activeSeconds",
  "offered",
  "accepted",
  "keptChars",
  "savedSecondsLow",
  "costSeconds",
  "tokens",
  "waitingSeconds",
] as const;

interface Line {
  readonly date: string;
  readonly phase: string;
  readonly language: string;
  readonly feature: string;
  activeMs: number;
  offered: number;
  accepted: number;
  keptChars: number;
  costMs: number;
  tokens: number;
  waitingMs: number;
}

const featureMetrics = new Set([
  "offered",
  "accepted",
  "review",
  "attention",
  "past",
  "rework",
  "recovery",
  "dwell",
  "answerDwell",
  "waiting",
  "promptTokens",
  "completionTokens",
  `kept@${settleHorizon}`,
]);

function addTo(line: Line, row: RollUpRow): void {
  switch (row.metric) {
    case "active":
      line.activeMs += row.total;
      line.costMs += row.dim === "ai_prompt" ? row.total : 0;
      break;
    case "offered":
      line.offered += row.n;
      break;
    case "accepted":
      line.accepted += row.n;
      break;
    case "review":
    case "attention":
    case "past":
    case "rework":
    case "recovery":
    case "dwell":
    case "answerDwell":
      line.costMs += row.total;
      break;
    case "waiting":
      line.costMs += row.total;
      line.waitingMs += row.total;
      break;
    case "promptTokens":
    case "completionTokens":
      line.tokens += row.total;
      break;
    default:
      line.keptChars += row.total;
  }
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Seconds with three decimals at most, never in exponent form. */
function seconds(ms: number): string {
  return String(Math.round(ms) / 1000);
}

function textOf(line: Line, charsPerSecond: number | null): string {
  const savedMs = charsPerSecond === null ? null : (1000 * line.keptChars) / charsPerSecond;
  const saved = line.keptChars === 0 ? "0" : savedMs === null ? "" : seconds(savedMs);
  return [
    line.date,
    line.phase,
    quoted(line.language),
    line.feature,
    seconds(line.activeMs),
    String(line.offered),
    String(line.accepted),
    String(line.keptChars),
    line.feature === "" ? "" : saved,
    seconds(line.costMs),
    String(line.tokens),
    seconds(line.waitingMs),
  ].join(",");
}

/**
 * The daily sums as RFC 4180 lines. Active time has a line of its own with an empty feature, since time is
 * spent on a phase and not on a feature. `savedSecondsLow` is empty where the language has no speed yet.
 */
export function dailyCsv(rows: Iterable<RollUpRow>, speeds: readonly TypingSpeed[]): string {
  const lines = new Map<string, Line>();
  for (const row of rows) {
    const isActive = row.metric === "active";
    if (!isActive && !featureMetrics.has(row.metric)) {
      continue;
    }
    const feature = isActive ? "" : row.dim;
    const key = [row.day, row.phase, row.lang, feature].join("\u0000");
    const line = lines.get(key) ?? {
      date: row.day,
      phase: row.phase,
      language: row.lang,
      feature,
      activeMs: 0,
      offered: 0,
      accepted: 0,
      keptChars: 0,
      costMs: 0,
      tokens: 0,
      waitingMs: 0,
    };
    lines.set(key, line);
    addTo(line, row);
  }
  const speedByLang = new Map(speeds.map(({ lang, charsPerSecond }) => [lang, charsPerSecond]));
  const body = [...lines.keys()].sort().map((key) => {
    const line = lines.get(key) as Line;
    return textOf(line, speedByLang.get(line.language) ?? null);
  });
  return `${[dailyCsvColumns.join(","), ...body].join("\r\n")}\r\n`;
}
