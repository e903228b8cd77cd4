import * as vscode from "vscode";

/**
 * Brings an open page up to date. VS Code forgets a document that only a rendered page shows, and a page
 * does not see what becomes of a forgotten document, so the page is told when the document has its text.
 */
export async function refreshPage(uri: vscode.Uri, text: string, tellChanged: () => void): Promise<void> {
  const isShown = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .some(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith("markdown.preview"),
    );
  if (!isShown) {
    tellChanged();
    return;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.getText() !== text) {
    const changed = Promise.withResolvers<void>();
    const subscription = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document) {
        changed.resolve();
      }
    });
    tellChanged();
    await changed.promise;
    subscription.dispose();
  }
  await vscode.commands.executeCommand("markdown.preview.refresh");
}
