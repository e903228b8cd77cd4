import assert from "node:assert/strict";
import * as vscode from "vscode";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";

const python = "python/inventory/stock.py";

function uriOf(path: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder !== undefined);
  return vscode.Uri.joinPath(folder.uri, path);
}

async function useBackend(server: FakeModelServer | undefined): Promise<void> {
  const backends =
    server === undefined
      ? undefined
      : { fake: { preset: "openai-compatible", baseUrl: server.baseUrl, model: "fake-model" } };
  await vscode.workspace
    .getConfiguration()
    .update("flywheel.backends", backends, vscode.ConfigurationTarget.Global);
}

describe("chat commands", () => {
  let server: FakeModelServer;

  before(async () => {
    server = await FakeModelServer.start();
  });

  after(async () => {
    await useBackend(undefined);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await server.stop();
  });

  describe("with a chat backend", () => {
    before(() => useBackend(server));
    after(() => useBackend(undefined));

    it("ask sends the given text with the active file and resolves to the answer", async () => {
      await vscode.window.showTextDocument(uriOf(python));
      server.enqueue({ text: "It counts **pieces**." });
      const answer = await vscode.commands.executeCommand("flywheel.ask", { text: "What does it count?" });
      assert.equal(answer, "It counts **pieces**.");
      const body = server.lastRequest?.body ?? "";
      assert.match(body, /What does it count\?/);
      assert.match(body, /class Stock/);
    });

    it("ask follows up with what was said before; a new chat forgets it", async () => {
      server.enqueue({ text: "Yes." }, { text: "No." });
      await vscode.commands.executeCommand("flywheel.ask", { text: "Really?" });
      assert.match(server.lastRequest?.body ?? "", /It counts \*\*pieces\*\*/);
      await vscode.commands.executeCommand("flywheel.newChat");
      await vscode.commands.executeCommand("flywheel.ask", { text: "And now?" });
      assert.doesNotMatch(server.lastRequest?.body ?? "", /It counts/);
    });

    it("explain takes a uri and a range", async () => {
      await vscode.commands.executeCommand("flywheel.newChat");
      server.enqueue({ text: "A check." });
      const range = new vscode.Range(63, 0, 65, 0);
      const answer = await vscode.commands.executeCommand("flywheel.explainSelection", uriOf(python), range);
      assert.equal(answer, "A check.");
      const body = server.lastRequest?.body ?? "";
      assert.match(body, /python\/inventory\/stock\.py, lines 64 to 65/);
      assert.doesNotMatch(body, /class Stock/);
    });

    it("never sends a withheld file, and says that it did not", async () => {
      const secret = uriOf(".env");
      await vscode.workspace.fs.writeFile(secret, new TextEncoder().encode("TOKEN_OF_SHOP=abcdef123456\n"));
      await vscode.commands.executeCommand("flywheel.newChat");
      await vscode.window.showTextDocument(secret);
      server.enqueue({ text: "I cannot see it." });
      await vscode.commands.executeCommand("flywheel.ask", { text: "What is in there?" });
      const body = server.lastRequest?.body ?? "";
      assert.doesNotMatch(body, /abcdef123456/);
      assert.match(body, /Withheld by the developer's privacy rules[^"]*\.env/);
      await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
      await vscode.workspace.fs.delete(secret);
    });

    it("answers questions that were asked at once one after the other", async () => {
      server.respondWith((request) => ({
        text: /Second/.test(JSON.stringify(request.json?.["messages"])) ? "2" : "1",
      }));
      const answers = await Promise.all([
        vscode.commands.executeCommand("flywheel.ask", { text: "First" }),
        vscode.commands.executeCommand("flywheel.ask", { text: "Second" }),
      ]);
      server.respondWith(undefined);
      assert.deepEqual(answers, ["1", "2"]);
    });
  });

  describe("offline", () => {
    it("explain reads the syntax tree of the function at the cursor", async () => {
      const at = new vscode.Position(64, 8);
      await vscode.window.showTextDocument(uriOf(python), { selection: new vscode.Range(at, at) });
      const answer = await vscode.commands.executeCommand("flywheel.explainSelection");
      assert.match(String(answer), /`ship`[\s\S]*InsufficientStockError/);
    });

    it("ask finds passages of the workspace", async () => {
      const question = { text: "InsufficientStockError" };
      const answer = String(await vscode.commands.executeCommand("flywheel.ask", question));
      assert.match(
        answer,
        /\[python\/inventory\/errors\.py:\d+-\d+\]\(python\/inventory\/errors\.py#L\d+-L\d+\)/,
      );
    });

    it("ask about the selected code explains it, since there are no words to look for", async () => {
      const lines = new vscode.Selection(50, 0, 60, 0);
      const editor = await vscode.window.showTextDocument(uriOf(python), { selection: lines });
      for (const text of ["What does this code do?", "解释一下这段代码"]) {
        const answer = String(await vscode.commands.executeCommand("flywheel.ask", { text }));
        assert.match(answer, /`reserve`/);
        assert.match(answer, /\(python\/inventory\/stock\.py#L59\)/);
      }
      editor.selection = new vscode.Selection(64, 8, 64, 8);
      const inner = await vscode.commands.executeCommand("flywheel.ask", { text: "这个函数是做什么的？" });
      assert.match(String(inner), /`ship`[\s\S]*How it runs/);
      const whole = await vscode.commands.executeCommand("flywheel.ask", { text: "What is this file for?" });
      assert.match(String(whole), /- `Stock`[\s\S]* {2}- `ship\(code, quantity\)`/);
    });

    it("ask without a text opens the view and answers nothing", async () => {
      assert.equal(await vscode.commands.executeCommand("flywheel.ask"), undefined);
    });
  });
});
