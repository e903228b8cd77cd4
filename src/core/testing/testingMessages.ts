import type { MessageTable } from "../messages.ts";

/** Titles of cases; they end up in test names and comments of the user's code. */
export const testCaseMessages = {
  "testing.case.raises": "raises {0} when {1}",
  "testing.case.returns": "returns {0} when {1}",
  "testing.case.when": "when {0}",
  "testing.case.otherwise": "when {0} does not hold",
  "testing.case.otherwiseRaises": "raises {0} when {1} does not hold",
  "testing.case.otherwiseReturns": "returns {0} when {1} does not hold",
  "testing.case.boundary": "at the boundary {0}",
  "testing.case.switchValue": "when {0} is {1}",
  "testing.case.switchValueRaises": "raises {2} when {0} is {1}",
  "testing.case.switchValueReturns": "returns {2} when {0} is {1}",
  "testing.case.switchOtherRaises": "raises {1} when {0} is none of the listed values",
  "testing.case.switchOtherReturns": "returns {1} when {0} is none of the listed values",
  "testing.case.switchOther": "when {0} is none of the listed values",
  "testing.case.nullish": "when {0} is null or undefined",
  "testing.case.loopEmpty": "when there is nothing in {0}",
  "testing.case.loopMany": "when there are several elements in {0}",
  "testing.case.loopNever": "when {0} is false from the start",
  "testing.case.loopOften": "when {0} holds for several rounds",
  "testing.case.failure": "when the guarded code raises {0}",
  "testing.case.ordinary": "in the ordinary case",
  "testing.case.ordinaryReturns": "returns {0} in the ordinary case",
  "testing.case.documented": "as documented: {0}",
  "testing.case.suggested": "{0}",
} as const satisfies MessageTable;

/** Words that the offline backend writes into a skeleton. */
export const skeletonMessages = {
  "testing.skeleton.label":
    "Skeleton by Flywheel's offline backend, read from the syntax tree: one case per branch and boundary, all skipped. Write the body, then take the mark away.",
  "testing.skeleton.todo": "skeleton: no expectation written yet",
  "testing.skeleton.hidden": "{0} cannot be reached from a test file: test it through the code that uses it.",
} as const satisfies MessageTable;

/** Why a test is not taken, whatever it does when it runs. */
export const refusalMessages = {
  "testing.refused.noAssertion": "it asserts nothing, so it can never fail",
  "testing.refused.mirrors": "it repeats the implementation, so it can only agree with it",
  "testing.refused.catchesItself": "it catches its own failure",
  "testing.refused.skipsItself": "it skips itself",
  "testing.refused.sleeps": "it sleeps",
  "testing.refused.clock": "it depends on the clock",
  "testing.refused.network": "it depends on the network",
  "testing.refused.order": "it depends on the order of the tests",
} as const satisfies MessageTable;

/** What became of a test, and what stopped a run. */
export const verdictMessages = {
  "testing.verdict.passed": "passed",
  "testing.verdict.contradicts": "the code or the test is wrong: {0}",
  "testing.verdict.expected": "expected {0}, got {1}",
  "testing.verdict.faulty": "fails for its own fault: {0}",
  "testing.verdict.notRun": "was not run",
  "testing.limit.timeLimit": "it did not end in time",
  "testing.limit.memoryLimit": "it took too much memory",
  "testing.limit.processLimit": "it started too many processes",
  "testing.limit.outputLimit": "it printed without end",
} as const satisfies MessageTable;

/** What is said about setting up tests where a project has none. */
export const setUpMessages = {
  "testing.setUp.noBuild": "it is added to a build file ({0}), and there is none.",
  "testing.setUp.unreadable": "{0} is not written in a way that can be added to.",
  "testing.setUp.systemPackage":
    "{0} has to be where CMake finds it. Flywheel installs nothing on the system; that is: {1}.",
  "testing.setUp.fetchedByRun":
    'What was added is fetched by the first run of the tests: choose "Run with network access" for it.',
  "testing.setUp.nodeTypes": "Node runs TypeScript by itself from version 22.18 on.",
} as const satisfies MessageTable;

/** What is said about a proposal, and why one is refused. */
export const testingMessages = {
  ...testCaseMessages,
  ...skeletonMessages,
  ...refusalMessages,
  ...verdictMessages,
  ...setUpMessages,
  "testing.note.cutOff": "The answer was cut off; the last, incomplete test was dropped.",
  "testing.note.noAssertion": "Without an assertion, so they can never fail: {0}",
  "testing.note.renamed": "Renamed, because the name was taken: {0}",
  "testing.note.unlisted": "{0} lists its test files one by one: add {1} there, or it is never built.",
  "testing.reply.prose": "the model answered in prose and wrote no test.",
  "testing.reply.otherLanguage": "the model wrote {0} instead of {1}.",
  "testing.reply.wrongFramework": "the model wrote tests for {0}, but this project uses {1}.",
  "testing.reply.missingPackage": "the tests need {0}, which this project does not have.",
  "testing.reply.noTests": "the code in it holds no test for {0}.",
  "testing.reply.cutOff": "it was cut off before the first test was complete.",
  "testing.reply.doesNotParse": "the tests in it do not parse (line {0}).",
  "testing.merge.doesNotParse": "added to {0}, the tests would not parse (line {1}).",
  "testing.merge.noPlace": "{0} holds no class to add the tests to.",
} as const satisfies MessageTable;
