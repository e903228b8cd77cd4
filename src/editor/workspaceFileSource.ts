import * as vscode from "vscode";
import type { FileSource } from "../core/ports.ts";

const defaultMaxBytes = 1_048_576;

/** A file's root folder and its path in it: the workspace folder, or its own folder outside of one. */
export function rootOf(uri: vscode.Uri): { readonly root: vscode.Uri; readonly path: string } {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const root = folder?.uri ?? vscode.Uri.joinPath(uri, "..");
  const prefix = root.path.endsWith("/") ? root.path : `${root.path}/`;
  return { root, path: uri.path.slice(prefix.length) };
}

/** Files below one folder, open documents with the text they have in the editor. Never rejects. */
export class WorkspaceFileSource implements FileSource {
  readonly #root: vscode.Uri;

  constructor(root: vscode.Uri) {
    this.#root = root;
  }

  async read(path: string, maxBytes = defaultMaxBytes): Promise<string | undefined> {
    const uri = this.#uriOf(path);
    const open = vscode.workspace.textDocuments.find(
      (document) => document.uri.toString() === uri.toString(),
    );
    if (open !== undefined) {
      return open.getText();
    }
    const bytes = await this.#bytesOf(uri, maxBytes);
    return bytes === undefined || bytes.includes(0) ? undefined : new TextDecoder().decode(bytes);
  }

  async exists(path: string): Promise<boolean> {
    return (await this.#stat(this.#uriOf(path))) !== undefined;
  }

  async list(folder: string): Promise<readonly string[]> {
    const entries = await vscode.workspace.fs.readDirectory(this.#uriOf(folder)).then(
      (found) => found,
      () => [],
    );
    return entries
      .map(([name, type]) => ((type & vscode.FileType.Directory) === 0 ? name : `${name}/`))
      .sort();
  }

  #uriOf(path: string): vscode.Uri {
    return path === "" ? this.#root : vscode.Uri.joinPath(this.#root, path);
  }

  #stat(uri: vscode.Uri): PromiseLike<vscode.FileStat | undefined> {
    return vscode.workspace.fs.stat(uri).then(
      (stat) => stat,
      () => undefined,
    );
  }

  async #bytesOf(uri: vscode.Uri, maxBytes: number): Promise<Uint8Array | undefined> {
    const stat = await this.#stat(uri);
    if (stat === undefined || stat.size > maxBytes || (stat.type & vscode.FileType.File) === 0) {
      return undefined;
    }
    return vscode.workspace.fs.readFile(uri).then(
      (bytes) => bytes,
      () => undefined,
    );
  }
}
