import assert from "node:assert/strict";
import * as vscode from "vscode";

const enabled = "flywheel.completion.enabled";

/** An untitled document in the active editor with the cursor at its end. */
async function open(content: string, language = "javascript"): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ content, language });
  const editor = await vscode.window.showTextDocument(document);
  const end = document.positionAt(content.length);
  editor.selection = new vscode.Selection(end, end);
  return editor;
}

describe("inline completion", () => {
  before(async () => {
    await vscode.extensions.getExtension("flywheel.flywheel")?.activate();
  });

  afterEach(async () => {
    await vscode.workspace.getConfiguration().update(enabled, undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });

  it("toggles all languages and one, and writes the setting", async () => {
    const read = (): unknown => vscode.workspace.getConfiguration().get(enabled);
    assert.equal(await vscode.commands.executeCommand("flywheel.toggleCompletion", "python"), false);
    assert.deepEqual(read(), { "*": true, python: false });
    assert.equal(await vscode.commands.executeCommand("flywheel.toggleCompletion", "*"), false);
    assert.deepEqual(read(), { "*": false, python: false });
    assert.equal(await vscode.commands.executeCommand("flywheel.toggleCompletion", "python"), true);
    assert.deepEqual(read(), { "*": false, python: true });
  });

  it("has nothing to show in an empty document, without an error", async () => {
    await open("");
    assert.equal(await vscode.commands.executeCommand("flywheel.triggerCompletion"), false);
  });

  it("is silent in the middle of a word", async () => {
    const editor = await open("const value = 1;");
    editor.selection = new vscode.Selection(0, 8, 0, 8);
    assert.equal(await vscode.commands.executeCommand("flywheel.triggerCompletion"), false);
  });

  it("takes an acceptance it knows nothing of without a word", async () => {
    await vscode.commands.executeCommand("flywheel.internal.didAcceptCompletion", "no such id");
  });

  it("offers a prediction from the document's own lines by hand, and commits it", async () => {
    const line = "sendMonthlyReport(customer, period);\n";
    const editor = await open(
      `function a() {\n${line}}\nfunction b() {\n${line}}\nfunction c() {\nsendMonth`,
    );
    // The worker may still be taking in the workspace; it answers when it has the words.
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder, "predicted.js");
    await vscode.workspace.fs.writeFile(
      uri,
      new TextEncoder().encode(`function z() {\n${line}}\n`.repeat(4)),
    );
    try {
      await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(editor.document);
      let hasText = false;
      for (let attempt = 0; attempt < 40 && !hasText; attempt += 1) {
        hasText = (await vscode.commands.executeCommand<boolean>("flywheel.triggerCompletion")) ?? false;
      }
      assert.equal(hasText, true);
      await vscode.commands.executeCommand("editor.action.inlineSuggest.commit");
      assert.match(editor.document.getText(), /function c\(\) \{\nsendMonthlyReport/);
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
  });
});
