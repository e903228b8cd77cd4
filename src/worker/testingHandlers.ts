import { codeFamilyOf, type CodeFamily } from "../core/code/codeFamily.ts";
import { AssistantError } from "../core/errors.ts";
import { formatMessage } from "../core/messages.ts";
import type { SyntaxNode } from "../core/ports.ts";
import { readCalleeRequest, readPassedOn, type CalleeRequest } from "../core/testing/callees/readImports.ts";
import { readSignatures } from "../core/testing/callees/readSignatures.ts";
import { buildSkeleton } from "../core/testing/buildSkeleton.ts";
import { dropCases } from "../core/testing/loop/dropCases.ts";
import { vetTests } from "../core/testing/loop/vetTests.ts";
import { mergeTests } from "../core/testing/mergeTests.ts";
import { planTests } from "../core/testing/planTests.ts";
import { newCases } from "../core/testing/newCases.ts";
import { readTestReply } from "../core/testing/readTestReply.ts";
import { countCases, type TestPlan } from "../core/testing/testPlan.ts";
import type { TestingCalls, TestTargetParams } from "../protocol/testingCalls.ts";
import type { CallHandlers } from "../protocol/workerMessages.ts";
import type { WorkerDeps } from "./workerDeps.ts";

/** Syntax-tree work on tests. */
export function createTestingHandlers(deps: WorkerDeps): CallHandlers<TestingCalls> {
  /** `without` for a language that has no grammar. */
  const onTree = async <T>(
    { languageId, text }: { readonly languageId: string; readonly text: string },
    without: T,
    work: (root: SyntaxNode, family: CodeFamily) => T,
    signal: AbortSignal,
  ): Promise<T> => {
    const family = codeFamilyOf(languageId);
    const tree = family === undefined ? undefined : await deps.parser.parse(languageId, text);
    if (family === undefined || tree === undefined) {
      return without;
    }
    try {
      signal.throwIfAborted();
      return work(tree.rootNode, family);
    } finally {
      tree.delete();
    }
  };
  const plan = (target: TestTargetParams, signal: AbortSignal): Promise<TestPlan> =>
    onTree<TestPlan>(
      target,
      { units: [] },
      (root, family) => planTests(root, family, target.startOffset, target.endOffset),
      signal,
    );
  return {
    "testing.callees": (target, signal) =>
      onTree<CalleeRequest>(
        target,
        { imports: [], used: [] },
        (root, family) => readCalleeRequest(root, family, target.startOffset, target.endOffset),
        signal,
      ),
    "testing.signatures": ({ wanted, used, ...file }, signal) =>
      onTree<TestingCalls["testing.signatures"]["result"]>(
        file,
        { signatures: [], passedOn: [] },
        (root, family) => {
          const signatures = readSignatures(root, family, wanted, used);
          const missing = wanted.filter((name) => !signatures.some((found) => found.name === name));
          return { signatures, passedOn: readPassedOn(root, family, missing) };
        },
        signal,
      ),
    "testing.plan": plan,
    "testing.skeleton": async ({ project, words, plan: chosen, ...target }, signal) => {
      const planned = chosen ?? (await plan(target, signal));
      const { framework } = project;
      if (framework === null || countCases(planned) === 0) {
        throw new AssistantError("offlineCannot", "There is no function here, or no framework to write for.");
      }
      const code = buildSkeleton({
        plan: planned,
        project,
        framework,
        say: ({ id, args }) => formatMessage(words[id] ?? id, args),
      });
      return { code, caseCount: countCases(planned) };
    },
    "testing.readReply": async ({ reply, endReason, project }) => {
      const read = await readTestReply(reply, endReason, project, deps.parser);
      return { code: read.code, caseCount: read.caseCount ?? null, notes: read.notes };
    },
    "testing.merge": async (params) => {
      const merged = await mergeTests(params, deps.parser);
      return {
        ...merged,
        cases: await newCases(params.languageId, params.existing, merged.text, deps.parser),
      };
    },
    "testing.vet": async ({ code, source, project }) =>
      (await vetTests(code, source, project, deps.parser)) ?? [],
    "testing.drop": ({ code, languageId, ids }) => dropCases(code, languageId, ids, deps.parser),
  };
}
