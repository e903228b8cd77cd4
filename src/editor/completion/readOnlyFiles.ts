import * as vscode from "vscode";

const maxKnown = 500;

/** Knows which files cannot be written; asked without waiting, learned in the background. */
export class ReadOnlyFiles implements vscode.Disposable {
  readonly #readOnly = new Map<string, boolean>();
  readonly #subscription: vscode.Disposable;

  constructor() {
    this.#subscription = vscode.workspace.onDidSaveTextDocument(({ uri }) =>
      this.#readOnly.delete(uri.toString()),
    );
  }

  /** False until the file system has answered otherwise. */
  isReadOnly(uri: vscode.Uri): boolean {
    if (uri.scheme === "untitled" || uri.scheme === "vscode-notebook-cell") {
      return false;
    }
    const key = uri.toString();
    const known = this.#readOnly.get(key);
    if (known === undefined) {
      if (this.#readOnly.size >= maxKnown) {
        this.#readOnly.clear();
      }
      this.#readOnly.set(key, false);
      vscode.workspace.fs.stat(uri).then(
        ({ permissions }) => {
          const isSet = ((permissions ?? 0) & vscode.FilePermission.Readonly) !== 0;
          this.#readOnly.set(key, isSet);
        },
        () => undefined,
      );
    }
    return known ?? false;
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
