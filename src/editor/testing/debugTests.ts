import * as vscode from "vscode";
import { attachJava, type DebuggerType, type DebugPlan } from "../../core/testing/run/debugPlans.ts";
import { debugPortIn, javaDebugStep } from "../../core/testing/run/debugJava.ts";
import { planDebug } from "../../core/testing/run/planDebug.ts";
import { buildForDebugger } from "./debugCpp.ts";
import {
  installedDebuggers,
  preparing,
  runDebugSession,
  type DebugParts,
  type DebugRequest,
} from "./debugSession.ts";
import type { TestDebug, TestFileRun } from "./testResults.ts";

/** What debugs the tests of a language, the usual one first: extensions by name and id. */
const debuggersFor: Readonly<Record<"python" | "script" | "java" | "cpp", readonly DebuggerType[]>> = {
  python: ["debugpy"],
  script: ["node"],
  java: ["java"],
  cpp: ["cppdbg", "lldb", "lldb-dap", "cppvsdbg"],
};

const extensionByType: Readonly<Record<DebuggerType, { readonly name: string; readonly id: string }>> = {
  debugpy: { name: "Python Debugger", id: "ms-python.debugpy" },
  node: { name: "JavaScript Debugger", id: "ms-vscode.js-debug" },
  java: { name: "Debugger for Java", id: "vscjava.vscode-java-debug" },
  cppdbg: { name: "C/C++", id: "ms-vscode.cpptools" },
  cppvsdbg: { name: "C/C++", id: "ms-vscode.cpptools" },
  lldb: { name: "CodeLLDB", id: "vadimcn.vscode-lldb" },
  "lldb-dap": { name: "LLDB DAP", id: "llvm-vs-code-extensions.lldb-dap" },
};

/** A build tool ends a moment after the virtual machine that it has started, ms. */
const endsWithinMs = 15_000;

export function createDebug(parts: DebugParts): TestDebug {
  return async (request, signal) => {
    const { file, run } = request;
    const family = familyOf(file);
    const installed = installedDebuggers(debuggersFor[family]);
    if (installed.length === 0) {
      tellMissing(debuggersFor[family]);
      return;
    }
    await saveAll(file.root);
    if (family === "java") {
      await debugJava(request, parts, signal);
      return;
    }
    const plan =
      family === "cpp" ? await buildForDebugger(request, installed, parts, signal) : planOf(request);
    if (plan === "failed") {
      tellFailed();
    } else if (plan !== undefined) {
      await runDebugSession(file.root, plan, run, signal);
    }
  };
}

function familyOf({ project }: TestFileRun): keyof typeof debuggersFor {
  const { language } = project;
  return language === "python" || language === "java" || language === "cpp" ? language : "script";
}

function planOf({ file: { root, project, confirmed }, cases }: DebugRequest): DebugPlan | undefined {
  const { argv, dir } = confirmed;
  return planDebug({
    ...{ project, cases, argv, dir },
    cwd: vscode.Uri.joinPath(root, dir).fsPath,
    target: vscode.Uri.joinPath(root, project.testPath).fsPath,
    program: vscode.Uri.joinPath(root, dir, argv[1] ?? "").fsPath,
  });
}

/** Starts the build tool so that its virtual machine waits, and attaches to that. */
async function debugJava(
  { file, cases, run }: DebugRequest,
  { starter, clock }: DebugParts,
  signal: AbortSignal,
): Promise<void> {
  const { root, project, confirmed } = file;
  const { framework } = project;
  if (framework === null) {
    return;
  }
  const step = javaDebugStep({ project, framework, cases, base: confirmed.argv, dir: confirmed.dir });
  const listening = Promise.withResolvers<number>();
  run.appendOutput(`> ${step.argv.join(" ")}\r\n`);
  const dir = vscode.Uri.joinPath(root, step.dir).fsPath;
  const command = await starter.start({ argv: step.argv, dir }, (text) => {
    run.appendOutput(text.replace(/\r?\n/g, "\r\n"));
    const port = debugPortIn(text);
    if (port !== undefined) {
      listening.resolve(port);
    }
  });
  const stop = (): void => void command.stop();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) {
    stop();
  }
  try {
    const port = await preparing(() =>
      Promise.race([listening.promise, command.ended.then(() => undefined)]),
    );
    if (port !== undefined) {
      await runDebugSession(root, attachJava(project.testPath, port), run, signal);
      // A test that the debugger has left to itself may never end.
      await Promise.race([command.ended, clock.delay(endsWithinMs, signal)]);
    } else if (!signal.aborted) {
      tellFailed();
    }
  } finally {
    signal.removeEventListener("abort", stop);
    await command.stop();
  }
}

/** The build reads the disk. */
async function saveAll(root: vscode.Uri): Promise<void> {
  const prefix = root.path.endsWith("/") ? root.path : `${root.path}/`;
  const unsaved = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && uri.scheme === root.scheme && uri.path.startsWith(prefix),
  );
  await Promise.all(unsaved.map((document) => document.save()));
}

function tellMissing(types: readonly DebuggerType[]): void {
  const [first] = types;
  if (first === undefined) {
    return;
  }
  const names = [
    ...new Set(types.map((type) => `${extensionByType[type].name} (${extensionByType[type].id})`)),
  ];
  const show = vscode.l10n.t("Show the extension");
  void vscode.window
    .showInformationMessage(
      vscode.l10n.t(
        "These tests are debugged by {0}, which is not installed here.",
        names.join(vscode.l10n.t(" or ")),
      ),
      show,
    )
    .then((answer) => {
      if (answer === show) {
        void vscode.commands.executeCommand(
          "workbench.extensions.search",
          `@id:${extensionByType[first].id}`,
        );
      }
    });
}

function tellFailed(): void {
  const show = vscode.l10n.t("Show the output");
  void vscode.window
    .showWarningMessage(
      vscode.l10n.t("The tests could not be built, or ended before the debugger was there."),
      show,
    )
    .then((answer) => {
      if (answer === show) {
        void vscode.commands.executeCommand("testing.showMostRecentOutput");
      }
    });
}
