export interface Expectation {
  readonly expected?: string | undefined;
  readonly actual?: string | undefined;
}

/** Where a framework writes what was expected (`e`) and what came (`a`). Earlier patterns are surer. */
const patterns: readonly RegExp[] = [
  // JUnit 5 and JUnit 4
  /expected: ?<(?<e>[\s\S]*?)> but was: ?<(?<a>[\s\S]*?)>/,
  /expected:<(?<e>[\s\S]*?)> but was:<(?<a>[\s\S]*?)>/,
  // TestNG
  /expected \[(?<e>[\s\S]*?)\] but found \[(?<a>[\s\S]*?)\]/,
  // Hamcrest
  /Expected: (?<e>.+)\n\s+but: (?:was )?(?<a>.+)/,
  // AssertJ
  /[Ee]xpect(?:ed|ing)(?: actual)?:\s*\n\s*(?<a>.+)\n(?:to be equal to|but was):?\s*\n\s*(?<e>.+)/,
  // Jest
  /Expected(?: \w+)*:\s+(?<e>.+)\n\s*Received(?: \w+)*:\s+(?<a>.+)/,
  // GoogleTest
  /Expected equality of these values:\n\s*(?<a1>.+)\n(?:\s*Which is: (?<a>.+)\n)?\s*(?<e1>.+)(?:\n\s*Which is: (?<e>.+))?/,
  /Value of: .+\n\s*Actual: (?<a>.+)\n\s*Expected: (?<e>.+)/,
  /Expected: .+? throws an exception of type (?<e>[\w:]+)\.\n\s*Actual: (?<a>.+)/,
  // Catch2
  /with expansion:\n\s*(?<a>.+?) == (?<e>.+)/,
  // Vitest (Chai)
  /expected (?<a>.+?) to (?:be|equal|deeply equal|strictly equal|have (?:a )?length of|contain|match) (?<e>.+?)(?: \/\/.*)?(?:\n|$)/,
  /expected (?<a>\[Function.*?\]) to (?<e>throw .+?)(?:\n|$)/,
  // node:assert
  /^\s*expected: (?<e>.+?),?\n\s*actual: (?<a>.+?),?$/m,
  /Expected values to be (?:strictly |loosely )?(?:deep-)?equal:\s*\n\s*(?<a>.+?) !== (?<e>.+)/,
  // pytest and unittest
  /^E\s+(?:AssertionError: )?assert (?<a>.+?) == (?<e>.+)$/m,
  /^E\s+(?:AssertionError: )?(?<a>.+?) != (?<e>.+)$/m,
  /^(?:E\s+)?Failed: DID NOT RAISE (?<e>.+)$/m,
  /AssertionError: (?<e>\w+) not raised/,
  /AssertionError: (?<a>.+?) != (?<e>.+?)(?: : .*)?$/m,
  /^assert (?<a>.+?) == (?<e>.+)$/m,
];

/** What a failed assertion expected and what it got; empty where the text does not say. */
export function readExpectation(text: string): Expectation {
  for (const pattern of patterns) {
    const groups = pattern.exec(text)?.groups;
    if (groups !== undefined) {
      const expected = groups["e"] ?? groups["e1"];
      const actual = groups["a"] ?? groups["a1"];
      return { expected: tidy(expected), actual: tidy(actual) };
    }
  }
  return {};
}

function tidy(value: string | undefined): string | undefined {
  return value?.trim().slice(0, 500);
}

/**
 * True when a failure is a claim about behaviour that did not hold, and not an exception on the way to it.
 */
export function isAssertionFailure(text: string): boolean {
  return (
    /\b(?:AssertionError|AssertionFailedError|ComparisonFailure|MultipleFailuresError|ERR_ASSERTION)\b/.test(
      text,
    ) ||
    /^(?:E\s+)?assert /m.test(text) ||
    /DID NOT RAISE/.test(text) ||
    /\bexpect\(.*\)\.|JestAssertionError/.test(text) ||
    /Expected (?:equality|exception)|\bEXPECT_\w+|Expected: .+\n\s*Actual:|Value of:.*\n\s*Actual:/.test(
      text,
    ) ||
    /\b(?:REQUIRE|CHECK)\w*\s*\([\s\S]*with expansion|\b(?:REQUIRE|CHECK)_THROWS/.test(text) ||
    /Expected exception: |expected \[.*\] but found/.test(text)
  );
}
