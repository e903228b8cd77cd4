import assert from "node:assert/strict";
import * as vscode from "vscode";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { ShownMessages } from "./shownMessages.ts";

const names = ["flywheel.backends", "flywheel.roles.completion", "flywheel.roles.chat"] as const;

function read(name: string): unknown {
  return vscode.workspace.getConfiguration().get(name);
}

async function set(values: readonly unknown[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    await vscode.workspace.getConfiguration().update(name, values[index], vscode.ConfigurationTarget.Global);
  }
}

describe("managing backends", () => {
  let server: FakeModelServer;
  let messages: ShownMessages;
  const other = { preset: "ollama", model: "coder" };
  const profile = (): Record<string, string> => ({
    preset: "openai-compatible",
    baseUrl: server.baseUrl,
    model: "fake-model",
  });

  before(async () => {
    await vscode.extensions.getExtension("flywheel.flywheel")?.activate();
    server = await FakeModelServer.start();
  });
  beforeEach(async () => {
    await set([{ "127.0.0.1": profile(), home: other }, "127.0.0.1", ["127.0.0.1", "home"]]);
    messages = new ShownMessages();
  });
  afterEach(async () => {
    messages.restore();
    await set([undefined, undefined, undefined]);
  });
  after(() => server.stop());

  it("renames one with its roles, without a word", async () => {
    messages.choose = ["$(server) 127.0.0.1", "Rename"];
    messages.inputs.push("team");
    assert.equal(await vscode.commands.executeCommand("flywheel.setUpBackend"), "team");
    assert.deepEqual(names.map(read), [{ team: profile(), home: other }, "team", ["team", "home"]]);
    assert.deepEqual(messages.take(), []);
  });

  it("keeps a profile with a dot in its name when another one is added", async () => {
    messages.choose = ["Add a backend", "Paste a curl line", "Save without using"];
    messages.inputs.push(`curl ${server.baseUrl}/chat/completions -d '{"model":"fake-model"}'`);
    const added = await vscode.commands.executeCommand<string>("flywheel.setUpBackend");
    assert.deepEqual(Object.keys(read(names[0]) as object).sort(), ["127.0.0.1", added, "home"].sort());
    assert.deepEqual((read(names[0]) as Record<string, unknown>)["127.0.0.1"], profile());
  });

  it("removes one after a question, and what named it goes on with the others", async () => {
    messages.choose = ["$(server) 127.0.0.1", "Remove with its key", "Remove"];
    await vscode.commands.executeCommand("flywheel.setUpBackend");
    assert.deepEqual(messages.take(), ["Remove the backend 127.0.0.1 and its stored key?"]);
    assert.deepEqual(names.map(read), [{ home: other }, "auto", "home"]);
  });

  it("keeps it when the question is answered with no", async () => {
    messages.choose = ["$(server) 127.0.0.1", "Remove with its key"];
    await vscode.commands.executeCommand("flywheel.setUpBackend");
    assert.deepEqual(Object.keys(read(names[0]) as object), ["127.0.0.1", "home"]);
  });

  it("makes one the backend of completion and chat", async () => {
    messages.choose = ["$(server) home", "Use for completion and chat"];
    assert.equal(await vscode.commands.executeCommand("flywheel.setUpBackend"), "home");
    assert.deepEqual(names.map(read).slice(1), ["home", "home"]);
    assert.deepEqual(messages.take(), []);
  });

  it("edits one by the same questions, and saves nothing when one of them is dismissed", async () => {
    messages.choose = ["$(server) 127.0.0.1", "Edit"];
    assert.equal(await vscode.commands.executeCommand("flywheel.setUpBackend"), undefined);
    assert.deepEqual(read(names[0]), { "127.0.0.1": profile(), home: other });

    messages.choose = ["$(server) 127.0.0.1", "$(edit) Edit", "other-model", "Save and use"];
    messages.inputs.push(server.baseUrl, "");
    server.rules = [
      {
        match: { path: "/models" },
        reply: { json: { object: "list", data: [{ id: "other-model", object: "model" }] } },
      },
    ];
    assert.equal(await vscode.commands.executeCommand("flywheel.setUpBackend"), "127.0.0.1");
    const saved = (read(names[0]) as Record<string, { model: string }>)["127.0.0.1"];
    assert.equal(saved?.model, "other-model");
  });
});
