import * as vscode from "vscode";
import { lastHeadMove } from "../../core/efficiency/headLog.ts";

/** Of a longer log only the size is known to have changed; it is not read (bytes). */
const maxReadBytes = 4 << 20;

export interface BranchListener {
  /** The files of the workspace may have been replaced by another state of the repository. */
  didSwitch(): void;
  didCommit(): void;
}

/**
 * Tells when a repository of the workspace gets a commit and when it moves to another state, from the last line
 * of its reference log. Nothing of that line is kept.
 */
export class BranchWatcher implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable[] = [];

  constructor(listener: BranchListener) {
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const watch = (path: string, onDidChange: (uri: vscode.Uri) => void): void => {
        const pattern = new vscode.RelativePattern(folder, path);
        const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, false, true);
        this.#subscriptions.push(watcher, watcher.onDidChange(onDidChange), watcher.onDidCreate(onDidChange));
      };
      watch(".git/HEAD", () => listener.didSwitch());
      watch(".git/logs/HEAD", (uri) => void this.#readMove(uri, listener));
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
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
