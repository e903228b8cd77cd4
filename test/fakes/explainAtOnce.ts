import { codeFamilyOf } from "../../src/core/code/codeFamily.ts";
import {
  explainStructure,
  explainWithoutGrammar,
  readStructure,
  type ExplainedRange,
} from "../../src/core/explain/offlineExplanation.ts";
import type { Surroundings } from "../../src/core/explain/references.ts";
import type { Message } from "../../src/core/messages.ts";
import type { SyntaxNode } from "../../src/core/ports.ts";

/** All steps of a generator without a pause. */
export function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
  }
}

export function explainAtOnce(root: SyntaxNode, range: ExplainedRange, around?: Surroundings): Message[] {
  const family = codeFamilyOf(range.languageId);
  return family === undefined
    ? explainWithoutGrammar(range)
    : finish(explainStructure(readStructure(root, family, range), around));
}
