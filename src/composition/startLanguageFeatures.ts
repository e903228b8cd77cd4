import * as vscode from "vscode";
import { CodeActions, codeSelector, type FindingLookup } from "../editor/codeActions.ts";
import { CodeLenses } from "../editor/codeLens.ts";
import type { Foundation } from "./foundation.ts";

/** Code actions and lenses. */
export function startLanguageFeatures(base: Foundation, findFinding: FindingLookup): void {
  const { context, worker, settings } = base;
  context.subscriptions.push(
    vscode.languages.registerCodeActionsProvider(codeSelector, new CodeActions(findFinding), {
      providedCodeActionKinds: CodeActions.kinds,
    }),
    vscode.languages.registerCodeLensProvider(codeSelector, new CodeLenses(worker, settings)),
  );
}
