import assert from "node:assert/strict";
import { createBackend } from "../../../../src/adapters/models/createBackend.ts";
import { KeyLanes } from "../../../../src/adapters/models/keyLanes.ts";
import { SystemClock } from "../../../../src/adapters/systemClock.ts";
import { DailyTokens } from "../../../../src/core/backends/dailyTokens.ts";
import type { QuirkFacts } from "../../../../src/core/backends/learnedQuirks.ts";
import type { ModelDeps } from "../../../../src/adapters/models/modelDeps.ts";
import { MemoryTokenCounts } from "../../../fakes/memoryTokenCounts.ts";
import { FakeModelServer } from "../../../fakes/fakeModelServer.ts";
import {
  chatChunk,
  replyWithError,
  replyWithPieces,
  replyWithText,
  sseEvent,
} from "../../../fakes/fakeModelServerReplies.ts";
import { chatRequest, fillInRequest, hear, makeDeps, makeProfile } from "./modelFixture.ts";

const endless = new AbortController().signal;
const typed = { ...fillInRequest, isBackground: true };
const typedByChat = { ...chatRequest, isBackground: true };

describe("limits of a key", () => {
  let server: FakeModelServer;
  beforeEach(async () => {
    server = await FakeModelServer.start();
  });
  afterEach(() => server.stop());

  function backendOf(raw: Record<string, unknown> = {}, more: Partial<ModelDeps> = {}) {
    return createBackend(
      makeProfile({ baseUrl: server.baseUrl, fillInTheMiddle: "suffix", ...raw }),
      makeDeps(more),
    );
  }

  it("a completion that meets the limit ends empty, and the next is not even sent", async () => {
    const backend = backendOf();
    server.enqueue(replyWithError(429, "slow down"));
    const heard = await hear(backend.fillIn?.streamFillIn(typed, endless) ?? assert.fail());
    assert.deepEqual([heard.error, heard.text, heard.end], [undefined, "", "incomplete"]);
    const next = await hear(backend.chat.streamChat(typedByChat, endless));
    assert.deepEqual([next.error, next.text, next.end], [undefined, "", "incomplete"]);
    assert.equal(server.requests.length, 1);
  });

  it("a chat after it is sent all the same", async () => {
    const backend = backendOf();
    server.enqueue(replyWithError(429, "slow down"), replyWithText("hello"));
    await hear(backend.chat.streamChat(typedByChat, endless));
    assert.equal((await hear(backend.chat.streamChat(chatRequest, endless))).text, "hello");
  });

  it("other refusals of a completion are told", async () => {
    server.enqueue(replyWithError(401, "no"));
    assert.equal((await hear(backendOf().chat.streamChat(typedByChat, endless))).error?.kind, "badKey");
  });

  it("two profiles with one key share its lane: a chat of one takes the place of the other's completion", async () => {
    const lanes = new KeyLanes(new SystemClock());
    const one = backendOf({ preset: "spark-max" }, { lanes });
    const two = backendOf({ preset: "spark-max", model: "max-32k" }, { lanes });
    server.enqueue(
      replyWithPieces([sseEvent(chatChunk({ content: "slow" }))], { end: "stall" }),
      replyWithText("chat"),
    );
    const completion = hear(one.chat.streamChat(typedByChat, endless));
    await server.waitForRequests(1);
    const chat = await hear(two.chat.streamChat(chatRequest, endless));
    assert.equal(chat.text, "chat");
    const given = await completion;
    assert.deepEqual([given.error, given.end], [undefined, "incomplete"]);
    assert.equal(server.requests[0]?.wasCutOff, true);
  });

  it("the background keeps still when the server says that hardly any request is left", async () => {
    const headers = { "x-ratelimit-remaining-requests": "1", "x-ratelimit-reset-requests": "30s" };
    server.enqueue(replyWithText("last but one", { headers }));
    const backend = backendOf();
    assert.equal((await hear(backend.chat.streamChat(typedByChat, endless))).text, "last but one");
    assert.equal((await hear(backend.chat.streamChat(typedByChat, endless))).end, "incomplete");
    assert.equal(server.requests.length, 1);
  });

  describe("tokens of a day", () => {
    let day: string;
    let tokens: DailyTokens;
    beforeEach(() => {
      day = "2026-11-24";
      tokens = new DailyTokens(new MemoryTokenCounts(), () => day, "w1");
    });
    const usage = { prompt_tokens: 60, completion_tokens: 40 };

    it("are counted, and the cap ends chats and completions with its own sentence", async () => {
      const backend = backendOf({ maxTokensPerDay: 100 }, { tokens });
      server.enqueue(replyWithText("hello", { usage }));
      await hear(backend.chat.streamChat(chatRequest, endless));
      assert.equal(tokens.usedToday("test"), 100);
      const refused = await hear(backend.chat.streamChat(chatRequest, endless));
      assert.deepEqual(
        [refused.error?.kind, refused.error?.text.id],
        ["quotaExceeded", "backends.error.dailyCap"],
      );
      const typed = await hear(backend.chat.streamChat(typedByChat, endless));
      assert.equal(typed.error?.text.id, "backends.error.dailyCap", "for the status item");
      assert.equal(server.requests.length, 1, "nothing more was sent");
      day = "2026-11-25";
      server.enqueue(replyWithText("again", { usage }));
      assert.equal((await hear(backend.chat.streamChat(chatRequest, endless))).text, "again");
    });

    it("of an answer that was cut off are estimated", async () => {
      server.enqueue(replyWithPieces([sseEvent(chatChunk({ content: "x".repeat(400) }))], { end: "stall" }));
      const controller = new AbortController();
      for await (const chunk of backendOf({}, { tokens }).chat.streamChat(chatRequest, controller.signal)) {
        assert.equal(chunk.kind, "text");
        controller.abort();
      }
      assert.ok(tokens.usedToday("test") >= 100, String(tokens.usedToday("test")));
    });

    it("of a refused request are none", async () => {
      server.enqueue(replyWithError(401, "no"));
      await hear(backendOf({}, { tokens }).chat.streamChat(chatRequest, endless));
      assert.equal(tokens.usedToday("test"), 0);
    });
  });

  it("a lesson is told, and known from the start the next time", async () => {
    const lessons: QuirkFacts[] = [];
    server.enqueue(
      replyWithError(400, "Unsupported parameter: 'temperature'", { param: "temperature" }),
      replyWithText("ok"),
    );
    await hear(
      backendOf({}, { onLearned: (facts) => void lessons.push(facts) }).chat.streamChat(chatRequest, endless),
    );
    assert.deepEqual(lessons, [{ dropped: ["temperature"] }]);
    server.enqueue(replyWithText("ok"));
    await hear(backendOf({}, { facts: lessons[0] }).chat.streamChat(chatRequest, endless));
    assert.equal("temperature" in (server.lastRequest?.json ?? {}), false);
    assert.equal(server.requests.length, 3);
  });

  it("sends a cache key only where the preset knows it, one for chats and one for completions", async () => {
    const keys: unknown[] = [];
    for (const [preset, request] of [
      ["openai", chatRequest],
      ["openai", typedByChat],
      ["vllm", chatRequest],
    ] as const) {
      server.enqueue(replyWithText("ok"));
      await hear(backendOf({ preset }, { cacheKey: "window" }).chat.streamChat(request, endless));
      keys.push(server.lastRequest?.json?.["prompt_cache_key"]);
    }
    assert.deepEqual(keys, ["window-chat", "window-completion", undefined]);
  });
});

describe("an answer that its own provider cuts", () => {
  let server: FakeModelServer;
  before(async () => {
    server = await FakeModelServer.start();
  });
  after(() => server.stop());

  it("is withdrawn from who types, and marked for who asked", async () => {
    const { chat } = createBackend(makeProfile({ baseUrl: server.baseUrl }), makeDeps());
    server.enqueue(replyWithText("half an answer", { finishReason: "content_filter" }));
    assert.equal(
      (await hear(chat.streamChat(typedByChat, endless))).error?.text.id,
      "backends.error.moderatedOutput",
    );
    server.enqueue(replyWithText("half an answer", { finishReason: "content_filter" }));
    const heard = await hear(chat.streamChat(chatRequest, endless));
    assert.deepEqual([heard.error, heard.end], [undefined, "filtered"]);
  });
});
