import * as vscode from "vscode";
import type { Clock, CommandStarter } from "../../core/ports.ts";
import type { DebugPlan } from "../../core/testing/run/debugPlans.ts";
import type { TestCaseId } from "../../core/testing/run/runResults.ts";
import type { TestFileRun } from "./testResults.ts";

export interface DebugParts {
  readonly starter: CommandStarter;
  readonly clock: Clock;
  /** Where test programs are built for the debugger, outside the user's project. */
  readonly buildsUri: vscode.Uri;
}

export interface DebugRequest {
  readonly file: TestFileRun;
  readonly cases: readonly TestCaseId[];
  /** Takes what the tools print. */
  readonly run: vscode.TestRun;
}

/**
 * Starts a debug session as part of a test run and resolves when it is over; false when it did not start,
 * which VS Code has then told. Aborting ends it.
 */
export async function runDebugSession(
  root: vscode.Uri,
  plan: DebugPlan,
  testRun: vscode.TestRun,
  signal: AbortSignal,
): Promise<boolean> {
  const over = Promise.withResolvers<void>();
  const found: { session?: vscode.DebugSession } = {};
  const subscriptions = [
    vscode.debug.onDidStartDebugSession((session) => {
      if (found.session === undefined && session.parentSession === undefined && session.name === plan.name) {
        found.session = session;
      }
    }),
    vscode.debug.onDidTerminateDebugSession((session) => {
      if (session.id === found.session?.id) {
        over.resolve();
      }
    }),
  ];
  const onAbort = (): void => {
    if (found.session !== undefined) {
      void vscode.debug.stopDebugging(found.session);
    }
    over.resolve();
  };
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    const folder = vscode.workspace.getWorkspaceFolder(root);
    if (signal.aborted || !(await vscode.debug.startDebugging(folder, plan, { testRun }))) {
      return false;
    }
    await over.promise;
    return true;
  } finally {
    signal.removeEventListener("abort", onAbort);
    vscode.Disposable.from(...subscriptions).dispose();
  }
}

/** Shows that something goes on before there is a session to see. */
export function preparing<T>(work: () => Promise<T>): Promise<T> {
  return Promise.resolve(
    vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Window,
        title: vscode.l10n.t("Flywheel: building the tests for the debugger"),
      },
      work,
    ),
  );
}

/** Which of the types an installed extension contributes a debugger for. */
export function installedDebuggers<T extends string>(types: readonly T[]): T[] {
  const contributed = new Set(vscode.extensions.all.flatMap(({ packageJSON }) => typesIn(packageJSON)));
  return types.filter((type) => contributed.has(type));
}

function typesIn(manifest: unknown): string[] {
  const { contributes } = manifest as { readonly contributes?: { readonly debuggers?: unknown } };
  const debuggers = contributes?.debuggers;
  return Array.isArray(debuggers)
    ? debuggers.flatMap(({ type }: { readonly type?: unknown }) => (typeof type === "string" ? [type] : []))
    : [];
}
