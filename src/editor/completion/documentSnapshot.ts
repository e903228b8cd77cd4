import * as vscode from "vscode";
import type { DocumentSnapshot } from "../../core/completion/completionTypes.ts";

/** Views of something else, and boxes that are no files. */
const otherSchemes = new Set([
  "output",
  "debug",
  "git",
  "gitlens",
  "review",
  "comment",
  "search-editor",
  "flywheel-preview",
  "vscode-settings",
  "walkThrough",
  "walkThroughSnippet",
]);
const defaultTabSize = 4;

/** True for a document that a person may write in: files on any file system, untitled ones, notebook cells. */
export function isCompletable(document: vscode.TextDocument): boolean {
  const { scheme } = document.uri;
  return (
    !otherSchemes.has(scheme) &&
    !scheme.startsWith("vscode-chat") &&
    vscode.workspace.fs.isWritableFileSystem(scheme) !== false
  );
}

export function pathOf(uri: vscode.Uri): string {
  return vscode.workspace
    .asRelativePath(uri, (vscode.workspace.workspaceFolders?.length ?? 0) > 1)
    .replaceAll("\\", "/");
}

/** The document as core sees it, at this moment. */
export function snapshotOf(document: vscode.TextDocument): DocumentSnapshot {
  const editor = vscode.window.visibleTextEditors.find((candidate) => candidate.document === document);
  const { tabSize, insertSpaces } = editor?.options ?? {};
  return {
    uri: document.uri.toString(),
    path: pathOf(document.uri),
    languageId: document.languageId,
    text: document.getText(),
    indent: {
      tabSize: typeof tabSize === "number" ? tabSize : defaultTabSize,
      insertSpaces: typeof insertSpaces === "boolean" ? insertSpaces : true,
    },
  };
}
