import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import type { Frame } from "playwright-core";
import { FakeModelServer, type Reply } from "../fakes/fakeModelServer.ts";
import {
  chatChunk,
  defaultReply,
  replyWithError,
  replyWithText,
  sseEvent,
} from "../fakes/fakeModelServerReplies.ts";
import { waitFor } from "./waitFor.ts";
import { Workbench } from "./workbench.ts";

const reports = "python/inventory/reports.py";

/** An address of this machine that is not loopback: to Flywheel, a host like any other. */
function outerAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all.find(({ internal, family }) => !internal && family === "IPv4")?.address;
}

describe("failures of a backend", () => {
  let server: FakeModelServer;
  let workbench: Workbench;
  let chat: Frame;
  let textBefore: string;

  before(async () => {
    server = await FakeModelServer.start();
    workbench = await Workbench.open({ settings: backendsOf({}) });
    await workbench.openFile(reports, { line: 20 });
    textBefore = await workbench.editorText(reports);
    await workbench.executeCommandId("flywheel.ask");
    chat = await workbench.webview({ css: ".composer" });
  });

  after(async () => {
    await workbench?.close();
    await server?.stop();
  });

  afterEach(async () => {
    // Whatever a server did: the file is as it was, nothing pops up, and the next question is answered.
    assert.equal(await workbench.editorText(reports), textBefore);
    assert.deepEqual(await workbench.notifications.texts(), []);
  });

  function backendsOf(more: Record<string, unknown>): Record<string, unknown> {
    const fake = { preset: "openai-compatible", baseUrl: server.baseUrl, model: "fake-model", ...more };
    return { "flywheel.backends": { fake } };
  }

  const turnOf = (question: string, state: string) =>
    chat.locator(`.turn[data-state=${state}]`, {
      has: chat.locator(".question-text", { hasText: question }),
    });

  /** Answers questions so; completions get what they always get. */
  function answer(reply: Reply): void {
    server.respondWith((request) => (isQuestion(request.body) ? reply : defaultReply(request)));
  }

  const timesAsked = (question: string): number =>
    server.requests.filter(({ body }) => lastMessageOf(body).includes(question)).length;

  async function ask(text: string): Promise<void> {
    await chat.locator(".input").fill(text);
    await chat.locator(".input").press("Enter");
  }

  async function noteOf(question: string): Promise<string> {
    await turnOf(question, "error").locator(".note-error").waitFor();
    return turnOf(question, "error").locator(".note-error").innerText();
  }

  async function worksAgain(question: string): Promise<void> {
    answer(replyWithText(`All is well after ${question}`));
    await ask(`Again: ${question}`);
    await turnOf(`Again: ${question}`, "complete").locator("p", { hasText: "All is well" }).waitFor();
  }

  it("a bad key is named once, with the way to a new one", async () => {
    answer(replyWithError(401, "Incorrect API key provided", { code: "invalid_api_key" }));
    await ask("Bad key?");
    assert.match(await noteOf("Bad key?"), /refused the API key \(“Incorrect API key provided”\)/);
    await turnOf("Bad key?", "error").locator("button", { hasText: "Set Up Backend" }).waitFor();
    assert.equal(timesAsked("Bad key?"), 1);
    await worksAgain("Bad key?");
  });

  it("a key of another Spark line is told as that", async () => {
    await workbench.setSettings(backendsOf({ preset: "spark-4.0-ultra", model: "4.0Ultra" }));
    const body = { code: 11200, message: "AppIdNoAuthError", sid: "cht000wrong" };
    answer({ status: 200, json: body });
    await ask("Wrong line?");
    assert.match(
      await noteOf("Wrong line?"),
      /accepts this key, but not for the model 4\.0Ultra.*has its own password/,
    );
    await workbench.screenshot("failure-wrong-line");
    await worksAgain("Wrong line?");
  });

  it("an answer that Spark's moderation stops is taken back and can be inserted nowhere", async () => {
    const gate = Promise.withResolvers<void>();
    const text = "Take this:\n\n```python\ndef withdrawn_code():\n    return 1\n```\n\nAnd then";
    const refusal = { code: 10014, message: "Output sensitive", sid: "cht000moderated" };
    answer({ pieces: [sseEvent(chatChunk({ content: text })), { until: gate.promise }, sseEvent(refusal)] });
    await ask("Moderated?");
    await turnOf("Moderated?", "running").locator("pre", { hasText: "withdrawn_code" }).waitFor();
    gate.resolve();
    const note = await noteOf("Moderated?");
    assert.match(note, /stopped its own answer midway.*The text so far is withdrawn/);
    assert.match(note, /cht000moderated/, "the provider's id is there for its support");
    const turn = turnOf("Moderated?", "error");
    assert.doesNotMatch(await turn.innerText(), /withdrawn_code/);
    for (const label of ["Apply as diff", "Insert at cursor", "Copy answer"]) {
      assert.equal(await turn.locator(`button[aria-label='${label}']`).count(), 0, label);
    }
    await workbench.screenshot("failure-moderated");
    await worksAgain("Moderated?");
    assert.ok(
      server.requests.every(({ body }) => !body.includes("withdrawn_code")),
      "nor does it go back to the model",
    );
  });

  it("a stream that stalls ends by its deadline, closes its socket and keeps what was said", async () => {
    await workbench.setSettings(backendsOf({ timeouts: { betweenBytesMs: 1500 } }));
    answer({ text: "Half of an answer that never comes to its end.", chunkChars: 10, stallAfterChunks: 3 });
    await ask("Stalled?");
    assert.match(
      await noteOf("Stalled?"),
      /stopped in the middle of its answer\. Try again; raise timeouts\.betweenBytesMs/,
    );
    assert.match(await turnOf("Stalled?", "error").innerText(), /Half of an answer/);
    await waitFor(
      () => server.requests.findLast(({ body }) => body.includes("Stalled?"))?.wasCutOff === true,
      { what: "the socket to be closed" },
    );
    await worksAgain("Stalled?");
  });

  it("a sign-in page in the server's place is told as one", async () => {
    const body =
      "<!doctype html><html><head><title>Sign in to the network</title></head><body><form></form></body></html>";
    answer({ status: 200, body });
    await ask("Login page?");
    assert.match(
      await noteOf("Login page?"),
      /answered with a web page and not as a model server \(“Sign in to the network”\)/,
    );
    await worksAgain("Login page?");
  });

  it("a reset in the middle is told, and what was said stays", async () => {
    answer({ text: "The connection will break about here.", chunkChars: 10, resetAfterChunks: 2 });
    await ask("Reset?");
    assert.match(await noteOf("Reset?"), /The answer of 127\.0\.0\.1:\d+ broke off/);
    assert.match(await turnOf("Reset?", "error").innerText(), /The connection will/);
    assert.equal(timesAsked("Reset?"), 1, "half an answer is never asked for again");
    await workbench.screenshot("failure-reset");
    await worksAgain("Reset?");
  });

  describe("a host that was not confirmed", () => {
    let far: FakeModelServer;

    beforeEach(async function test() {
      const host = outerAddress();
      if (host === undefined) {
        process.stdout.write("      skipped: this machine has no address but loopback\n");
        this.skip();
      }
      far = await FakeModelServer.start({ host });
    });
    afterEach(() => far?.stop());

    const farProfile = () => ({
      preset: "openai-compatible",
      baseUrl: `http://${outerAddress()}:${far.port}/v1`,
      model: "far-model",
    });

    it("gets nothing when the question about it is closed", async () => {
      await workbench.setSettings({ "flywheel.backends": { far: farProfile() } });
      await ask("Unconfirmed?");
      await waitFor(() => workbench.dialog.isOpen(), { what: "the question about the host" });
      await workbench.screenshot("failure-unconfirmed-question");
      await workbench.press("Escape");
      assert.match(await noteOf("Unconfirmed?"), /Nothing was sent: you have not yet allowed code to go to/);
      assert.equal(far.requests.length, 0);
    });

    it("never stands in for one that is down, and nobody is asked about it", async () => {
      const down = {
        preset: "openai-compatible",
        baseUrl: `http://127.0.0.1:${await freePort()}/v1`,
        model: "down-model",
      };
      await workbench.setSettings({
        "flywheel.backends": { down, far: farProfile() },
        "flywheel.roles.chat": ["down", "far"],
      });
      await ask("Stand in?");
      assert.match(await noteOf("Stand in?"), /Nothing answers at 127\.0\.0\.1/);
      assert.equal(await workbench.dialog.isOpen(), false);
      assert.equal(far.requests.length, 0);
    });
  });

  it("a completion that meets a limit of rate says nothing anywhere", async () => {
    await workbench.setSettings(backendsOf({}));
    server.respondWith(() => replyWithError(429, "Too many requests"));
    await workbench.openFile("python/inventory/items.py", { line: 1, column: 1 });
    await workbench.press("Control+End");
    const asked = server.requests.length;
    await workbench.type("\n\ndef limited(");
    await waitFor(() => server.requests.length > asked, { what: "the completion to be asked for" });
    await server.requests.at(-1)?.closed;
    await waitFor(async () => !/loading/.test(await statusHtml()), { what: "the wait to be over" });
    assert.doesNotMatch(await statusLabel(), /limit|slow down|too many/i);
    assert.doesNotMatch(await statusHtml(), /codicon-warning/);
    server.respondWith(undefined);
  });

  it("names who stands in and since when, and goes back to the first when it answers", async () => {
    const port = await freePort();
    const first = {
      preset: "openai-compatible",
      baseUrl: `http://127.0.0.1:${port}/v1`,
      model: "first-model",
    };
    const second = { preset: "openai-compatible", baseUrl: server.baseUrl, model: "second-model" };
    await workbench.setSettings({
      "flywheel.backends": { first, second },
      "flywheel.roles.completion": ["first", "second"],
    });
    await workbench.waitForStatus("flywheel", /first-model/);
    await workbench.openFile("python/inventory/items.py", { line: 1, column: 1 });
    await workbench.press("Control+End");
    await workbench.type("\n\ndef fallen(items):\n    ");
    await workbench.waitForStatus("flywheel", /second-model/);
    assert.match(
      await statusLabel(),
      /first has been down since .*; second stands in until it answers again/,
    );
    assert.doesNotMatch(await statusHtml(), /codicon-warning/);
    await workbench.screenshot("failure-stand-in");
    const healed = await FakeModelServer.start({ port });
    try {
      await waitFor(
        async () => {
          await workbench.type("x");
          return /first-model/.test(await workbench.statusText("flywheel"));
        },
        { what: "the first to be back", timeoutMs: 40_000, intervalMs: 1_000 },
      );
      assert.doesNotMatch(await statusLabel(), /has been down/);
      assert.ok(healed.requests.length > 0);
    } finally {
      await healed.stop();
    }
  });

  async function statusLabel(): Promise<string> {
    return (await workbench.statusItem("flywheel").getAttribute("aria-label")) ?? "";
  }

  function statusHtml(): Promise<string> {
    return workbench.statusItem("flywheel").innerHTML();
  }
});

function lastMessageOf(body: string): string {
  const { messages = [] } = JSON.parse(body) as { messages?: { content: string }[] };
  return messages.at(-1)?.content ?? "";
}

/** Questions of this file end in a question mark; what completes code does not. */
function isQuestion(body: string): boolean {
  return body !== "" && lastMessageOf(body).trim().endsWith("?");
}

/** A port at which nothing listens. */
async function freePort(): Promise<number> {
  const server = await FakeModelServer.start();
  const { port } = server;
  await server.stop();
  return port;
}
