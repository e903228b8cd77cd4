import * as vscode from "vscode";

/** Folders above a workspace folder that are looked at for a repository. */
const maxLevelsUp = 40;

async function kindOf(uri: vscode.Uri): Promise<vscode.FileType> {
  try {
    return (await vscode.workspace.fs.stat(uri)).type;
  } catch {
    return vscode.FileType.Unknown;
  }
}

/** Where the `.git` file of a worktree or a submodule says that its own folder is. */
async function namedIn(dotGit: vscode.Uri): Promise<vscode.Uri | undefined> {
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(dotGit));
  const named = /^gitdir:[ \t]*(.+?)[ \t\r]*$/m.exec(text)?.[1]?.replaceAll("\\", "/");
  if (named === undefined) {
    return undefined;
  }
  const isAbsolute = named.startsWith("/") || /^[A-Za-z]:\//.test(named);
  return isAbsolute
    ? dotGit.with({ path: named.startsWith("/") ? named : `/${named}` })
    : vscode.Uri.joinPath(dotGit, "..", named);
}

/**
 * The folder that holds `HEAD` and `logs/HEAD` of the repository around `folder`: its `.git`, that of a folder above
 * it, or what the `.git` file of a worktree names. Undefined without a repository. Never rejects.
 */
export async function gitFolderOf(folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  let at = folder;
  for (let level = 0; level <= maxLevelsUp; level += 1) {
    const dotGit = vscode.Uri.joinPath(at, ".git");
    const kind = await kindOf(dotGit);
    // A linked one bears the mark of a link beside its kind.
    if ((kind & vscode.FileType.Directory) !== 0) {
      return dotGit;
    }
    if ((kind & vscode.FileType.File) !== 0) {
      return namedIn(dotGit).catch(() => undefined);
    }
    const above = vscode.Uri.joinPath(at, "..");
    if (above.path === at.path) {
      return undefined;
    }
    at = above;
  }
  return undefined;
}
