import * as vscode from "vscode";
import { workspacePathOf } from "../codeTarget.ts";
import type { ChatContext, WithheldCheck } from "./chatContext.ts";

interface ContextPick extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri;
  readonly isWorkspace?: boolean;
}

/** Files that the pick lists; more are found by opening them, since the active file is a chip. */
const maxListedFiles = 3_000;
const excluded = "**/{node_modules,.git,dist,out,build,target,.venv,__pycache__}/**";

function fileItem(uri: vscode.Uri): ContextPick {
  const path = workspacePathOf(uri);
  const slash = path.lastIndexOf("/");
  return { label: path.slice(slash + 1), description: path.slice(0, Math.max(0, slash)), uri };
}

function openFiles(): readonly vscode.Uri[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri] : []));
}

async function listPicks(): Promise<ContextPick[]> {
  const open = openFiles();
  const seen = new Set(open.map((uri) => uri.toString()));
  const found = await vscode.workspace.findFiles("**/*", excluded, maxListedFiles);
  const others = found
    .filter((uri) => !seen.has(uri.toString()))
    .sort((a, b) => a.path.localeCompare(b.path));
  const separator = (label: string): ContextPick => ({ label, kind: vscode.QuickPickItemKind.Separator });
  return [
    {
      label: `$(search) ${vscode.l10n.t("Workspace")}`,
      description: vscode.l10n.t("best matching passages"),
      isWorkspace: true,
    },
    separator(vscode.l10n.t("open files")),
    ...open.map(fileItem),
    separator(vscode.l10n.t("files of the workspace")),
    ...others.map(fileItem),
  ];
}

/** Lets the user add files or a workspace search to the next question; withheld files say so. */
export async function addContext(context: ChatContext, isWithheld: WithheldCheck): Promise<void> {
  const picks = await vscode.window.showQuickPick(listPicks(), {
    title: vscode.l10n.t("Add context"),
    placeHolder: vscode.l10n.t("Which code goes with the question?"),
    matchOnDescription: true,
    canPickMany: true,
  });
  const withheld: string[] = [];
  for (const { uri, isWorkspace } of picks ?? []) {
    if (isWorkspace === true) {
      context.addWorkspace();
    } else if (uri !== undefined) {
      context.add(uri);
      if (await isWithheld(workspacePathOf(uri))) {
        withheld.push(workspacePathOf(uri));
      }
    }
  }
  if (withheld.length > 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("{0} is withheld by the privacy rules and will not be sent.", withheld.join(", ")),
    );
  }
}
