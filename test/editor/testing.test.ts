import assert from "node:assert/strict";
import * as vscode from "vscode";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { replyWithError, replyWithText } from "../fakes/fakeModelServerReplies.ts";

const folder = "testingTest";

function uriOf(path: string): vscode.Uri {
  const root = vscode.workspace.workspaceFolders?.[0];
  assert.ok(root, "the tests run in a workspace");
  return vscode.Uri.joinPath(root.uri, folder, path);
}

async function write(path: string, text: string): Promise<vscode.Uri> {
  await vscode.workspace.fs.writeFile(uriOf(path), new TextEncoder().encode(text));
  return uriOf(path);
}

async function textOf(path: string): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uriOf(path)));
}

function exists(path: string): Thenable<boolean> {
  return vscode.workspace.fs.stat(uriOf(path)).then(
    () => true,
    () => false,
  );
}

interface Generated {
  readonly testPath: string;
  readonly framework: string;
  readonly made: number;
  readonly outcome: string;
}

function previewTab(): vscode.Tab | undefined {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .find(
      ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.scheme === "flywheel-preview",
    );
}

/** The target is given, so that nothing is asked before the preview. */
function generate(): Thenable<Generated | undefined> {
  return vscode.commands.executeCommand<Generated | undefined>(
    "flywheel.generateTests",
    uriOf(`${module.name}.py`),
    inFunction,
    {},
  );
}

/** Generates tests and answers the preview as soon as it is open. */
async function generateAnd(answer: "accept" | "discard"): Promise<Generated | undefined> {
  const command = `flywheel.internal.${answer}Preview`;
  const watching = vscode.window.tabGroups.onDidChangeTabs(() => {
    if (previewTab() !== undefined) {
      watching.dispose();
      void vscode.commands.executeCommand(command);
    }
  });
  try {
    return await generate();
  } finally {
    watching.dispose();
  }
}

/** Each test has files of its own, so that none sees a document that another left in memory. */
const module = { count: 0, name: "" };

function testPath(): string {
  return `tests/test_${module.name}.py`;
}

const source = "def twice(a):\n    if a < 0:\n        raise ValueError(a)\n    return a * 2\n";
const inFunction = new vscode.Range(1, 4, 1, 9);

describe("generate tests", () => {
  beforeEach(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await write("pyproject.toml", "[tool.pytest.ini_options]\n");
    module.count += 1;
    module.name = `calc${module.count}`;
    await write(`${module.name}.py`, source);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.workspace.fs.delete(uriOf(""), { recursive: true });
  });

  describe("offline", () => {
    it("writes a new file only when it is accepted, and opens it", async () => {
      const result = await generateAnd("accept");
      assert.equal(result?.outcome, "applied");
      assert.equal(result.framework, "pytest");
      assert.equal(result.testPath, `${folder}/${testPath()}`);
      assert.equal(result.made, 3);
      const text = await textOf(testPath());
      assert.match(text, new RegExp(`from ${module.name} import twice`));
      assert.equal(text.match(/@pytest\.mark\.skip/g)?.length, 3);
      assert.equal(vscode.window.activeTextEditor?.document.uri.path, uriOf(testPath()).path);
    });

    it("writes nothing when it is discarded", async () => {
      const result = await generateAnd("discard");
      assert.equal(result?.outcome, "dismissed");
      assert.equal(await exists(testPath()), false);
    });

    it("adds to unsaved tests without losing them, in one undo step", async () => {
      const uri = await write(testPath(), "import pytest\n\n\ndef test_one():\n    assert True\n");
      const editor = await vscode.window.showTextDocument(uri);
      await editor.edit((edit) => edit.insert(new vscode.Position(3, 0), "# unsaved\n"));
      const before = editor.document.getText();
      const result = await generateAnd("accept");
      assert.equal(result?.outcome, "applied");
      const after = (await vscode.workspace.openTextDocument(uri)).getText();
      assert.ok(after.includes("# unsaved\ndef test_one():\n    assert True\n"), after);
      assert.match(after, /def test_twice_raises_value_error_when_a_below_0\(\):/);
      await vscode.window.showTextDocument(uri);
      await vscode.commands.executeCommand("undo");
      assert.equal((await vscode.workspace.openTextDocument(uri)).getText(), before);
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    });
  });

  describe("with a model", () => {
    let server: FakeModelServer;
    before(async () => {
      server = await FakeModelServer.start();
      await setBackends({
        fake: { preset: "openai-compatible", baseUrl: server.baseUrl, model: "fake-model" },
      });
    });
    after(async () => {
      await setBackends(undefined);
      await server.stop();
    });

    it("puts the model's tests into the project", async () => {
      server.enqueue(
        replyWithText(
          "Sure:\n```python\nfrom pkg import twice\n\n\ndef test_twice():\n    assert twice(2) == 4\n```\nDone.",
          {
            chunkChars: 5,
          },
        ),
      );
      const result = await generateAnd("accept");
      assert.equal(result?.made, 1);
      assert.equal(
        await textOf(testPath()),
        "from pkg import twice\n\n\ndef test_twice():\n    assert twice(2) == 4\n",
      );
      const asked = JSON.stringify(server.lastRequest?.json);
      assert.match(asked, /with pytest/);
      assert.match(asked, /raises ValueError when a < 0/);
    });

    it("writes nothing for prose, and nothing when the server fails", async () => {
      server.enqueue(replyWithText("I would test negative numbers first."));
      assert.equal(await generate(), undefined);
      server.enqueue(replyWithError(401, "Bad key", { code: "invalid_api_key" }));
      assert.equal(await generate(), undefined);
      assert.equal(await exists(testPath()), false);
      assert.equal(previewTab(), undefined);
    });
  });
});

async function setBackends(value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration()
    .update("flywheel.backends", value, vscode.ConfigurationTarget.Global);
}
