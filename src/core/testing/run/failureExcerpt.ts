import { baseOf } from "../paths.ts";
import { withoutColours } from "./jsonReports.ts";

const maxLines = 60;
const maxChars = 5000;
const telling =
  /\b(?:error|Error|ERROR|FAILED|Exception|undefined reference|cannot find|not found|expected|assert)\b/;
/** What build tools add to every failure. */
const noise =
  /^\[ERROR\]\s*$|Re-run Maven|re-run Maven|\[Help 1\]|http:\/\/cwiki|full stack trace|^\[INFO\]|^make(?:\[\d+\])?: |^gmake|^\s*at (?:node:internal|.*node_modules)|^\[\s*\d+%\]|^Scanning|^Consolidate|^-- /;

/** The lines of an output that say what is wrong, in order, those about the test file with their surroundings. */
export function excerptOf(output: string, testPath: string): string {
  const lines = withoutColours(output)
    .replaceAll("\r\n", "\n")
    .split("\n")
    .filter((line) => !noise.test(line));
  const trimmed = lines.join("\n").trim();
  if (lines.length <= maxLines && trimmed.length <= maxChars) {
    return trimmed;
  }
  const base = baseOf(testPath);
  const kept = new Set<number>();
  for (const [index, line] of lines.entries()) {
    if (line.includes(base) || telling.test(line)) {
      for (let at = index - 1; at <= index + 3; at += 1) {
        kept.add(at);
      }
    }
  }
  const chosen = lines.filter((_line, index) => kept.size === 0 || kept.has(index)).slice(0, maxLines);
  return chosen.join("\n").trim().slice(0, maxChars);
}
