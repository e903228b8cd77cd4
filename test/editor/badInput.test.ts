import assert from "node:assert/strict";
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
    for (const name of [
      "backends",
      "roles.chat",
      "completion.multiline",
      "completion.delayMs",
      "completion.enabled",
      "tests.maxRepairs",
      "language",
      "egress.allowedHosts",
    ]) {
      await set(`flywheel.${name}`, undefined);
    }
    messages.restore();
    await vscode.commands.executeCommand("flywheel.clearFindings");
  });

  after(() => vscode.workspace.fs.delete(uriOf(""), { recursive: true }));

  describe("in settings", () => {
    /** The messages that hold `part`, once there is one and for as long as a second look would take to tell again. */
    async function complaintsOf(part: string): Promise<string[]> {
      const isHere = (): boolean => messages.texts.some((text) => text.includes(part));
      for (let tries = 0; tries < 100 && !isHere(); tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return shown().filter((text) => text.includes(part));
    }

    it("names an unknown value once, when it is changed, and goes on with the default", async () => {
      await set("flywheel.language", "latin");
      const complaint =
        'The setting flywheel.language cannot be "latin": it takes "auto" or "en" or "zh-cn". Its default is used. | Open Settings';
      assert.deepEqual(await complaintsOf("flywheel.language"), [complaint]);
      assert.ok(Array.isArray(await findBugs()));
      await set("flywheel.completion.multiline", "sometimes");
      assert.deepEqual(await complaintsOf("flywheel.completion.multiline"), [
        'The setting flywheel.completion.multiline cannot be "sometimes": it takes "auto" or "never" or "always". Its default is used. | Open Settings',
      ]);
      assert.deepEqual(
        await complaintsOf("flywheel.language"),
        [complaint],
        "and not again with the next one",
      );
    });

    it("names a slip again that is made again", async () => {
      for (let times = 1; times <= 2; times += 1) {
        await set("flywheel.completion.delayMs", 5000);
        const complaints = await complaintsOf("flywheel.completion.delayMs");
        assert.deepEqual(complaints, [
          'The setting flywheel.completion.delayMs cannot be 5000: it takes "auto" or a whole number from 0 to 2000. Its default is used. | Open Settings',
        ]);
        messages.take();
        await set("flywheel.completion.delayMs", undefined);
      }
    });

    it("names what is wrong in several settings in one message", async () => {
      await set("flywheel.tests.maxRepairs", 9);
      await set("flywheel.completion.enabled", { python: "yes" });
      await set("flywheel.egress.allowedHosts", "corp.example");
      const complaints = await complaintsOf("maxRepairs");
      assert.equal(complaints.length, 1, complaints.join("\n"));
      for (const part of [
        "maxRepairs cannot be 9: it takes a whole number from 0 to 5. Its default is used.",
        'In the setting flywheel.completion.enabled, python cannot be "yes": it takes true or false. It is ignored.',
        "it takes a list of texts. No host may receive code until it is put right.",
      ]) {
        assert.ok(complaints[0]?.includes(part), `${part} in ${complaints[0]}`);
      }
      assert.equal(messages.texts.length, 1);
    });

    it("names an unknown backend of a role and works offline", async () => {
      await set("flywheel.roles.chat", "nobody");
      assert.ok(Array.isArray(await findBugs()));
      const complaints = await complaintsOf("nobody");
      assert.deepEqual(complaints, [
        "The backend nobody of flywheel.roles.chat does not exist; the offline backend is used. | Open Settings",
      ]);
    });

    for (const [what, profile, expected] of [
      [
        "an unknown preset",
        { preset: "cloud-9", model: "m" },
        /names the preset “cloud-9”, which does not exist/,
      ],
      ["no address", { preset: "openai-compatible", model: "m" }, /needs a baseUrl, such as/],
      [
        "a wrong address",
        { preset: "openai-compatible", baseUrl: "not a url", model: "m" },
        /is no web address/,
      ],
      ["no model", { preset: "openai-compatible", baseUrl: "http://127.0.0.1:9/v1" }, /needs a model name/],
      ["no object", "fast", /is no object/],
    ] as const) {
      it(`says once that a profile has ${what}, and works offline`, async () => {
        await set("flywheel.backends", { broken: profile });
        assert.ok(Array.isArray(await findBugs()));
        const complaints = await complaintsOf("broken");
        assert.equal(complaints.length, 1, complaints.join("\n"));
        assert.match(complaints[0] ?? "", expected);
        assert.match(complaints[0] ?? "", /\| Open Settings \| Set Up Backend$/);
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

    it("says that the settings shut a host out, and leads to them", async () => {
      await set("flywheel.egress.allowedHosts", ["*.corp.example"]);
      await use("https://models.example.invalid/v1");
      assert.equal(await findBugs(), undefined);
      assert.deepEqual(shown(), [
        "Nothing was sent: models.example.invalid is not among the hosts of the setting flywheel.egress.allowedHosts. | Open Settings",
      ]);
    });

    it("says that the day's own cap of tokens is spent, and leads to the profile", async () => {
      const capped = { preset: "openai-compatible", baseUrl: server.baseUrl, model: "fake-model" };
      await set("flywheel.backends", { capped: { ...capped, maxTokensPerDay: 1 } });
      server.enqueue(replyWithText("[]"));
      assert.deepEqual(await findBugs(), []);
      const before = server.requests.length;
      messages.texts.splice(0);
      messages.buttons.splice(0);
      assert.equal(await findBugs(), undefined);
      assert.equal(server.requests.length, before, "nothing was sent");
      assert.match(
        shown().join("\n"),
        /^The profile for fake-model .* daily cap of tokens.*\| Open Settings$/,
      );
    });

    it("goes on to the next backend of the role's list once the day's cap is spent", async () => {
      const next = { preset: "openai-compatible", baseUrl: server.baseUrl, model: "next-model" };
      // What a profile has used outlives the window, and with it a test that is tried again.
      const thrifty = `thrifty${files.count}`;
      await set("flywheel.backends", {
        [thrifty]: { ...next, model: "thrifty-model", maxTokensPerDay: 1 },
        next,
      });
      await set("flywheel.roles.chat", [thrifty, "next"]);
      const models: unknown[] = [];
      for (let turn = 0; turn < 2; turn += 1) {
        server.enqueue(replyWithText("[]"));
        assert.deepEqual(await findBugs(), []);
        models.push(server.lastRequest?.json?.["model"]);
      }
      assert.deepEqual(models, ["thrifty-model", "next-model"]);
      assert.equal(shown().join("\n").includes("cap of tokens"), false, "nothing was refused");
    });

    it("says that an answer cannot be read, and keeps the findings there were", async () => {
      await use(server.baseUrl);
      server.enqueue(replyWithText("I like this code."));
      assert.equal(await findBugs(), undefined);
      assert.equal(messages.texts.length, 1);
      assert.match(messages.texts[0] ?? "", /could not be read/);
    });
  });
});
