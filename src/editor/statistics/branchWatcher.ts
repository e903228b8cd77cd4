import * as vscode from "vscode";

/** Tells when a repository of the workspace moves to another commit or branch. */
export class BranchWatcher implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable[] = [];

  constructor(onDidChange: () => void) {
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const watcher = vscode.workspace.createFileSystemWatcher(
        new vscode.RelativePattern(folder, ".git/HEAD"),
        true,
        false,
        true,
      );
      this.#subscriptions.push(watcher, watcher.onDidChange(onDidChange));
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }
}
