import assert from "node:assert/strict";
import { Session } from "node:inspector";
import * as vscode from "vscode";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { replyWithError, replyWithText } from "../fakes/fakeModelServerReplies.ts";
import { ShownMessages } from "./shownMessages.ts";

const folder = "badInputTest";
const source = "export function f(a) {\n  if (a = 1) {\n    return 2;\n  }\n  return 3;\n}\n";

function uriOf(path: string): vscode.Uri {
  const root = vscode.workspace.workspaceFolders?.[0];
  assert.ok(root, "the tests run in a workspace");
  return vscode.Uri.joinPath(root.uri, folder, path);
}

function set(name: string, value: unknown): Thenable<void> {
  return vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
}

/** Looks again at each turn of the event loop; the test's own timeout ends a wait in vain. */
async function until(probe: () => boolean): Promise<void> {
  while (!probe()) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
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

describe("bad input", () => {
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
    uri = uriOf(`bad${files.count}.js`);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(source));
    messages = new ShownMessages();
  });

  afterEach(async () => {
    for (const name of ["backends", "roles.chat", "completion.multiline", "language"]) {
      await set(`flywheel.${name}`, undefined);
    }
    messages.restore();
    await vscode.commands.executeCommand("flywheel.clearFindings");
  });

  after(() => vscode.workspace.fs.delete(uriOf(""), { recursive: true }));

  describe("in settings", () => {
    it("names an unknown value once and goes on with the default", async () => {
      await set("flywheel.language", "latin");
      assert.ok(Array.isArray(await findBugs()));
      assert.ok(Array.isArray(await findBugs()));
      const complaints = shown().filter((text) => text.includes("flywheel.language"));
      assert.deepEqual(complaints, [
        'The setting flywheel.language cannot be "latin"; its default is used. | Open Settings',
      ]);
    });

    it("names an unknown backend of a role and works offline", async () => {
      await set("flywheel.roles.chat", "nobody");
      assert.ok(Array.isArray(await findBugs()));
      const complaints = shown().filter((text) => text.includes("nobody"));
      assert.deepEqual(complaints, [
        "The backend nobody of flywheel.roles.chat does not exist; the offline backend is used. | Open Settings",
      ]);
    });

    for (const [what, profile, expected] of [
      ["an unknown preset", { preset: "cloud-9", model: "m" }, /names the preset “cloud-9”, which does not exist/],
      ["no address", { preset: "openai-compatible", model: "m" }, /needs a baseUrl, such as/],
      ["a wrong address", { preset: "openai-compatible", baseUrl: "not a url", model: "m" }, /is no web address/],
      ["no model", { preset: "openai-compatible", baseUrl: "http://127.0.0.1:9/v1" }, /needs a model name/],
      ["no object", "fast", /is no object/],
    ] as const) {
      it(`says once that a profile has ${what}, and works offline`, async () => {
        await set("flywheel.backends", { broken: profile });
        assert.ok(Array.isArray(await findBugs()));
        const complaints = shown().filter((text) => text.includes("broken"));
        assert.equal(complaints.length, 1, complaints.join("\n"));
        assert.match(complaints[0] ?? "", expected);
        assert.match(complaints[0] ?? "", /\| Set Up Backend$/);
      });
    }
  });

  describe("from a server", () => {
    let server: FakeModelServer;
    before(async () => {
      server = await FakeModelServer.start();
    });
    after(() => server.stop());

    const use = (baseUrl: string): Thenable<void> =>
      set("flywheel.backends", { fake: { preset: "openai-compatible", baseUrl, model: "fake-model" } });

    it("says that nothing answers at an address, and what to do", async () => {
      const closed = await FakeModelServer.start();
      const { baseUrl } = closed;
      await closed.stop();
      await use(baseUrl);
      assert.equal(await findBugs(), undefined);
      const [only, more] = shown();
      assert.match(only ?? "", /^Nothing answers at 127\.0\.0\.1:\d+\. Start the model server.*\| Diagnose$/);
      assert.equal(more, undefined);
    });

    it("says that an address has no such path", async () => {
      await use(`${server.url}/nowhere`);
      server.enqueue(replyWithError(404, "Not Found"));
      assert.equal(await findBugs(), undefined);
      assert.match(shown().join("\n"), /^127\.0\.0\.1:\d+ has no such address.*\| Set Up Backend$/);
    });

    it("says that a web page answered", async () => {
      await use(server.baseUrl);
      server.enqueue({
        status: 200,
        headers: { "content-type": "text/html" },
        body: "<!doctype html><title>Sign in</title>",
      });
      assert.equal(await findBugs(), undefined);
      assert.match(shown().join("\n"), /^127\.0\.0\.1:\d+ answered with a web page.*\| Set Up Backend$/);
    });

    it("says that a key was refused", async () => {
      await use(server.baseUrl);
      server.respondWith(() => replyWithError(401, "Incorrect API key", { code: "invalid_api_key" }));
      assert.equal(await findBugs(), undefined);
      server.respondWith(undefined);
      assert.match(shown().join("\n"), /^127\.0\.0\.1:\d+ refused the API key.*\| Set Up Backend$/);
    });

    it("says that an answer cannot be read, and keeps the findings there were", async () => {
      await use(server.baseUrl);
      server.enqueue(replyWithText("I like this code."));
      assert.equal(await findBugs(), undefined);
      assert.equal(messages.texts.length, 1);
      assert.match(messages.texts[0] ?? "", /could not be read/);
    });
  });

  describe("from a background thread that died", () => {
    it("starts another one: the next command works, and the log goes on", async () => {
      assert.ok(Array.isArray(await findBugs()));
      messages.take();
      assert.equal(await killWorker(), true);
      const found = await findBugs();
      assert.ok(Array.isArray(found) && found.length === 1);
      assert.deepEqual(messages.take(), ["1 possible bug in f.".replace("f.", `bad${files.count}.js.`)]);

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

    // The last of all: this window has no background thread afterwards.
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
});
