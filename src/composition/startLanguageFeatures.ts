import * as vscode from "vscode";
import { CodeActions, codeSelector } from "../editor/codeActions.ts";
import { CodeLenses } from "../editor/codeLens.ts";
import type { FindingsCollection } from "../editor/review/findingsCollection.ts";
import type { Foundation } from "./foundation.ts";

/** Code actions and lenses. */
export function startLanguageFeatures(base: Foundation, findings: FindingsCollection): void {
  const { context, worker, settings } = base;
  context.subscriptions.push(
    vscode.languages.registerCodeActionsProvider(codeSelector, new CodeActions(findings), {
      providedCodeActionKinds: CodeActions.kinds,
    }),
    vscode.languages.registerCodeLensProvider(codeSelector, new CodeLenses(worker, settings)),
  );
}
