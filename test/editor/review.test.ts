import assert from "node:assert/strict";
import * as vscode from "vscode";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { replyWithError, replyWithText } from "../fakes/fakeModelServerReplies.ts";
import { ShownMessages } from "./shownMessages.ts";

const folder = "reviewTest";
const script = "export function f(a) {\n  if (a = 1) {\n    return 2;\n  }\n  return 3;\n}\n";
const fixedScript = script.replace("a = 1", "a === 1");

function uriOf(path: string): vscode.Uri {
  const root = vscode.workspace.workspaceFolders?.[0];
  assert.ok(root, "the tests run in a workspace");
  return vscode.Uri.joinPath(root.uri, folder, path);
}

/** Each test has a file of its own, so that none sees what another left unsaved. */
const opened = { count: 0 };

async function open(text: string, ending = "js"): Promise<vscode.TextEditor> {
  opened.count += 1;
  const path = `file${opened.count}.${ending}`;
  await vscode.workspace.fs.writeFile(uriOf(path), new TextEncoder().encode(text));
  const editor = await vscode.window.showTextDocument(uriOf(path));
  assert.equal(editor.document.getText(), text);
  return editor;
}

function ours(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source?.startsWith("Flywheel") === true);
}

/** Resolves as soon as `probe` holds, looked at again at each of the editor's events. */
async function until(probe: () => boolean): Promise<void> {
  const changes = [
    vscode.window.tabGroups.onDidChangeTabs,
    vscode.languages.onDidChangeDiagnostics,
    vscode.workspace.onDidChangeTextDocument,
    vscode.window.onDidChangeActiveTextEditor,
  ] as readonly vscode.Event<unknown>[];
  while (!probe()) {
    await new Promise<void>((resolve) => {
      const listening = changes.map((event) =>
        event(() => {
          listening.forEach((each) => each.dispose());
          resolve();
        }),
      );
    });
  }
}

function previewTab(): vscode.Tab | undefined {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .find(
      ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.scheme === "flywheel-preview",
    );
}

async function setBackends(value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration()
    .update("flywheel.backends", value, vscode.ConfigurationTarget.Global);
}

