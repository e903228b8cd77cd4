import { AssistantError } from "../core/errors.ts";
import { formatMessage, type Message } from "../core/messages.ts";
import type { CodeParser } from "../core/ports.ts";
import { readCalleeRequest, readPassedOn } from "../core/testing/callees/readImports.ts";
import { readSignatures } from "../core/testing/callees/readSignatures.ts";
import { buildSkeleton } from "../core/testing/buildSkeleton.ts";
import { dropCases } from "../core/testing/loop/dropCases.ts";
import { vetTests } from "../core/testing/loop/vetTests.ts";
import { mergeTests } from "../core/testing/mergeTests.ts";
import { planTests } from "../core/testing/planTests.ts";
import { newCases } from "../core/testing/newCases.ts";
import { readTestReply } from "../core/testing/readTestReply.ts";
import { countCases, type TestPlan } from "../core/testing/testPlan.ts";
import type { TestProject } from "../core/testing/testProject.ts";
import type { TestingCalls, TestTargetParams } from "../protocol/testingCalls.ts";
import type { CallHandlers } from "../protocol/workerMessages.ts";
import { withSyntaxTree } from "./withSyntaxTree.ts";
import type { WorkerDeps } from "./workerDeps.ts";

/** Syntax-tree work on tests. */
export function createTestingHandlers({ parser }: WorkerDeps): CallHandlers<TestingCalls> {
  return {
    "testing.callees": async (target, signal) =>
      (await withSyntaxTree(parser, target, signal, (root, family) =>
        readCalleeRequest(root, family, target.startOffset, target.endOffset),
      )) ?? { imports: [], used: [] },
    "testing.signatures": async ({ wanted, used, ...file }, signal) =>
      (await withSyntaxTree(parser, file, signal, (root, family) => {
        const signatures = readSignatures(root, family, wanted, used);
        const missing = wanted.filter((name) => !signatures.some((found) => found.name === name));
        return { signatures, passedOn: readPassedOn(root, family, missing) };
      })) ?? { signatures: [], passedOn: [] },
    "testing.plan": (target, signal) => planOf(target, parser, signal),
    "testing.skeleton": async ({ project, words, plan: chosen, ...target }, signal) => {
      const planned = chosen ?? (await planOf(target, parser, signal));
      return skeletonOf(planned, project, words);
    },
    "testing.readReply": async ({ reply, endReason, project }) => {
      const read = await readTestReply(reply, endReason, project, parser);
      return { code: read.code, caseCount: read.caseCount ?? null, notes: read.notes };
    },
    "testing.merge": async (params) => {
      const merged = await mergeTests(params, parser);
      return { ...merged, cases: await newCases(params.languageId, params.existing, merged.text, parser) };
    },
    "testing.vet": async ({ code, source, project }) => (await vetTests(code, source, project, parser)) ?? [],
    "testing.drop": ({ code, languageId, ids }) => dropCases(code, languageId, ids, parser),
  };
}

async function planOf(target: TestTargetParams, parser: CodeParser, signal: AbortSignal): Promise<TestPlan> {
  const plan = await withSyntaxTree(parser, target, signal, (root, family) =>
    planTests(root, family, target.startOffset, target.endOffset),
  );
  return plan ?? { units: [] };
}

function skeletonOf(
  plan: TestPlan,
  project: TestProject,
  words: Readonly<Record<string, string>>,
): TestingCalls["testing.skeleton"]["result"] {
  const { framework } = project;
  if (framework === null || countCases(plan) === 0) {
    throw new AssistantError("offlineCannot", "There is no function here, or no framework to write for.");
  }
  const say = ({ id, args }: Message): string => formatMessage(words[id] ?? id, args);
  return { code: buildSkeleton({ plan, project, framework, say }), caseCount: countCases(plan) };
}
