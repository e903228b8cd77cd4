import * as vscode from "vscode";
import { joinSentences } from "../../core/text/joinSentences.ts";
import { findInstalledCatch } from "../../core/testing/setUp/installedCatch.ts";
import {
  frameworksToOffer,
  planTestSetUp,
  type SetUpEdit,
  type SetUpQuestion,
  type TestSetUp,
} from "../../core/testing/setUp/testSetUp.ts";
import {
  frameworkTitles,
  type RunCommand,
  type TestFramework,
  type TestProject,
} from "../../core/testing/testProject.ts";
import { WorkspaceFileSource } from "../workspaceFileSource.ts";
import { chosenPython } from "./chosenPython.ts";
import { commandLine } from "./runConsent.ts";
import type { TestingDeps } from "./testingDeps.ts";

export interface SetUpRequest {
  readonly root: vscode.Uri;
  readonly project: TestProject;
  /** Undefined: the user picks one. */
  readonly framework: TestFramework | undefined;
}

type SetUpDeps = Pick<TestingDeps, "preview" | "translator" | "random">;

interface SetUpItem extends vscode.QuickPickItem {
  readonly setUp: TestSetUp;
}

/** What would have to be added; undefined where the build has it all or it cannot be added. */
export async function missingSetUp(root: vscode.Uri, project: TestProject): Promise<TestSetUp | undefined> {
  const { framework } = project;
  if (framework === null || project.language === undefined) {
    return undefined;
  }
  const planned = await planTestSetUp({ project, framework, ...(await placeOf(root)) });
  return "edits" in planned && planned.edits.length > 0 ? planned : undefined;
}

/**
 * Sets a framework up: the user picks it, sees each change as a diff, and confirms the command that
 * fetches what was added. Undefined when the user leaves, or when nothing can be set up, which has been said.
 */
export async function setUpTests(
  { root, project, framework }: SetUpRequest,
  deps: SetUpDeps,
): Promise<TestFramework | undefined> {
  const setUp = await chooseSetUp({ root, project, framework }, deps);
  if (setUp === undefined) {
    return undefined;
  }
  for (const edit of setUp.edits) {
    if ((await propose(edit, setUp, root, deps)) !== "applied") {
      return undefined;
    }
  }
  const notes = setUp.notes.map((note) => deps.translator.text(note));
  if (notes.length > 0) {
    void vscode.window.showInformationMessage(joinSentences(...notes));
  }
  if (setUp.install !== null && setUp.edits.length > 0) {
    await install(setUp.install, setUp.edits, root);
  }
  return setUp.framework;
}

async function placeOf(
  root: vscode.Uri,
): Promise<Pick<SetUpQuestion, "files" | "platform" | "installedCatch">> {
  const rootPath = root.fsPath.replaceAll("\\", "/").replace(/\/$/, "");
  const isWindows = process.platform === "win32";
  return {
    files: new WorkspaceFileSource(root),
    platform: { isWindows, rootPath, python: await chosenPython(root) },
    installedCatch: await findInstalledCatch(isOnDisk, process.env, isWindows),
  };
}

function isOnDisk(path: string): Promise<boolean> {
  return Promise.resolve(vscode.workspace.fs.stat(vscode.Uri.file(path))).then(
    () => true,
    () => false,
  );
}

async function chooseSetUp(
  { root, project, framework }: SetUpRequest,
  { translator }: SetUpDeps,
): Promise<TestSetUp | undefined> {
  const offered = framework === undefined ? frameworksToOffer(project) : [framework];
  const place = await placeOf(root);
  const planned = await Promise.all(
    offered.map((each) => planTestSetUp({ project, framework: each, ...place })),
  );
  const possible = planned.filter((each): each is TestSetUp => "edits" in each);
  const [first] = planned;
  if (possible.length === 0) {
    if (first !== undefined && "refusal" in first) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          "{0} cannot be set up here: {1}",
          offered.map((each) => frameworkTitles[each]).join(", "),
          translator.text(first.refusal),
        ),
      );
    }
    return undefined;
  }
  const [only] = possible;
  if (framework !== undefined) {
    return only;
  }
  const where = project.rootDir || vscode.l10n.t("this workspace");
  const picked = await vscode.window.showQuickPick(
    possible.map((setUp): SetUpItem => ({
      label: `$(tools) ${frameworkTitles[setUp.framework]}`,
      description: addedText(setUp),
      setUp,
    })),
    {
      title: vscode.l10n.t("Set up tests in {0}", where),
      placeHolder: vscode.l10n.t(
        "Neither build files nor existing tests name a framework. Each change is shown before it is made.",
      ),
      matchOnDescription: true,
    },
  );
  return picked?.setUp;
}

