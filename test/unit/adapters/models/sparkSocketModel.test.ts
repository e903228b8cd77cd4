import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createBackend } from "../../../../src/adapters/models/createBackend.ts";
import { readSparkSocketKey } from "../../../../src/core/backends/sparkSocket.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";
import { FakeSocketServer } from "../../../fakes/fakeModelServerSocket.ts";
import { chatRequest, hear, makeDeps, makeProfile, wholeTextOf } from "./modelFixture.ts";

const secret = "the-api-secret-42";
const socketKey = `app01:the-api-key-77:${secret}`;
const nowMs = Date.UTC(2026, 10, 24, 9, 0, 0);

function answer(content: string, status: number, usage?: Record<string, number>): string {
  return JSON.stringify({
    header: { code: 0, message: "Success", sid: "cht01", status },
    payload: {
      choices: { status, seq: 0, text: [{ content, role: "assistant", index: 0 }] },
      ...(usage === undefined ? {} : { usage: { text: usage } }),
    },
  });
}

function failure(code: number, message: string): string {
  return JSON.stringify({ header: { code, message, sid: "cht09", status: 2 } });
}

describe("SparkSocketModel", () => {
  let server: FakeSocketServer;
  beforeEach(async () => {
    server = await FakeSocketServer.start();
  });
  afterEach(() => server.stop());

  function ask(key = socketKey, signal = new AbortController().signal, clock = new FakeClock(nowMs)) {
    const profile = makeProfile({
      preset: "spark-websocket",
      model: "generalv3.5",
      baseUrl: `${server.url}/v3.5/chat`,
    });
    const deps = makeDeps({ clock, readKey: () => Promise.resolve(key) });
    return createBackend(profile, deps).chat.streamChat({ ...chatRequest, isBackground: true }, signal);
  }

  it("signs the handshake, sends the body, and reads the answer", async () => {
    server.script = [
      { text: answer("Hel", 0) },
      { ping: "are you there" },
      { fragments: [answer("lo 飞", 1).slice(0, 20), answer("lo 飞", 1).slice(20)] },
      { text: answer("", 2, { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 }) },
    ];
    const heard = await hear(ask());
    assert.equal(heard.error, undefined);
    assert.equal(heard.text, "Hello 飞");
    assert.equal(heard.end, "stop");
    const usage = heard.chunks.find((chunk) => chunk.kind === "usage");
    assert.deepEqual(usage?.kind === "usage" && [usage.usage.promptTokens, usage.usage.isEstimated], [
      5,
      false,
    ]);
    assert.deepEqual(server.messages, [
      {
        header: { app_id: "app01" },
        parameter: { chat: { domain: "generalv3.5", max_tokens: 100, temperature: 0.01 } },
        payload: { message: { text: chatRequest.messages } },
      },
    ]);
    const url = new URL(server.handshakes[0]?.url ?? "", server.url);
    const date = new Date(nowMs).toUTCString();
    const host = new URL(server.url).host;
    const signature = createHmac("sha256", secret)
      .update(`host: ${host}\ndate: ${date}\nGET /v3.5/chat HTTP/1.1`)
      .digest("base64");
    assert.equal(url.searchParams.get("date"), date);
    assert.equal(url.searchParams.get("host"), host);
    assert.equal(
      Buffer.from(url.searchParams.get("authorization") ?? "", "base64").toString(),
      `api_key="the-api-key-77", algorithm="hmac-sha256", headers="host date request-line", signature="${signature}"`,
    );
    await server.closed.promise;
  });

  const failures: readonly (readonly [string, number, string])[] = [
    ["input refused", 10013, "moderatedInput"],
    ["output refused", 10014, "moderatedOutput"],
    ["wrong product", 11200, "wrongProduct"],
    ["too long", 10907, "contextTooLong"],
  ];
  for (const [name, code, id] of failures) {
    it(name, async () => {
      server.script = [{ text: answer("Hel", 0) }, { text: failure(code, name) }];
      const heard = await hear(ask());
      assert.equal(heard.text, "Hel");
      assert.equal(heard.error?.text.id, `backends.error.${id}`);
      assert.ok(heard.error?.detail.includes("cht09"));
      assert.ok(!wholeTextOf(heard.error).includes(secret));
    });
  }

  it("a close before the last message is incomplete", async () => {
    server.script = [{ text: answer("Hel", 1) }, { end: "close" }];
    assert.equal((await hear(ask())).end, "incomplete");
  });

  it("a reset is a broken stream", async () => {
    server.script = [{ end: "reset" }];
    assert.equal((await hear(ask())).error?.kind, "streamBroken");
  });

  it("a message without an end is given up, however small its frames", async () => {
    const fragments = Array.from({ length: 200 }, () => "x".repeat(60_000));
    server.script = [{ fragments }, { end: "stall" }];
    const { error } = await hear(ask());
    assert.equal(error?.text.id, "backends.error.unreadable");
    await server.closed.promise;
  });

  it("a clock that is off is told apart from a bad secret", async () => {
    const body = JSON.stringify({ message: "HMAC signature cannot be verified" });
    server.refusal = { status: 403, body, headers: { date: new Date(nowMs + 3_600_000).toUTCString() } };
    const skewed = await hear(ask());
    assert.equal(skewed.error?.text.id, "backends.error.clockSkew");
    assert.ok(skewed.error?.detail.includes("60 min"));
    server.refusal = { status: 401, body, headers: { date: new Date(nowMs).toUTCString() } };
    const bad = await hear(ask());
    assert.equal(bad.error?.text.id, "backends.error.badKey");
    assert.ok(!wholeTextOf(bad.error).includes(secret));
  });

  it("a key of another shape is named before anything is sent", async () => {
    assert.equal((await hear(ask("just-a-password"))).error?.text.id, "backends.error.socketKey");
    assert.equal(server.handshakes.length, 0);
    assert.equal(readSparkSocketKey("a:b:c:d"), undefined);
    assert.deepEqual(readSparkSocketKey(" a : b : c "), { appId: "a", apiKey: "b", apiSecret: "c" });
  });

  it("aborting closes the socket", async () => {
    server.script = [{ text: answer("Hel", 0) }, { end: "stall" }];
    const controller = new AbortController();
    for await (const chunk of ask(socketKey, controller.signal)) {
      assert.equal(chunk.kind, "text");
      controller.abort();
    }
    await server.closed.promise;
  });
});
