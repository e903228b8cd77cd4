import { codeFamilyOf, type CodeFamily } from "../core/code/codeFamily.ts";
import { listCodeUnits } from "../core/code/codeUnits.ts";
import { explainOffline, explainWithoutGrammar } from "../core/explain/offlineExplanation.ts";
import type { SyntaxNode } from "../core/ports.ts";
import { findingsWithin, findRuleBugs } from "../core/review/findRuleBugs.ts";
import { bugRules } from "../core/review/ruleRegistry.ts";
import type { CodeCalls, FunctionSpan } from "../protocol/codeCalls.ts";
import type { CallHandlers } from "../protocol/workerMessages.ts";
import type { WorkerDeps } from "./workerDeps.ts";

/** Syntax-tree work of the worker. A language without a grammar has no functions and no findings. */
export function createCodeHandlers(deps: WorkerDeps): CallHandlers<CodeCalls> {
  const withTree = async <T>(
    { languageId, text }: { languageId: string; text: string },
    signal: AbortSignal,
    use: (root: SyntaxNode, family: CodeFamily) => T,
  ): Promise<T | undefined> => {
    const family = codeFamilyOf(languageId);
    const tree = family === undefined ? undefined : await deps.parser.parse(languageId, text);
    if (family === undefined || tree === undefined) {
      return undefined;
    }
    try {
      signal.throwIfAborted();
      return use(tree.rootNode, family);
    } finally {
      tree.delete();
    }
  };
  return {
    "code.functions": async (params, signal) => (await withTree(params, signal, listSpans)) ?? [],
    "code.explain": async (params, signal) => {
      if (params.path !== undefined) {
        await deps.files.whenWhole(deps.clock, signal);
      }
      const around = params.path === undefined ? undefined : { path: params.path, files: deps.files.all() };
      return (
        (await withTree(params, signal, (root) => explainOffline(root, params, around))) ??
        explainWithoutGrammar(params)
      );
    },
    "code.findBugs": async (params, signal) => {
      const { text, languageId, startOffset, endOffset } = params;
      const findings = await withTree(params, signal, (root, family) =>
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
