import * as vscode from "vscode";
import { parseFileLink } from "../../core/chat/fileLink.ts";

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}

function isInside(uri: vscode.Uri): boolean {
  return vscode.workspace.getWorkspaceFolder(uri) !== undefined;
}

/** The file of the workspace that a link means; nothing outside of it is ever opened. */
async function findFile(path: string): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const isAbsolute = path.startsWith("/") || /^[A-Za-z]:\//.test(path);
  const direct = isAbsolute
    ? [vscode.Uri.file(path)]
    : folders.flatMap((folder) => {
        const named = path.startsWith(`${folder.name}/`) ? [path.slice(folder.name.length + 1)] : [];
        return [path, ...named].map((relative) => vscode.Uri.joinPath(folder.uri, relative));
      });
  for (const uri of direct) {
    if (isInside(uri) && (await isFile(uri))) {
      return uri;
    }
  }
  // Answers often name a file by the end of its path.
  const found =
    isAbsolute || path.includes("..") || /[*?{}[\]]/.test(path)
      ? []
      : await vscode.workspace.findFiles(`**/${path}`, undefined, 2);
  return found.length === 1 ? found[0] : undefined;
}

/** Opens a file with the cursor at a line, without a selection, which would become the next question's context. */
export async function showLines(uri: vscode.Uri, startLine: number, endLine: number): Promise<void> {
  const start = new vscode.Position(Math.max(0, startLine - 1), 0);
  const editor = await vscode.window.showTextDocument(uri, {
    preview: true,
    selection: new vscode.Range(start, start),
  });
  const range = new vscode.Range(start, new vscode.Position(Math.max(0, endLine - 1), 0));
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Opens a link of an answer: a web page in the browser, a file of the workspace at its lines. */
export async function openLink(href: string): Promise<void> {
  if (/^(?:https?|mailto):/i.test(href)) {
    await vscode.env.openExternal(vscode.Uri.parse(href, true));
    return;
  }
  const link = parseFileLink(href);
  const uri = link === undefined ? undefined : await findFile(link.path);
  if (link === undefined || uri === undefined) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        "{0} is not in this workspace, or there is more than one file of that name.",
        link?.path ?? href,
      ),
    );
    return;
  }
  const { startLine, endLine } = link;
  if (startLine === undefined) {
    await vscode.window.showTextDocument(uri, { preview: true });
  } else {
    await showLines(uri, startLine, endLine ?? startLine);
  }
}
