import assert from "node:assert/strict";
import { Session } from "node:inspector";
import * as vscode from "vscode";
import { ShownMessages } from "./shownMessages.ts";

const folder = "workerDeathTest";
const source = "export function f(a) {\n  if (a = 1) {\n    return 2;\n  }\n  return 3;\n}\n";

function uriOf(path: string): vscode.Uri {
  const root = vscode.workspace.workspaceFolders?.[0];
  assert.ok(root, "the tests run in a workspace");
  return vscode.Uri.joinPath(root.uri, folder, path);
}

/** Ends the extension's background thread from within, as running out of memory would; false when there is none. */
async function killWorker(): Promise<boolean> {
  const session = new Session();
  session.connect();
  const attached = new Promise<string | undefined>((resolve) => {
    session.on("NodeWorker.attachedToWorker", ({ params }) => {
      if (params.workerInfo.title.includes("flywheel")) {
        resolve(params.sessionId);
      }
    });
    session.post("NodeWorker.enable", { waitForDebuggerOnStart: false }, () =>
      setTimeout(() => resolve(undefined), 2000),
    );
  });
  try {
    const sessionId = await attached;
    if (sessionId === undefined) {
      return false;
    }
    const gone = new Promise<void>((resolve) => {
      session.on("NodeWorker.detachedFromWorker", ({ params }) => {
        if (params.sessionId === sessionId) {
          resolve();
        }
      });
    });
    const evaluate = { id: 1, method: "Runtime.evaluate", params: { expression: "process.exit(7)" } };
    session.post("NodeWorker.sendMessageToWorker", { sessionId, message: JSON.stringify(evaluate) });
    await gone;
    return true;
  } finally {
    session.disconnect();
  }
}

// The name of this file puts it last: the window has no background thread afterwards.
describe("the death of the background thread", () => {
  let messages: ShownMessages;
  let uri: vscode.Uri;
  const files = { count: 0 };

  const findBugs = (): Thenable<unknown> => vscode.commands.executeCommand("flywheel.findBugs", uri);
  /** Each message with the buttons below it. */
  const shown = (): string[] =>
    messages.texts.map((text, index) => [text, ...(messages.buttons[index] ?? [])].join(" | "));

  before(() => vscode.extensions.getExtension("flywheel.flywheel")?.activate());

  beforeEach(async () => {
    files.count += 1;
    uri = uriOf(`dead${files.count}.js`);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(source));
    messages = new ShownMessages();
  });

  afterEach(async () => {
    messages.restore();
    await vscode.commands.executeCommand("flywheel.clearFindings");
  });

  after(() => vscode.workspace.fs.delete(uriOf(""), { recursive: true }));

  it("starts another one: the next command works, and the log goes on", async () => {
    assert.ok(Array.isArray(await findBugs()));
    messages.take();
    assert.equal(await killWorker(), true);
    // A search that is asked in the very moment of the death fails with its own message; the next one works.
    let found = await findBugs();
    while (!Array.isArray(found)) {
      const [text] = messages.take();
      assert.match(text ?? "", /background thread stopped\. Try again/);
      found = await findBugs();
    }
    assert.equal(found.length, 1);
    assert.deepEqual(messages.take(), [`1 possible bug in dead${files.count}.js.`]);

    const target = vscode.Uri.joinPath(uriOf(""), "export");
    await vscode.workspace.fs.createDirectory(target);
    const [events] = await vscode.commands.executeCommand<string[]>("flywheel.exportStatistics", {
      folder: target.fsPath,
      format: "ndjson",
    });
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(events ?? "")));
    const searches = text.split("\n").filter((line) => line.includes('"type":"findings"'));
    assert.ok(searches.length >= 2, "the search before the death and the one after it");
  });

  it("reads the workspace again, so that questions find their passages", async () => {
    await findBugs();
    assert.equal(await killWorker(), true);
    let answer = "";
    const isFound = (): boolean => /errors\.py/.test(answer);
    while (!isFound()) {
      answer = String(
        await vscode.commands.executeCommand("flywheel.ask", { text: "InsufficientStockError" }),
      );
    }
    assert.ok(isFound());
  });

  it("gives up after four deaths in one message, and says so on every command, losing nothing", async () => {
    const { document } = await vscode.window.showTextDocument(uri).then((editor) => editor);
    const farewells = (): string[] => shown().filter((text) => text.includes("several times"));
    while (farewells().length === 0) {
      await findBugs();
      await killWorker();
    }
    assert.deepEqual(farewells(), [
      "Flywheel's background thread stopped several times and is left alone now. Nothing that was saved is lost; reload the window to start it again. | Reload Window",
    ]);
    messages.texts.length = 0;
    messages.buttons.length = 0;
    assert.equal(await findBugs(), undefined);
    assert.equal(messages.texts.length, 1);
    assert.match(messages.texts[0] ?? "", /background thread stopped/);
    assert.deepEqual(messages.buttons[0], ["Reload Window"]);
    assert.equal(document.getText(), source);
  });
});