/** What a framework adds, in a few words. */
function addedText({ edits, install: command }: TestSetUp): string {
  if (edits.length === 0) {
    return vscode.l10n.t("nothing is added");
  }
  const files = vscode.l10n.t("adds to {0}", edits.map(({ path }) => path).join(", "));
  return command === null ? files : `${files} · ${commandLine(command.command)}`;
}

async function propose(
  { path, before, text }: SetUpEdit,
  { framework }: TestSetUp,
  root: vscode.Uri,
  { preview, random }: SetUpDeps,
): ReturnType<TestingDeps["preview"]["propose"]> {
  const uri = vscode.Uri.joinPath(root, path);
  const document = before === undefined ? undefined : await vscode.workspace.openTextDocument(uri);
  return preview.propose({
    uri,
    path,
    feature: "tests",
    rid: random.uuid(),
    title: vscode.l10n.t("Set up {0}: {1}", frameworkTitles[framework], path),
    baseVersion: document?.version,
    baseText: before ?? "",
    newText: text,
    languageId: document?.languageId ?? "plaintext",
  });
}

/** Shows the exact command, and runs it in a terminal when the user says so. */
async function install(
  { command, dir }: RunCommand,
  edits: readonly SetUpEdit[],
  root: vscode.Uri,
): Promise<void> {
  if (!vscode.workspace.isTrusted || root.scheme !== "file") {
    return;
  }
  const answer = vscode.l10n.t("Install");
  const detail = [
    commandLine(command),
    "",
    vscode.l10n.t(
      "In {0} itself, in a terminal, with your rights and with the network. The changed files are saved before.",
      dir === "" ? vscode.l10n.t("the workspace folder") : dir,
    ),
  ].join("\n");
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t("Install what was added?"),
    { modal: true, detail },
    answer,
  );
  if (chosen !== answer) {
    return;
  }
  for (const { path } of edits) {
    await (await vscode.workspace.openTextDocument(vscode.Uri.joinPath(root, path))).save();
  }
  const exitCode = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: commandLine(command), cancellable: true },
    (_progress, token) => runTask(command, vscode.Uri.joinPath(root, dir).fsPath, token),
  );
  if (exitCode !== 0 && exitCode !== undefined) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t("{0} ended with code {1}. Its terminal shows why.", commandLine(command), exitCode),
    );
  }
}

/** A word that a shell would read something into, such as `.[test]`, is quoted. */
function asWord(value: string): string | vscode.ShellQuotedString {
  return /^[\w./:@=-]+$/.test(value) ? value : { value, quoting: vscode.ShellQuoting.Strong };
}

/** Its exit code; undefined when it was cancelled or never ran. */
async function runTask(
  [program = "", ...args]: readonly string[],
  cwd: string,
  token: vscode.CancellationToken,
): Promise<number | undefined> {
  const task = new vscode.Task(
    { type: "shell" },
    vscode.TaskScope.Workspace,
    vscode.l10n.t("Install test packages"),
    "Flywheel",
    // On Windows the package managers are scripts of the shell; elsewhere none has to read the words.
    process.platform === "win32"
      ? new vscode.ShellExecution(program, args.map(asWord), { cwd })
      : new vscode.ProcessExecution(program, [...args], { cwd }),
    [],
  );
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Silent };
  const ended = Promise.withResolvers<number | undefined>();
  const running = Promise.withResolvers<vscode.TaskExecution>();
  const subscriptions = [
    vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      void running.promise.then((own) => {
        if (own === execution) {
          ended.resolve(exitCode);
        }
      });
    }),
    token.onCancellationRequested(() => {
      void running.promise.then((own) => own.terminate());
      ended.resolve(undefined);
    }),
  ];
  try {
    running.resolve(await vscode.tasks.executeTask(task));
    return await ended.promise;
  } finally {
    vscode.Disposable.from(...subscriptions).dispose();
  }
}
