import * as vscode from "vscode";
import { planDebug } from "../../core/testing/run/planDebug.ts";
import type { TestCaseId } from "../../core/testing/run/runResults.ts";
import { frameworkTitles } from "../../core/testing/testProject.ts";
import type { TestFileRun } from "./testResults.ts";

/** Debuggers by the type that their extension contributes. */
const debuggerNames: Readonly<Record<string, string>> = {
  debugpy: "Python Debugger (ms-python.debugpy)",
  node: "JavaScript Debugger (ms-vscode.js-debug)",
};

/** Starts the debugger on the given tests in the workspace itself, or says in one sentence why it cannot. */
export async function debugTests(file: TestFileRun, cases: readonly TestCaseId[]): Promise<void> {
  const { root, project, confirmed } = file;
  const { argv, dir } = confirmed;
  const configuration = planDebug({
    ...{ project, cases, argv },
    cwd: vscode.Uri.joinPath(root, dir).fsPath,
    target: vscode.Uri.joinPath(root, project.testPath).fsPath,
    program: vscode.Uri.joinPath(root, dir, argv[1] ?? "").fsPath,
  });
  if (configuration === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        "Flywheel can debug tests of Python and Node. For {0}, use the debugger of the language's own extension.",
        project.framework === null ? project.languageId : frameworkTitles[project.framework],
      ),
    );
    return;
  }
  if (!hasDebugger(configuration.type)) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        "These tests are debugged by {0}, which is not installed here.",
        debuggerNames[configuration.type] ?? configuration.type,
      ),
    );
    return;
  }
  await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(root), configuration);
}

function hasDebugger(type: string): boolean {
  return vscode.extensions.all.some(({ packageJSON }) => {
    const { contributes } = packageJSON as { readonly contributes?: { readonly debuggers?: unknown } };
    const debuggers = contributes?.debuggers;
    return (
      Array.isArray(debuggers) && debuggers.some((each: { readonly type?: unknown }) => each.type === type)
    );
  });
}
