import * as vscode from "vscode";
import { lastHeadMove } from "../../core/efficiency/headLog.ts";
import { gitFolderOf } from "./gitFolder.ts";

/** Of a longer log only the size is known to have changed; it is not read (bytes). */
const maxReadBytes = 4 << 20;

export interface BranchListener {
  /** The files of the workspace may have been replaced by another state of the repository. */
  didSwitch(): void;
  didCommit(): void;
}

/**
 * Tells when a repository of the workspace, also one around a folder or one that a worktree belongs to, gets a
 * commit and when it moves to another state, from the last line of its reference log. Nothing of that line is kept.
 */
export class BranchWatcher implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #watched = new Set<string>();
  #isDisposed = false;

  constructor(listener: BranchListener, folders: readonly vscode.Uri[]) {
    for (const folder of folders) {
      void this.#watchFolder(folder, listener);
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  async #watchFolder(folder: vscode.Uri, listener: BranchListener): Promise<void> {
    // In a folder without a repository one may be made yet.
    const gitFolder = (await gitFolderOf(folder)) ?? vscode.Uri.joinPath(folder, ".git");
    if (this.#isDisposed || this.#watched.has(gitFolder.toString())) {
      return;
    }
    this.#watched.add(gitFolder.toString());
    // Each in the folder that it lies in: only then does the editor not watch everything below.
    this.#watch(gitFolder, () => listener.didSwitch());
    this.#watch(vscode.Uri.joinPath(gitFolder, "logs"), (uri) => void this.#readMove(uri, listener));
  }

  #watch(folder: vscode.Uri, onDidChange: (uri: vscode.Uri) => void): void {
    const pattern = new vscode.RelativePattern(folder, "HEAD");
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, false, true);
    this.#subscriptions.push(watcher, watcher.onDidChange(onDidChange), watcher.onDidCreate(onDidChange));
  }

  async #readMove(uri: vscode.Uri, listener: BranchListener): Promise<void> {
    const move = await moveIn(uri);
    if (move === "commit") {
      listener.didCommit();
    } else if (move === "switch") {
      listener.didSwitch();
    }
  }
}

async function moveIn(uri: vscode.Uri): Promise<ReturnType<typeof lastHeadMove>> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > maxReadBytes) {
      return "switch";
    }
    return lastHeadMove(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
  } catch {
    // Gone again, as while the repository is being packed: whatever it was, text cannot be compared across it.
    return "switch";
  }
}
