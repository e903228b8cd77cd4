import * as vscode from "vscode";
import type { FunctionSpan } from "../../protocol/codeCalls.ts";
import { resolveCodeTarget, type CodeTarget } from "../codeTarget.ts";
import type { WorkerClient } from "../workerClient.ts";

/** Names that the detected conventions give to test files. */
const testFileName = /^test_.+\.py$|[_.-](?:test|spec)\.[^.]+$|[^/]Tests?\.(?:java|kt|cs|php|swift)$/;

interface SymbolItem extends vscode.QuickPickItem {
  /** Undefined for the whole file. */
  readonly span: FunctionSpan | undefined;
}

/**
 * The code to test: the given range, the selection, the function at the cursor, else the symbol that the
 * user picks. Undefined when nothing was picked, and, said once, when there is none or it is a test itself.
 */
export async function chooseTestTarget(
  args: readonly unknown[],
  worker: WorkerClient,
  signal: AbortSignal,
): Promise<CodeTarget | undefined> {
  const target = await resolveCodeTarget(args, { whole: "file" }, worker, signal);
  const fileName = target?.path.slice(target.path.lastIndexOf("/") + 1) ?? "";
  if (testFileName.test(fileName)) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t("{0} is a test file itself. Open the code that it tests.", fileName),
    );
    return undefined;
  }
  if (target?.kind !== "file") {
    return target;
  }
  const { document } = target;
  const spans = await worker.call(
    "code.functions",
    { languageId: target.languageId, text: document.getText() },
    signal,
  );
  if (spans.length === 0) {
    return target;
  }
  const picked = await vscode.window.showQuickPick(itemsFor(spans), {
    title: vscode.l10n.t("Generate tests"),
    placeHolder: vscode.l10n.t("Which code is to be tested?"),
    matchOnDescription: true,
  });
  if (picked?.span === undefined) {
    return picked === undefined ? undefined : target;
  }
  const { startOffset, endOffset, name } = picked.span;
  const range = new vscode.Range(document.positionAt(startOffset), document.positionAt(endOffset));
  return { ...target, range, text: document.getText(range), kind: "function", symbolName: name };
}

function itemsFor(spans: readonly FunctionSpan[]): SymbolItem[] {
  const icons = { function: "symbol-function", method: "symbol-method", class: "symbol-class" };
  return [
    ...spans.map((span) => ({
      label: `$(${icons[span.kind]}) ${span.name}`,
      description: vscode.l10n.t("line {0}", span.startLine + 1),
      span,
    })),
    { label: vscode.l10n.t("$(file-code) The whole file"), span: undefined },
  ];
}
