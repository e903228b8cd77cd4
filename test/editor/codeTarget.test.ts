import assert from "node:assert/strict";
import { join } from "node:path";
import * as vscode from "vscode";
import { TreeSitterParser } from "../../src/adapters/treeSitter/treeSitterParser.ts";
import type { Log } from "../../src/core/ports.ts";
import { resolveCodeTarget, type CodeTarget } from "../../src/editor/codeTarget.ts";
import { WorkerClient } from "../../src/editor/workerClient.ts";
import type { CallHandlers, WorkerCalls } from "../../src/protocol/workerMessages.ts";
import { CallRouter } from "../../src/worker/callRouter.ts";
import { createCodeHandlers } from "../../src/worker/codeHandlers.ts";
import type { WorkerDeps } from "../../src/worker/workerDeps.ts";

const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The worker's own handlers, in this thread. */
function workerInThisThread(): WorkerClient {
  const extension = vscode.extensions.getExtension("flywheel.flywheel");
  assert.ok(extension);
  const parser = new TreeSitterParser(join(extension.extensionPath, "dist/wasm"));
  const handlers = createCodeHandlers({ parser } as unknown as WorkerDeps) as CallHandlers<WorkerCalls>;
  return new WorkerClient((events) => {
    const router = new CallRouter(handlers, (message) => events.onMessage(message));
    return { post: (message) => void router.receive(message), terminate: async () => undefined };
  }, silentLog);
}

function uriOf(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "the tests run in a workspace");
  return vscode.Uri.joinPath(folder.uri, path);
}

const { signal } = new AbortController();

describe("code target", () => {
  let worker: WorkerClient;
  const resolve = (
    args: readonly unknown[],
    whole: "file" | "none" = "file",
  ): Promise<CodeTarget | undefined> => resolveCodeTarget(args, { whole }, worker, signal);

  async function open(path: string, text: string): Promise<vscode.TextEditor> {
    await vscode.workspace.fs.writeFile(uriOf(path), new TextEncoder().encode(text));
    return vscode.window.showTextDocument(uriOf(path));
  }

  before(() => {
    worker = workerInThisThread();
  });
  beforeEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.workspace.fs.delete(uriOf("targetTest"), { recursive: true });
    await worker.dispose();
  });

  const python = "import os\n\n\ndef outer(a):\n    def inner(b):\n        return b\n    return inner\n";

  it("is the selection where there is one", async () => {
    const editor = await open("targetTest/a.py", python);
    editor.selection = new vscode.Selection(5, 8, 5, 16);
    const target = await resolve([]);
    assert.equal(target?.kind, "selection");
    assert.equal(target.text, "return b");
    assert.equal(target.path, "targetTest/a.py");
    assert.equal(target.languageId, "python");
  });

  it("is the innermost function at the cursor", async () => {
    const editor = await open("targetTest/a.py", python);
    editor.selection = new vscode.Selection(5, 0, 5, 0);
    const target = await resolve([]);
    assert.equal(target?.kind, "function");
    assert.equal(target.symbolName, "inner");
    assert.equal(target.text, "def inner(b):\n        return b");
  });

  it("is the file, or nothing, outside of functions", async () => {
    const editor = await open("targetTest/a.py", python);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    assert.equal((await resolve([]))?.kind, "file");
    assert.equal((await resolve([]))?.text, python);
    assert.equal(await resolve([], "none"), undefined);
  });

  it("is what the arguments name, as objects or as plain JSON", async () => {
    await open("targetTest/a.py", python);
    const range = new vscode.Range(6, 4, 6, 16);
    const uri = uriOf("targetTest/a.py");
    for (const args of [
      [uri, range],
      [uri.toString(), JSON.parse(JSON.stringify(range))],
      [uri.fsPath, { start: { line: 6, character: 4 }, end: { line: 6, character: 16 } }],
      [JSON.parse(JSON.stringify(uri)), range],
    ]) {
      const target = await resolve(args);
      assert.equal(target?.kind, "given");
      assert.equal(target.text, "return inner");
    }
  });

  it("cuts a given range to the document, and takes an empty one as a cursor", async () => {
    await open("targetTest/a.py", python);
    const uri = uriOf("targetTest/a.py");
    assert.equal((await resolve([uri, new vscode.Range(6, 4, 99, 9)]))?.text, "return inner\n");
    assert.equal((await resolve([uri, new vscode.Range(5, 9, 5, 9)]))?.symbolName, "inner");
  });

  it("is the selection of the editor that a context menu names", async () => {
    const editor = await open("targetTest/a.py", python);
    editor.selection = new vscode.Selection(0, 0, 0, 9);
    assert.equal((await resolve([editor.document.uri, { groupId: 0 }]))?.text, "import os");
  });

  it("takes the file for a language without a grammar", async () => {
    await open("targetTest/a.txt", "hello\n");
    assert.equal((await resolve([]))?.kind, "file");
  });

  it("is nothing without an editor, and for a file that is not there", async () => {
    assert.equal(await resolve([]), undefined);
    assert.equal(await resolve([uriOf("targetTest/none.py")]), undefined);
  });

  it("is nothing in a binary file", async () => {
    await vscode.workspace.fs.writeFile(
      uriOf("targetTest/a.bin"),
      new Uint8Array([0, 1, 2, 0, 255, 254, 0, 7]),
    );
    assert.equal(await resolve([uriOf("targetTest/a.bin")]), undefined);
  });

  it("is nothing in a file over 1 MB", async () => {
    await vscode.workspace.fs.writeFile(
      uriOf("targetTest/big.py"),
      new TextEncoder().encode("x = 1\n".repeat(200_000)),
    );
    assert.equal(await resolve([uriOf("targetTest/big.py")]), undefined);
  });

  it("is nothing in a read-only document", async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider("flywheel-test", {
      provideTextDocumentContent: () => python,
    });
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse("flywheel-test:/a.py"));
    await vscode.window.showTextDocument(document);
    assert.equal(await resolve([]), undefined);
    provider.dispose();
  });

  it("is nothing when it was cancelled", async () => {
    await open("targetTest/a.py", python);
    assert.equal(await resolveCodeTarget([], { whole: "file" }, worker, AbortSignal.abort()), undefined);
  });
});
