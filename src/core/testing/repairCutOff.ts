import type { CodeParser } from "../ports.ts";
import { skipNonCode } from "../text/codeScan.ts";
import { badTests } from "./mergeTests.ts";
import { withTestFile } from "./testFile.ts";

const closingOf: Readonly<Record<string, string | undefined>> = { "{": "}", "(": ")", "[": "]" };

/**
 * Code that was cut off, without the test it was cut off in: everything up to the end of the last whole
 * test, with the brackets that are still open there closed.
 *
 * @throws AssistantError `badReply` when not even one test is whole
 */
export async function dropLastCase(code: string, languageId: string, parser: CodeParser): Promise<string> {
  // Closed at its end, the torso parses well enough to show which tests it has.
  const torso = `${code.trimEnd()}\n${closersAt(code.trimEnd(), languageId)}`;
  const ends = await withTestFile(languageId, torso, parser, ({ cases }) =>
    cases.map(({ startIndex, endIndex }) => ({ startIndex, endIndex })),
  );
  for (const { endIndex } of [...(ends ?? [])].sort((a, b) => b.endIndex - a.endIndex)) {
    const rest = code.slice(endIndex).trim();
    const kept = code.slice(0, endIndex);
    // A bracket shows that a test is whole; in Python only what follows it does.
    if (endIndex > code.length || (rest === "" && languageId === "python")) {
      continue;
    }
    const closers = closersAt(kept, languageId);
    const repaired = `${kept.trimEnd()}\n${closers === "" ? "" : `${closers}\n`}`;
    const found = await withTestFile(languageId, repaired, parser, ({ cases, errorLines }) => ({
      caseCount: cases.length,
      errorCount: errorLines.length,
    }));
    if (found !== undefined && found.errorCount === 0 && found.caseCount > 0) {
      return repaired;
    }
  }
  throw badTests(
    { id: "testing.reply.cutOff", args: [] },
    "The answer was cut off before the first test was complete.",
  );
}

/** The brackets that are open at the end of `code`, closed from the inside out, one a line for blocks. */
function closersAt(code: string, languageId: string): string {
  if (languageId === "python") {
    return "";
  }
  const open: string[] = [];
  for (let at = 0; at < code.length;) {
    const next = skipNonCode(code, at);
    if (next > at) {
      at = next;
      continue;
    }
    const char = code[at] ?? "";
    const closing = closingOf[char];
    if (closing !== undefined) {
      open.push(closing);
    } else if (char === open.at(-1)) {
      open.pop();
    }
    at += 1;
  }
  const closers = open.reverse();
  const isScript = /script/.test(languageId);
  return closers
    .map((closing, index) => {
      const isOuterEnd = isScript && closing === ")" && closers[index + 1] !== ")";
      return `${closing}${isOuterEnd ? ";" : ""}${closing === "}" && closers[index + 1] === ")" ? "" : "\n"}`;
    })
    .join("")
    .trimEnd();
}
