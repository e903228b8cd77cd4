import * as vscode from "vscode";
import type { GatedBackend, OutboundChat } from "../../core/egress/outbound.ts";
import { askChat } from "../../core/review/askChat.ts";
import { listInBuild } from "../../core/testing/loop/listInBuild.ts";
import { findFormatter } from "../../core/testing/run/runBase.ts";
import type { SessionFile } from "../../core/testing/run/testSession.ts";
import type { TestPlan } from "../../core/testing/testPlan.ts";
import type { TestProject } from "../../core/testing/testProject.ts";
import type { CodeTarget } from "../codeTarget.ts";
import { WorkspaceFileSource } from "../workspaceFileSource.ts";
import { logged } from "./loggedRequest.ts";
import { openTestSession, unsavedFiles } from "./openTestSession.ts";
import type { ShownResults } from "./resultsText.ts";
import { containedText, type ConfirmedRun } from "./runConsent.ts";
import type { TestingDeps } from "./testingDeps.ts";
import { testTests, type TestedTests } from "./testedTests.ts";
import { writeTests, type WrittenTests } from "./writeTests.ts";

export interface DraftRequest {
  readonly target: CodeTarget;
  readonly project: TestProject;
  readonly backend: GatedBackend | undefined;
  readonly root: vscode.Uri;
  /** Undefined: nothing is run. */
  readonly confirmed: ConfirmedRun | undefined;
  /** Undefined: all cases of the syntax tree. */
  readonly plan: TestPlan | undefined;
  readonly rid: string;
}

/** Text of the build file that has to name the new test. */
export interface BuildEdit extends SessionFile {
  readonly before: string;
  readonly version: number;
}

/** Tests as a model wrote them, and what their runs came to. */
export interface Draft {
  readonly written: WrittenTests;
  /** The test file as it is; its document is undefined for a new one. */
  readonly existing: string;
  readonly version: number | undefined;
  readonly buildEdit: BuildEdit | undefined;
  /** Undefined where nothing was run. */
  readonly tested: TestedTests | undefined;
  readonly shown: ShownResults | undefined;
}

/** Writes tests, and runs them in a copy of the project where the user has allowed it. */
export async function draftTests(
  request: DraftRequest,
  deps: TestingDeps,
  signal: AbortSignal,
  report: (message: string) => void,
): Promise<Draft> {
  const { target, project, backend, root } = request;
  const written = await loggedWrite(request, deps, signal);
  const document = project.testExists
    ? await vscode.workspace.openTextDocument(vscode.Uri.joinPath(root, project.testPath))
    : undefined;
  const existing = document?.getText() ?? "";
  const buildEdit = await buildEditFor(project, root);
  const plain = { written, existing, version: document?.version, buildEdit };
  const { prompt } = written;
  if (
    request.confirmed === undefined ||
    prompt === undefined ||
    backend === undefined ||
    written.caseCount === null
  ) {
    return { ...plain, tested: undefined, shown: undefined };
  }
  const { confirmed } = request;
  report(vscode.l10n.t("copying the project"));
  const session = await openTestSession({ root, project, confirmed }, deps, signal);
  try {
    const formatter = await findFormatter(project, new WorkspaceFileSource(root), confirmed);
    const tested = await testTests(
      {
        ...{ project, prompt, existing, session, formatter },
        source: target.text,
        code: written.code,
        files: [...unsavedFiles(root), ...(buildEdit === undefined ? [] : [buildEdit])],
        maxRepairs: deps.settings.maxTestRepairs(),
        ask: (repair) => loggedAsk(request, backend, repair, deps, signal),
        onProgress: (step, number) => report(progressText(step, number)),
      },
      (name, params, callSignal) => deps.worker.call(name, params, callSignal),
      signal,
    );
    const { verdicts, repairs, cannotRun, brokenBy } = tested;
    const shown: ShownResults = {
      ...{ project, verdicts, repairs, cannotRun, brokenBy },
      records: session.records,
      contained: containedText(session.containment),
    };
    return { ...plain, tested, shown };
  } finally {
    await session.close();
  }
}

function progressText(step: "run" | "isolate" | "repair", number: number): string {
  switch (step) {
    case "run":
      return vscode.l10n.t("running them in a copy of the project");
    case "isolate":
      return vscode.l10n.t("running test {0} alone", number);
    case "repair":
      return vscode.l10n.t("repair {0}", number);
  }
}

/** The first request with its event. */
async function loggedWrite(
  request: DraftRequest,
  deps: TestingDeps,
  signal: AbortSignal,
): Promise<WrittenTests> {
  const { target, project, backend, plan } = request;
  return logged(request, deps, signal, (onReply) =>
    writeTests(target, project, backend, deps, { signal, onReply, plan }),
  );
}

async function loggedAsk(
  request: DraftRequest,
  backend: GatedBackend,
  repair: OutboundChat,
  deps: TestingDeps,
  signal: AbortSignal,
): Promise<{ text: string; endReason: "stop" | "length" | "filtered" | "incomplete" }> {
  return logged(request, deps, signal, async (onReply) => {
    const reply = await askChat(backend.chat, repair, deps.clock, signal);
    onReply(reply);
    return { text: reply.text, endReason: reply.endReason ?? "incomplete" };
  });
}

async function buildEditFor(project: TestProject, root: vscode.Uri): Promise<BuildEdit | undefined> {
  const path = project.unlistedInPath;
  if (path === null || project.language !== "cpp") {
    return undefined;
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(root, path));
  const before = document.getText();
  const text = listInBuild(before, path, project.testPath);
  return text === undefined ? undefined : { path, text, before, version: document.version };
}
