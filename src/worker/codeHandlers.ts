import type { CodeFamily } from "../core/code/codeFamily.ts";
import { listCodeUnits } from "../core/code/codeUnits.ts";
import {
  explainStructure,
  explainWithoutGrammar,
  readStructure,
} from "../core/explain/offlineExplanation.ts";
import type { SyntaxNode } from "../core/ports.ts";
import { findingsWithin, findRuleBugs } from "../core/review/findRuleBugs.ts";
import { bugRules } from "../core/review/ruleRegistry.ts";
import { runInSlices } from "../core/timeSlices.ts";
import type { CodeCalls, FunctionSpan } from "../protocol/codeCalls.ts";
import type { CallHandlers } from "../protocol/workerMessages.ts";
import { withSyntaxTree } from "./withSyntaxTree.ts";
import type { WorkerDeps } from "./workerDeps.ts";

/** An explanation has more to say than who calls a function, so it waits only this long for the workspace. */
const maxWaitMs = 2_000;

/** Syntax-tree work of the worker. A language without a grammar has no functions and no findings. */
export function createCodeHandlers(deps: WorkerDeps): CallHandlers<CodeCalls> {
  const { parser } = deps;
  return {
    "code.functions": async (params, signal) =>
      (await withSyntaxTree(parser, params, signal, listSpans)) ?? [],
    "code.explain": async (params, signal) => {
      const reading = await withSyntaxTree(parser, params, signal, (root, family) =>
        readStructure(root, family, params),
      );
      if (reading === undefined) {
        return explainWithoutGrammar(params);
      }
      const { path } = params;
      const around =
        path === undefined
          ? undefined
          : {
              path,
              isWhole: await deps.files.whenWhole(maxWaitMs, deps.clock, signal),
              files: deps.files.all(),
            };
      return runInSlices(explainStructure(reading, around), deps.clock, signal);
    },
    "code.findBugs": async (params, signal) => {
      const { text, languageId, startOffset, endOffset } = params;
      const findings = await withSyntaxTree(parser, params, signal, (root, family) =>
        findingsWithin(findRuleBugs(root, { text, languageId, family }, bugRules), startOffset, endOffset),
      );
      return { hasGrammar: findings !== undefined, findings: findings ?? [] };
    },
  };
}

function listSpans(root: SyntaxNode, family: CodeFamily): FunctionSpan[] {
  return listCodeUnits(root, family).map(({ name, kind, outer }) => ({
    name,
    kind,
    startOffset: outer.startIndex,
    endOffset: outer.endIndex,
    startLine: outer.startPosition.row,
    endLine: outer.endPosition.row,
  }));
}
