import * as vscode from "vscode";

/** Documents that a person works on; output channels, diffs and settings pages are none. */
const workedOnSchemes = new Set(["file", "untitled", "vscode-remote", "vscode-vfs", "vscode-notebook-cell"]);

export interface DocumentName {
  /** Relative to its workspace folder with `/`; the file name alone outside of one. */
  readonly path: string;
  /** Keyed hash of the address; all that is stored of it. */
  readonly hash: string;
}

const maxKnown = 500;

/** Paths and keyed hashes of documents; a hash is computed once, since every keystroke asks for it. */
export class DocumentNames {
  readonly #hash: (text: string) => string;
  readonly #nameByUri = new Map<string, DocumentName>();

  constructor(hash: (text: string) => string) {
    this.#hash = hash;
  }

  /** Undefined for a document that nobody works on. */
  nameOf(uri: vscode.Uri): DocumentName | undefined {
    if (!workedOnSchemes.has(uri.scheme)) {
      return undefined;
    }
    const key = uri.toString();
    const known = this.#nameByUri.get(key);
    if (known !== undefined) {
      return known;
    }
    const name = { path: pathOf(uri), hash: this.#hash(key) };
    if (this.#nameByUri.size >= maxKnown) {
      this.#nameByUri.clear();
    }
    this.#nameByUri.set(key, name);
    return name;
  }
}

function pathOf(uri: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder === undefined) {
    return uri.path.slice(uri.path.lastIndexOf("/") + 1);
  }
  return uri.path.slice(folder.uri.path.length).replace(/^\/+/, "");
}

/** Names the open workspace for its keyed hash: its file, else its folders, else nothing. */
export function workspaceAddress(): string {
  const file = vscode.workspace.workspaceFile;
  if (file !== undefined && file.scheme !== "untitled") {
    return file.toString();
  }
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders
    .map((folder) => folder.uri.toString())
    .sort()
    .join("\n");
}
