import type { Rule } from "./rule.ts";
import { assignmentInCondition } from "./rules/assignmentInCondition.ts";
import { cStringIdentity } from "./rules/cStringIdentity.ts";
import { duplicateCase } from "./rules/duplicateCase.ts";
import { duplicateCondition } from "./rules/duplicateCondition.ts";
import { duplicateKey } from "./rules/duplicateKey.ts";
import { emptyCatch } from "./rules/emptyCatch.ts";
import { emptyIfBody } from "./rules/emptyIfBody.ts";
import { impossibleLength } from "./rules/impossibleLength.ts";
import { invalidTypeof } from "./rules/invalidTypeof.ts";
import { javaStringIdentity } from "./rules/javaStringIdentity.ts";
import { loopDirection } from "./rules/loopDirection.ts";
import { nanComparison } from "./rules/nanComparison.ts";
import { pythonAssertTuple } from "./rules/pythonAssertTuple.ts";
import { pythonIsLiteral } from "./rules/pythonIsLiteral.ts";
import { pythonMutableDefault } from "./rules/pythonMutableDefault.ts";
import { pythonRaiseNotImplemented } from "./rules/pythonRaiseNotImplemented.ts";
import { returnInFinally } from "./rules/returnInFinally.ts";
import { sameOperands } from "./rules/sameOperands.ts";
import { selfAssignment } from "./rules/selfAssignment.ts";
import { selfComparison } from "./rules/selfComparison.ts";
import { unreachableCode } from "./rules/unreachableCode.ts";

/** Every rule of the offline backend. */
export const bugRules: readonly Rule[] = [
  assignmentInCondition,
  cStringIdentity,
  duplicateCase,
  duplicateCondition,
  duplicateKey,
  emptyCatch,
  emptyIfBody,
  impossibleLength,
  invalidTypeof,
  javaStringIdentity,
  loopDirection,
  nanComparison,
  pythonAssertTuple,
  pythonIsLiteral,
  pythonMutableDefault,
  pythonRaiseNotImplemented,
  returnInFinally,
  sameOperands,
  selfAssignment,
  selfComparison,
  unreachableCode,
];
