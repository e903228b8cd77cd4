import { readExpectation } from "./expectation.ts";
import { firstLine } from "./junitXml.ts";
import type { CaseReport } from "./runResults.ts";

/** Names may be written in any script. */
const head = /^([\p{L}\p{N}_]+) \(([\p{L}\p{N}_.]+)\)/u;

/**
 * What `python -m unittest -v` prints. A test counts as run only where its line is there, and as passed
 * only where the closing count is there too and no block names it.
 */
export function parseUnittestText(output: string): CaseReport[] {
  const lines = output.replaceAll("\r\n", "\n").split("\n");
  if (!/^Ran \d+ tests? in /m.test(output)) {
    return [];
  }
  const problems = problemsOf(output.replaceAll("\r\n", "\n"));
  const reports: CaseReport[] = [];
  for (const [index, line] of lines.entries()) {
    const [, name, place] = head.exec(line) ?? [];
    if (name === undefined || place === undefined) {
      continue;
    }
    // With a doc string, the outcome stands on the line after the name.
    const verdict = / \.\.\. *(.*)$/.exec(line)?.[1] ?? / \.\.\. *(.*)$/.exec(lines[index + 1] ?? "")?.[1];
    if (verdict === undefined) {
      continue;
    }
    const suite = classOf(place, name);
    const problem = problems.find((each) => each.name === name && each.suite === suite);
    const isSkipped = /^(?:skipped|expected failure)/.test(verdict);
    const details = problem?.details ?? "";
    reports.push({
      suite,
      name,
      state: problem === undefined ? (isSkipped ? "skipped" : "passed") : problem.state,
      durationMs: 0,
      message: firstLine(details.trim().split("\n").at(-1) ?? ""),
      details,
      ...(problem === undefined ? {} : readExpectation(details)),
    });
  }
  return reports;
}

/** `tests.test_a.TestA` or, since 3.11, `tests.test_a.TestA.test_x`: the class. */
function classOf(place: string, name: string): string {
  const parts = place.split(".");
  return (parts.at(-1) === name ? parts.at(-2) : parts.at(-1)) ?? "";
}

interface Problem {
  readonly name: string;
  readonly suite: string;
  readonly state: "failed" | "error";
  readonly details: string;
}

function problemsOf(output: string): Problem[] {
  const blocks = output.split(/^={20,}$/m).slice(1);
  return blocks.flatMap((block) => {
    const match =
      /^\s*(FAIL|ERROR): ([\p{L}\p{N}_]+) \(([\p{L}\p{N}_.]+)\)[^\n]*\n(?:[^\n]*\n)?-{20,}\n([\s\S]*?)(?:\n-{20,}\nRan |\s*$)/u.exec(
        block,
      );
    if (match === null) {
      return [];
    }
    const [, kind, name = "", place = "", details = ""] = match;
    return [
      { name, suite: classOf(place, name), state: kind === "FAIL" ? "failed" : "error", details },
    ] as const;
  });
}
