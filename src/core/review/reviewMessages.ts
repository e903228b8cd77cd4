import type { MessageTable } from "../messages.ts";

/** What rules say and what their fixes are called. */
export const reviewMessages = {
  "review.selfComparison": "{0} is compared with itself, so the outcome does not depend on it.",
  "review.assignmentInCondition":
    "This assigns to {0} inside a condition instead of comparing. If it is meant, put it in parentheses of its own.",
  "review.unreachableCode": "This code never runs: line {0} always leaves the block before it.",
  "review.pythonMutableDefault":
    "The default value of {0} is made once and shared by all calls, so what one call puts into it the next call finds there.",
  "review.emptyCatch":
    "The error is caught and dropped without a trace. Handle it, pass it on, or say in a comment why it may be ignored.",
  "review.javaStringIdentity":
    "{0} on strings compares object identity, not text, so equal texts can count as different.",
  "review.duplicateCondition": "Line {0} tests the same condition before, so this branch never runs.",
  "review.duplicateKey": "The key {0} is already given in line {1}; that value is lost.",
  "review.duplicateCase": "The case {0} is already given in line {1}, so this one is never reached.",
  "review.sameOperands": "Both sides of {0} are {1}; one of them was probably meant to be something else.",
  "review.selfAssignment": "{0} is assigned to itself, which does nothing.",
  "review.nanComparison.never": "{0} is never true: NaN is not equal to anything, itself included.",
  "review.nanComparison.always": "{0} is always true: NaN is not equal to anything, itself included.",
  "review.impossibleLength.never": "{0} is never true: a length is not negative.",
  "review.impossibleLength.always": "{0} is always true: a length is not negative.",
  "review.pythonIsLiteral":
    "{0} compares identity. Whether it holds for a literal depends on the interpreter; use {1} to compare values.",
  "review.pythonAssertTuple": "This assertion can never fail: a tuple that is not empty is always true.",
  "review.pythonRaiseNotImplemented":
    "NotImplemented is no exception, so raising it fails with a TypeError. NotImplementedError is meant.",
  "review.returnInFinally": "A return inside finally throws away the error or the value that was on its way.",
  "review.emptyIfBody": "The semicolon ends the if, so what follows runs whatever the condition says.",
  "review.loopDirection": "The loop moves {0} away from its end: {1} does not become false in this way.",
  "review.invalidTypeof": 'typeof never gives "{0}".',
  "review.cStringIdentity": "{0} on C strings compares addresses, not text. Use strcmp or std::string.",
  "review.fix.compare": "Compare with {0}",
  "review.fix.removeUnreachable": "Remove the code that never runs",
  "review.fix.defaultToNone": "Default {0} to None and make the value inside",
  "review.fix.useEquals": "Compare with equals",
  "review.fix.assignField": "Assign to the field this.{0}",
  "review.fix.replaceWith": "Replace with {0}",
  "review.fix.unwrapAssert": "Take the condition out of the tuple",
  "review.fix.removeSemicolon": "Remove the semicolon",
} as const satisfies MessageTable;