describe("find bugs and fix", () => {
  beforeEach(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("flywheel.clearFindings");
  });
  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("flywheel.clearFindings");
    await vscode.workspace.fs.delete(uriOf(""), { recursive: true });
  });

  describe("offline", () => {
    it("marks what the rules find, and lets it go when its line changes", async () => {
      const { document } = await open(script);
      const found = await vscode.commands.executeCommand("flywheel.findBugs", document.uri);
      assert.ok(Array.isArray(found) && found.length === 1);
      const [diagnostic] = ours(document.uri);
      assert.equal(diagnostic?.source, "Flywheel (rule)");
      assert.equal(diagnostic.code, "assignment-in-condition");
      assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Warning);
      assert.equal(document.getText(diagnostic.range), "a = 1");

      const above = new vscode.WorkspaceEdit();
      above.insert(document.uri, new vscode.Position(0, 0), "// one\n// two\n");
      await vscode.workspace.applyEdit(above);
      assert.equal(document.getText(ours(document.uri)[0]?.range), "a = 1");

      const other = new vscode.WorkspaceEdit();
      other.insert(document.uri, new vscode.Position(6, 0), " ");
      await vscode.workspace.applyEdit(other);
      assert.equal(ours(document.uri).length, 1);

      const inside = new vscode.WorkspaceEdit();
      inside.insert(document.uri, new vscode.Position(3, 4), " ");
      await vscode.workspace.applyEdit(inside);
      assert.deepEqual(ours(document.uri), []);
    });

    it("searches the function at the cursor only, and replaces its findings", async () => {
      const editor = await open(`${script}function g(b) {\n  if (b = 1) return 4;\n}\n`);
      editor.selection = new vscode.Selection(7, 0, 7, 0);
      await vscode.commands.executeCommand("flywheel.findBugs");
      assert.deepEqual(
        ours(editor.document.uri).map(({ range }) => range.start.line),
        [7],
      );
      await vscode.commands.executeCommand(
        "flywheel.findBugs",
        editor.document.uri,
        new vscode.Range(0, 0, 8, 0),
      );
      assert.equal(ours(editor.document.uri).length, 2);
    });

    it("clears its findings", async () => {
      const { document } = await open(script);
      await vscode.commands.executeCommand("flywheel.findBugs", document.uri);
      await vscode.commands.executeCommand("flywheel.clearFindings");
      assert.deepEqual(ours(document.uri), []);
    });

    it("forgets the findings of a folder that is deleted", async () => {
      const inFolder = uriOf("goes/away.js");
      await vscode.workspace.fs.writeFile(inFolder, new TextEncoder().encode(script));
      await vscode.window.showTextDocument(inFolder);
      await vscode.commands.executeCommand("flywheel.findBugs", inFolder);
      assert.equal(ours(inFolder).length, 1);
      const edit = new vscode.WorkspaceEdit();
      edit.deleteFile(uriOf("goes"), { recursive: true });
      assert.ok(await vscode.workspace.applyEdit(edit));
      await until(() => ours(inFolder).length === 0);
    });

    it("previews a rule's fix and writes it in one undo step, CRLF kept", async () => {
      const { document } = await open(script.replaceAll("\n", "\r\n"));
      await vscode.commands.executeCommand("flywheel.findBugs", document.uri);
      const fixing = vscode.commands.executeCommand(
        "flywheel.fixProblem",
        document.uri,
        new vscode.Range(1, 0, 1, 0),
      );
      await until(() => previewTab() !== undefined);
      assert.equal(document.getText(), script.replaceAll("\n", "\r\n"));
      await vscode.commands.executeCommand("flywheel.internal.acceptPreview");
      assert.equal(await fixing, "applied");
      assert.equal(document.getText(), fixedScript.replaceAll("\n", "\r\n"));
      assert.equal(previewTab(), undefined);
      assert.deepEqual(ours(document.uri), []);
      await vscode.commands.executeCommand("undo");
      assert.equal(document.getText(), script.replaceAll("\n", "\r\n"));
    });

    it("writes nothing when the preview is discarded or closed", async () => {
      const { document } = await open(script);
      for (const leave of [
        () => vscode.commands.executeCommand("flywheel.internal.discardPreview"),
        () => vscode.commands.executeCommand("workbench.action.closeActiveEditor"),
      ]) {
        await vscode.commands.executeCommand("flywheel.findBugs", document.uri);
        const fixing = vscode.commands.executeCommand(
          "flywheel.fixProblem",
          document.uri,
          new vscode.Range(1, 0, 1, 0),
        );
        await until(
          () =>
            vscode.window.tabGroups.activeTabGroup.activeTab === previewTab() && previewTab() !== undefined,
        );
        await leave();
        assert.equal(await fixing, "dismissed");
        assert.equal(document.getText(), script);
      }
    });

    it("refuses to write when the document has changed meanwhile", async () => {
      const { document } = await open(script);
      await vscode.commands.executeCommand("flywheel.findBugs", document.uri);
      const fixing = vscode.commands.executeCommand(
        "flywheel.fixProblem",
        document.uri,
        new vscode.Range(1, 0, 1, 0),
      );
      await until(() => previewTab() !== undefined);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), "// new\n");
      await vscode.workspace.applyEdit(edit);
      await vscode.commands.executeCommand("flywheel.internal.acceptPreview");
      assert.equal(await fixing, "refused");
      assert.equal(document.getText(), `// new\n${script}`);
    });

    it("shows one preview for a file: a newer one takes the place of the older", async () => {
      const { document } = await open(script);
      await vscode.commands.executeCommand("flywheel.findBugs", document.uri);
      const fix = (): Thenable<unknown> =>
        vscode.commands.executeCommand("flywheel.fixProblem", document.uri, new vscode.Range(1, 0, 1, 0));
      const first = fix();
      await until(() => previewTab() !== undefined);
      const second = fix();
      assert.equal(await first, "dismissed");
      await until(() => previewTab() !== undefined);
      await vscode.commands.executeCommand("flywheel.internal.acceptPreview");
      assert.equal(await second, "applied");
      assert.equal(document.getText(), fixedScript);
    });

    it("offers its commands as code actions only where asked, and prefers none", async () => {
      const { document } = await open(script);
      await vscode.commands.executeCommand("flywheel.findBugs", document.uri);
      const actions = async (range: vscode.Range, kind?: string): Promise<vscode.CodeAction[]> =>
        (
          await vscode.commands.executeCommand<vscode.CodeAction[]>(
            "vscode.executeCodeActionProvider",
            document.uri,
            range,
            kind,
          )
        ).filter(({ command }) => command?.command.startsWith("flywheel.") === true);
      const titles = async (range: vscode.Range, kind?: string): Promise<string[]> =>
        (await actions(range, kind)).map(({ title }) => title);
      assert.deepEqual(await titles(new vscode.Range(4, 2, 4, 2)), []);
      assert.deepEqual(await titles(new vscode.Range(4, 2, 4, 10)), [
        "Explain with Flywheel",
        "Generate tests with Flywheel",
        "Find bugs with Flywheel",
      ]);
      assert.deepEqual(await titles(new vscode.Range(4, 2, 4, 2), "source"), ["Find bugs with Flywheel"]);
      const fixes = await actions(new vscode.Range(1, 8, 1, 8));
      assert.deepEqual(
        fixes.map(({ title, isPreferred }) => [title, isPreferred ?? false]),
        [["Compare with === (preview)", false]],
      );
    });

    it("shows lenses above functions only when they are switched on", async () => {
      const { document } = await open(script);
      const titles = async (): Promise<(string | undefined)[]> =>
        (
          await vscode.commands.executeCommand<vscode.CodeLens[]>(
            "vscode.executeCodeLensProvider",
            document.uri,
          )
        )
          .filter(({ command }) => command?.command.startsWith("flywheel.") === true)
          .map(({ command }) => command?.title);
      assert.deepEqual(await titles(), []);
      const settings = vscode.workspace.getConfiguration();
      await settings.update("flywheel.codeLens.enabled", true, vscode.ConfigurationTarget.Global);
      assert.deepEqual(await titles(), ["Explain", "Generate tests", "Find bugs"]);
      await settings.update("flywheel.codeLens.enabled", undefined, vscode.ConfigurationTarget.Global);
    });
  });

  describe("with a chat backend", () => {
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

    const finding = (quote: string, fix: string | null): string =>
      JSON.stringify([{ line: 2, quote, problem: "It assigns.", fix }]);

    it("marks what the model finds, drops what is not in the file, and previews its fix", async () => {
      const { document } = await open(script);
      server.enqueue(
        replyWithText(
          `[${finding("  if (a = 1) {", "if (a === 1) {").slice(1, -1)},${finding("if (b) {", null).slice(1, -1)}]`,
          { chunkChars: 7 },
        ),
      );
      await vscode.commands.executeCommand("flywheel.findBugs", document.uri);
      const [diagnostic, more] = ours(document.uri);
      assert.equal(more, undefined);
      assert.equal(diagnostic?.source, "Flywheel (model)");
      assert.equal(diagnostic.message, "It assigns.");
      assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Warning);
      assert.deepEqual(diagnostic.range, new vscode.Range(1, 2, 1, 14));
      assert.match(JSON.stringify(server.lastRequest?.json), /2\| {3}if \(a = 1\)/);

      const fixing = vscode.commands.executeCommand("flywheel.fixProblem", document.uri, diagnostic.range);
      await until(() => previewTab() !== undefined);
      await vscode.commands.executeCommand("flywheel.internal.acceptPreview");
      assert.equal(await fixing, "applied");
      assert.equal(document.getText(), fixedScript);
    });

    it("throws its findings away when the file was shortened during the search", async () => {
      const editor = await open(script);
      const { document } = editor;
      const messages = new ShownMessages();
      try {
        server.enqueue(async () => {
          await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, document.lineCount, 0)));
          return replyWithText(finding("  if (a = 1) {", null), { chunkChars: 50 });
        });
        assert.equal(await vscode.commands.executeCommand("flywheel.findBugs", document.uri), undefined);
        assert.match(messages.take().join(), /changed during the search/);
        assert.deepEqual(ours(document.uri), []);
      } finally {
        messages.restore();
      }
    });

    it("fixes a problem that another extension reports", async () => {
      const { document } = await open(script);
      const others = vscode.languages.createDiagnosticCollection("linter");
      const problem = new vscode.Diagnostic(
        new vscode.Range(4, 2, 4, 10),
        "Magic number.",
        vscode.DiagnosticSeverity.Error,
      );
      problem.source = "linter";
      others.set(document.uri, [problem]);
      server.enqueue(
        replyWithText("<<<<<<< ORIGINAL\n  return 3;\n=======\n  return three;\n>>>>>>> REPLACEMENT\n", {
          chunkChars: 5,
        }),
      );
      const fixing = vscode.commands.executeCommand("flywheel.fixProblem", document.uri, problem.range);
      await until(() => previewTab() !== undefined);
      await vscode.commands.executeCommand("flywheel.internal.acceptPreview");
      assert.equal(await fixing, "applied");
      assert.equal(document.getText(), script.replace("return 3", "return three"));
      assert.match(
        JSON.stringify(server.lastRequest?.json),
        /Reported by linter at line 5:\\nMagic number\./,
      );
      others.dispose();
    });

    it("writes nothing when the answer's anchor is not in the file, or the server fails", async () => {
      const { document } = await open(script);
      const others = vscode.languages.createDiagnosticCollection("linter");
      others.set(document.uri, [new vscode.Diagnostic(new vscode.Range(4, 2, 4, 10), "Magic number.")]);
      for (const reply of [
        replyWithText("<<<<<<< ORIGINAL\n  return 9;\n=======\n  return 8;\n>>>>>>> REPLACEMENT\n"),
        replyWithText("I cannot."),
        replyWithError(400, "No."),
      ]) {
        server.enqueue(reply);
        assert.equal(
          await vscode.commands.executeCommand(
            "flywheel.fixProblem",
            document.uri,
            new vscode.Range(4, 2, 4, 2),
          ),
          undefined,
        );
        assert.equal(document.getText(), script);
      }
      others.dispose();
    });

    it("keeps old findings when a search fails", async () => {
      const { document } = await open(script);
      server.enqueue(replyWithText(finding("  if (a = 1) {", null)));
      await vscode.commands.executeCommand("flywheel.findBugs", document.uri);
      server.enqueue(replyWithError(400, "No."));
      assert.equal(await vscode.commands.executeCommand("flywheel.findBugs", document.uri), undefined);
      assert.equal(ours(document.uri).length, 1);
    });
  });
});
