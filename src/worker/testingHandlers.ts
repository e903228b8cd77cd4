import { codeFamilyOf } from "../core/code/codeFamily.ts";
import { AssistantError } from "../core/errors.ts";
import { formatMessage } from "../core/messages.ts";
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
  const plan = async (target: TestTargetParams, signal: AbortSignal): Promise<TestPlan> => {
    const family = codeFamilyOf(target.languageId);
    const tree = family === undefined ? undefined : await deps.parser.parse(target.languageId, target.text);
    if (family === undefined || tree === undefined) {
      return { units: [] };
    }
    try {
      signal.throwIfAborted();
      return planTests(tree.rootNode, family, target.startOffset, target.endOffset);
    } finally {
      tree.delete();
    }
  };
  return {
    "testing.plan": plan,
    "testing.skeleton": async ({ project, words, ...target }, signal) => {
      const planned = await plan(target, signal);
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
