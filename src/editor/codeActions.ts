import * as vscode from "vscode";
import { commandIds } from "./commandIds.ts";
import type { Finding } from "./review/trackedFinding.ts";

/** Documents that code actions and lenses are offered in. */
export const codeSelector: vscode.DocumentSelector = [
  { scheme: "file" },
  { scheme: "untitled" },
  { scheme: "vscode-vfs" },
  { scheme: "vscode-notebook-cell" },
];

const explainKind = vscode.CodeActionKind.Refactor.append("flywheel.explain");
const testsKind = vscode.CodeActionKind.Refactor.append("flywheel.tests");
const bugsKind = vscode.CodeActionKind.Source.append("flywheel.findBugs");

/** The finding that a diagnostic shows, if it is one of ours. */
export type FindingLookup = (uri: vscode.Uri, diagnostic: vscode.Diagnostic) => Finding | undefined;

/**
 * Flywheel's code commands as code actions. They are given when their kind is asked for or code is
 * selected, and a fix where a problem is, so that no lightbulb stands on every line; none is preferred.
 */
export class CodeActions implements vscode.CodeActionProvider {
  static readonly kinds = [explainKind, testsKind, bugsKind, vscode.CodeActionKind.QuickFix];
  readonly #findFinding: FindingLookup;

  constructor(findFinding: FindingLookup) {
    this.#findFinding = findFinding;
  }

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { only, diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const isWanted = (kind: vscode.CodeActionKind): boolean =>
      only === undefined ? !range.isEmpty : only.contains(kind);
    const offer = (title: string, kind: vscode.CodeActionKind, command: string): vscode.CodeAction[] =>
      isWanted(kind)
        ? [actionFor(title, kind, command, range.isEmpty ? [document.uri] : [document.uri, range])]
        : [];
    return [
      ...(only === undefined || only.contains(vscode.CodeActionKind.QuickFix)
        ? diagnostics.map((diagnostic) => this.#fixFor(document, diagnostic))
        : []),
      ...offer(vscode.l10n.t("Explain with Flywheel"), explainKind, commandIds.explainSelection),
      ...offer(vscode.l10n.t("Generate tests with Flywheel"), testsKind, commandIds.generateTests),
      ...offer(vscode.l10n.t("Find bugs with Flywheel"), bugsKind, commandIds.findBugs),
    ];
  }

  #fixFor(document: vscode.TextDocument, diagnostic: vscode.Diagnostic): vscode.CodeAction {
    const finding = this.#findFinding(document.uri, diagnostic);
    const title =
      finding?.fix === undefined
        ? vscode.l10n.t("Fix with Flywheel: {0}", shorten(diagnostic.message))
        : vscode.l10n.t("{0} (preview)", finding.fix.title);
    const args = [document.uri, diagnostic.range, diagnostic.message];
    const action = actionFor(title, vscode.CodeActionKind.QuickFix, commandIds.fixProblem, args);
    action.diagnostics = [diagnostic];
    return action;
  }
}

function actionFor(
  title: string,
  kind: vscode.CodeActionKind,
  command: string,
  args: unknown[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, kind);
  action.command = { title, command, arguments: args };
  return action;
}

function shorten(message: string): string {
  const line = message.split("\n")[0] ?? "";
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
