import assert from "node:assert/strict";
import * as vscode from "vscode";

interface Manifest {
  contributes: { commands: { command: string }[] };
}

describe("activation", () => {
  it("finds and activates the extension", async () => {
    const extension = vscode.extensions.getExtension("flywheel.flywheel");
    assert.ok(extension, "flywheel.flywheel is not installed");
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it("registers every command of the manifest", async () => {
    const extension = vscode.extensions.getExtension<unknown>("flywheel.flywheel");
    assert.ok(extension);
    await extension.activate();
    // The two of the preview come with the bundle that the first late command loads.
    await vscode.commands.executeCommand("flywheel.clearFindings");
    const registered = new Set(await vscode.commands.getCommands(true));
    const { contributes } = extension.packageJSON as Manifest;
    const missing = contributes.commands.filter(({ command }) => !registered.has(command));
    assert.deepEqual(missing, []);
  });
});
