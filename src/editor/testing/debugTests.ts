import * as vscode from "vscode";
import { titleSource } from "../../core/testing/run/matchCases.ts";
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
  const { root, project } = file;
  const configuration = debugConfiguration(file, cases);
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

/** The confirmed command in the workspace itself, under the debugger of its language. */
function debugConfiguration(
  { root, project, confirmed }: TestFileRun,
  cases: readonly TestCaseId[],
): vscode.DebugConfiguration | undefined {
  const { argv, dir } = confirmed;
  const cwd = vscode.Uri.joinPath(root, dir).fsPath;
  const target = vscode.Uri.joinPath(root, project.testPath).fsPath;
  const titles = cases.map(({ name }) => titleSource(name)).join("|");
  const common = { request: "launch", name: project.testPath, cwd, console: "integratedTerminal" };
  const [python = "python3", program = ""] = argv;
  const script = { ...common, type: "node", program: vscode.Uri.joinPath(root, dir, program).fsPath };
  switch (project.framework) {
    case "pytest":
    case "unittest": {
      const ids = cases.map(({ container, name }) => (container === "" ? [name] : [container, name]));
      const args =
        project.framework === "pytest"
          ? ids.map((parts) => [target, ...parts].join("::"))
          : [target, ...ids.flatMap((parts) => ["-k", parts.join(".")])];
      return { ...common, type: "debugpy", module: project.framework, args, python };
    }
    case "vitest":
      return { ...script, args: ["run", target, "--testTimeout=0", "-t", `(?:${titles})$`] };
    case "jest":
      return { ...script, args: ["--runInBand", "--runTestsByPath", target, "-t", `(?:${titles})$`] };
    case "mocha":
      return { ...script, args: [target, "--timeout", "0", "--grep", `(?:${titles})$`] };
    case "node-test": {
      const pattern = `--test-name-pattern=^(?:${titles})$`;
      return { ...common, type: "node", program: target, runtimeArgs: [...argv.slice(1), pattern] };
    }
    case "junit4":
    case "junit5":
    case "testng":
    case "gtest":
    case "catch2":
    case null:
      return undefined;
  }
}
