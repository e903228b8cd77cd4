import assert from "node:assert/strict";
import { probeBackend, type ProbeReport } from "../../../../src/adapters/models/probeBackend.ts";
import { backendMessages } from "../../../../src/core/backends/backendMessages.ts";
import { probeMessages } from "../../../../src/core/backends/probeMessages.ts";
import { FakeSocketServer } from "../../../fakes/fakeModelServerSocket.ts";
import { FakeModelServer } from "../../../fakes/fakeModelServer.ts";
import {
  defaultReply,
  replyWithError,
  replyWithJson,
  replyWithText,
} from "../../../fakes/fakeModelServerReplies.ts";
import { makeDeps, makeProfile } from "./modelFixture.ts";

function verdicts(report: ProbeReport): Record<string, string> {
  for (const row of report.rows) {
    assert.ok(row.message.id in { ...backendMessages, ...probeMessages }, row.message.id);
  }
  return Object.fromEntries(report.rows.map((row) => [row.check, row.verdict]));
}

describe("probeBackend", () => {
  let server: FakeModelServer;
  beforeEach(async () => {
    server = await FakeModelServer.start();
  });
  afterEach(() => server.stop());

  function probe(
    raw: Record<string, unknown> = {},
    signal = new AbortController().signal,
  ): Promise<ProbeReport> {
    return probeBackend(
      makeProfile({ baseUrl: server.baseUrl, model: "fake-coder", ...raw }),
      makeDeps(),
      signal,
    );
  }

  it("finds all well with a good server", async () => {
    const report = await probe();
    assert.deepEqual(verdicts(report), {
      reachable: "ok",
      key: "ok",
      model: "ok",
      streaming: "ok",
      firstToken: "ok",
      thinking: "ok",
      systemRole: "ok",
      stop: "ok",
      tokenLimitField: "ok",
      fillIn: "ok",
      context: "unknown",
    });
    assert.equal(report.fillInRoute, "suffix");
    assert.deepEqual(report.models, ["fake-model", "fake-coder"]);
  });

  it("finds no filling in where the hole is filled wrongly", async () => {
    const report = await probe({ model: "fake-model" });
    assert.equal(verdicts(report)["fillIn"], "warn");
    assert.equal(report.fillInRoute, "none");
  });

  it("tells context and route of a llama-server", async () => {
    server.rules = [{ match: { path: "/infill" }, reply: replyWithText("b") }];
    const report = await probe({ preset: "llama-server" });
    assert.equal(report.fillInRoute, "infill");
    assert.equal(report.contextTokens, 8192);
  });

  it("stops at a bad key", async () => {
    server.respondWith(() => replyWithError(401, "bad key"));
    assert.deepEqual(verdicts(await probe()), { key: "fail" });
  });

  it("stops at a login page", async () => {
    server.respondWith(() => ({ status: 200, body: "<html><title>Sign in</title></html>" }));
    assert.deepEqual(verdicts(await probe()), { reachable: "fail" });
  });

  it("goes on without a list of models", async () => {
    server.respondWith((request) =>
      request.method === "GET" ? replyWithError(404, "Not Found") : defaultReply(request),
    );
    const found = verdicts(await probe());
    assert.deepEqual([found["model"], found["streaming"]], ["unknown", "ok"]);
  });

  it("tells what a server refuses, ignores and thinks", async () => {
    server.respondWith((request) => {
      const asked = request.json ?? {};
      if (request.method === "GET") {
        return replyWithJson({ data: [{ id: "other" }] });
      }
      if ("max_tokens" in asked) {
        return replyWithError(400, "Unsupported parameter: 'max_tokens'", { param: "max_tokens" });
      }
      if ("stop" in asked) {
        return replyWithError(400, "stop is not supported", { param: "stop" });
      }
      return replyWithText("Paris, alpha beta gamma delta", { reasoning: "hmm" });
    });
    const report = await probe({ fillInTheMiddle: "off" });
    assert.deepEqual(verdicts(report), {
      reachable: "ok",
      key: "ok",
      model: "warn",
      streaming: "ok",
      firstToken: "ok",
      thinking: "warn",
      systemRole: "warn",
      stop: "unknown",
      tokenLimitField: "ok",
      parameters: "warn",
      fillIn: "ok",
      context: "unknown",
    });
    const field = report.rows.find((row) => row.check === "tokenLimitField");
    assert.equal(field?.message.args[2], "max_completion_tokens");
  });

  it("says that an answer came whole", async () => {
    server.respondWith((request) =>
      request.path.endsWith("/chat/completions")
        ? replyWithJson({ choices: [{ message: { content: "one two" }, finish_reason: "stop" }] })
        : defaultReply(request),
    );
    assert.equal(verdicts(await probe())["streaming"], "warn");
  });

  it("asks over Spark's WebSocket, too", async () => {
    const socketServer = await FakeSocketServer.start();
    const say = (content: string, status: number) =>
      JSON.stringify({ header: { code: 0, status }, payload: { choices: { status, text: [{ content }] } } });
    socketServer.script = [{ text: say("PINEAPPLE alpha ", 0) }, { text: say("beta", 2) }];
    const raw = { preset: "spark-websocket", model: "generalv3.5", baseUrl: `${socketServer.url}/v3.5/chat` };
    const deps = makeDeps({ readKey: () => Promise.resolve("app:key1:secret1") });
    const report = await probeBackend(makeProfile(raw), deps, new AbortController().signal);
    await socketServer.stop();
    const found = verdicts(report);
    assert.deepEqual([found["reachable"], found["streaming"], found["stop"]], ["ok", "ok", "ok"]);
    assert.deepEqual([found["model"], report.fillInRoute], ["unknown", "none"]);
  });

  it("ends quietly when it is aborted", async () => {
    const controller = new AbortController();
    server.respondWith((request) => {
      controller.abort();
      return defaultReply(request);
    });
    assert.deepEqual((await probe({}, controller.signal)).rows, []);
  });
});
