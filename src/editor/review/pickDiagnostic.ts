import * as vscode from "vscode";

/**
 * The problem that is meant: of those in `range`, else on its line, the one nearest to its start; when
 * there is none, one that the user picks from the file's. `message` settles it where several fit.
 */
export async function pickDiagnostic(
  uri: vscode.Uri,
  range: vscode.Range | undefined,
  message: string | undefined,
): Promise<vscode.Diagnostic | undefined> {
  const all = vscode.languages.getDiagnostics(uri);
  if (all.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        "No problems are reported in {0}. Run Find Bugs to look for some.",
        uri.path.slice(uri.path.lastIndexOf("/") + 1),
      ),
    );
    return undefined;
  }
  const near =
    range === undefined
      ? []
      : sortByDistance(
          all.filter((diagnostic) => isOnLines(diagnostic, range)),
          range.start,
        );
  const named = near.find((diagnostic) => diagnostic.message === message);
  return named ?? near[0] ?? pickFromList(all);
}

function isOnLines({ range }: vscode.Diagnostic, wanted: vscode.Range): boolean {
  return range.start.line <= wanted.end.line && range.end.line >= wanted.start.line;
}

function sortByDistance(
  diagnostics: readonly vscode.Diagnostic[],
  position: vscode.Position,
): vscode.Diagnostic[] {
  const distance = ({ range }: vscode.Diagnostic): number => {
    if (range.contains(position)) {
      return 0;
    }
    const lines = Math.min(
      Math.abs(range.start.line - position.line),
      Math.abs(range.end.line - position.line),
    );
    return 1 + lines * 10_000 + Math.abs(range.start.character - position.character);
  };
  return [...diagnostics].sort((a, b) => distance(a) - distance(b) || a.severity - b.severity);
}

async function pickFromList(
  diagnostics: readonly vscode.Diagnostic[],
): Promise<vscode.Diagnostic | undefined> {
  const items = [...diagnostics]
    .sort((a, b) => a.severity - b.severity || a.range.start.compareTo(b.range.start))
    .map((diagnostic) => ({
      label: diagnostic.message.split("\n")[0] ?? "",
      description: [vscode.l10n.t("line {0}", diagnostic.range.start.line + 1), diagnostic.source ?? ""].join(
        "  ",
      ),
      diagnostic,
    }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Fix which problem?"),
    placeHolder: vscode.l10n.t("The line of the cursor has none; these are the file's."),
    matchOnDescription: true,
  });
  return picked?.diagnostic;
}
