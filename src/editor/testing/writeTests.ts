import type { GatedBackend, OutboundChat } from "../../core/egress/outbound.ts";
import { AssistantError, toAssistantError } from "../../core/errors.ts";
import type { Message } from "../../core/messages.ts";
import { askChat, type ChatReply } from "../../core/review/askChat.ts";
import {
  gatherCallees,
  type CalleeFile,
  type SignatureReader,
} from "../../core/testing/callees/gatherCallees.ts";
import { gatherHelpers } from "../../core/testing/callees/gatherHelpers.ts";
import { skeletonMessages, testCaseMessages } from "../../core/testing/testingMessages.ts";
import { buildTestPrompt } from "../../core/testing/testPrompt.ts";
import type { TestPlan } from "../../core/testing/testPlan.ts";
import type { TestProject } from "../../core/testing/testProject.ts";
import type { TestTargetParams } from "../../protocol/testingCalls.ts";
import { readWorkspaceInstructions } from "../chat/workspaceInstructions.ts";
import type { CodeTarget } from "../codeTarget.ts";
import type { Translator } from "../translate.ts";
import { rootOf, WorkspaceFileSource } from "../workspaceFileSource.ts";
import type { TestingDeps } from "./testingDeps.ts";

export interface WrittenTests {
  readonly code: string;
  /** Null for a language without a grammar. */
  readonly caseCount: number | null;
  readonly notes: readonly Message[];
  /** The request that a model answered; undefined for the offline backend. */
  readonly prompt: OutboundChat | undefined;
}

/**
 * A whole test file from the chat backend, or the offline backend's skeleton where there is none.
 *
 * @throws AssistantError what the backend throws; `badReply` for an answer that holds no usable tests,
 * its detail in the display language; `offlineCannot` for a language without a grammar
 */
export async function writeTests(
  target: CodeTarget,
  project: TestProject,
  backend: GatedBackend | undefined,
  deps: TestingDeps,
  {
    signal,
    onReply,
    plan: chosenPlan,
  }: {
    readonly signal: AbortSignal;
    readonly onReply: (reply: ChatReply) => void;
    readonly plan: TestPlan | undefined;
  },
): Promise<WrittenTests> {
  if (backend === undefined) {
    const words = wordsOf(deps.translator);
    const skeleton = await deps.worker.call(
      "testing.skeleton",
      { ...paramsOf(target), project, words, plan: chosenPlan ?? null },
      signal,
    );
    return { ...skeleton, notes: [], prompt: undefined };
  }
  const plan = chosenPlan ?? (await planFor(target, deps, signal));
  const styleText = await styleTextOf(target, project);
  const request = buildTestPrompt({
    project,
    code: target.text,
    source: { path: target.path, startLine: target.range.start.line + 1, endLine: target.range.end.line + 1 },
    fileText: target.document.getText(),
    plan,
    isPlanChosen: chosenPlan !== undefined,
    styleText,
    callees: await calleesOf(target, project, styleText, deps, signal),
    answersInChinese: deps.translator.isAnsweringInChinese,
    instructions: (await readWorkspaceInstructions()).map(({ path, text }) => ({
      text: `\n\nConventions of this workspace (${path}):\n${text}`,
      source: { path, startLine: 1, endLine: text.split("\n").length },
      isGathered: true,
    })),
    limits: backend.chat.limits,
  });
  const reply = await askChat(backend.chat, request, deps.clock, signal);
  onReply(reply);
  const read = await translatingBadReply(deps.translator, () =>
    deps.worker.call(
      "testing.readReply",
      { reply: reply.text, endReason: reply.endReason ?? "incomplete", project },
      signal,
    ),
  );
  return { ...read, prompt: request };
}

/** The cases that the code's syntax tree shows. */
export function planFor(target: CodeTarget, deps: TestingDeps, signal: AbortSignal): Promise<TestPlan> {
  return deps.worker.call("testing.plan", paramsOf(target), signal);
}

/** Runs work whose `badReply` carries a message as JSON, and puts that message into words. */
export async function translatingBadReply<T>(translator: Translator, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const error = toAssistantError(thrown);
    if (error.kind !== "badReply") {
      throw thrown;
    }
    const detail = translator.text(JSON.parse(error.detail) as Message);
    throw new AssistantError("badReply", error.message, { detail, cause: thrown });
  }
}

function paramsOf({ document, range, languageId }: CodeTarget): TestTargetParams {
  return {
    languageId,
    text: document.getText(),
    startOffset: document.offsetAt(range.start),
    endOffset: document.offsetAt(range.end),
  };
}

/** The skeleton's messages by id, holes and all, in the language of answers. */
function wordsOf(translator: Translator): Record<string, string> {
  const ids = Object.keys({ ...testCaseMessages, ...skeletonMessages });
  return Object.fromEntries(ids.map((id) => [id, translator.answer({ id, args: [] })]));
}

/** Signatures of what the code uses of other files, and of what the project's tests are built with. */
async function calleesOf(
  target: CodeTarget,
  project: TestProject,
  styleText: string | undefined,
  deps: TestingDeps,
  signal: AbortSignal,
): Promise<CalleeFile[]> {
  const { root, path } = rootOf(target.uri);
  const { languageId } = target;
  const files = new WorkspaceFileSource(root);
  const read: SignatureReader = (language, text, wanted, used) =>
    deps.worker.call("testing.signatures", { languageId: language, text, wanted, used }, signal);
  const request = await deps.worker.call("testing.callees", paramsOf(target), signal);
  const callees = await gatherCallees({ path, languageId }, request, files, read);
  const text = styleText ?? "";
  const whole = { languageId: project.languageId, text, startOffset: 0, endOffset: text.length };
  const styleRequest = await deps.worker.call("testing.callees", whole, signal);
  const helpers = await gatherHelpers(project, styleRequest, files, read);
  return [...callees, ...helpers.filter((helper) => !callees.some((other) => other.path === helper.path))];
}

async function styleTextOf(target: CodeTarget, project: TestProject): Promise<string | undefined> {
  if (project.styleTestPath === null) {
    return undefined;
  }
  const { root } = rootOf(target.uri);
  return new WorkspaceFileSource(root).read(project.styleTestPath);
}
