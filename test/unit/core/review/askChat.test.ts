import assert from "node:assert/strict";
import { AssistantError } from "../../../../src/core/errors.ts";
import { askChat } from "../../../../src/core/review/askChat.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";
import { failsWith, FakeGatedBackend, streamsText } from "../../../fakes/gatedBackends.ts";

const request = {
  feature: "findBugs",
  messages: [{ role: "user", parts: [{ text: "look" }] }],
  maxOutputTokens: 10,
  temperature: 0,
  stop: [],
  thinking: "auto",
} as const;

describe("askChat", () => {
  const { signal } = new AbortController();

  it("gathers a streamed reply and estimates what the server does not say", async () => {
    const { chat } = new FakeGatedBackend("a", streamsText("hello world", 3));
    const reply = await askChat(chat, request, new FakeClock(), signal);
    assert.equal(reply.text, "hello world");
    assert.equal(reply.endReason, "stop");
    assert.equal(reply.firstTokenMs, 0);
    assert.equal(reply.usage.isEstimated, true);
    assert.ok(reply.usage.promptTokens > 0 && reply.usage.completionTokens > 0);
  });

  it("passes a failure on", async () => {
    const { chat } = new FakeGatedBackend("a", failsWith(new AssistantError("badKey", "no"), "some"));
    await assert.rejects(askChat(chat, request, new FakeClock(), signal), { kind: "badKey" });
  });

  it("gives nothing of an answer that the provider cut", async () => {
    const { chat } = new FakeGatedBackend("a", async function* cut() {
      yield { kind: "text", text: "half" } as const;
      yield { kind: "end", reason: "filtered" } as const;
    });
    await assert.rejects(askChat(chat, request, new FakeClock(), signal), { kind: "moderated" });
  });

  it("throws an abort when the stream ended because of one", async () => {
    const controller = new AbortController();
    const { chat } = new FakeGatedBackend("a", async function* stop() {
      yield { kind: "text", text: "half" } as const;
      controller.abort();
    });
    await assert.rejects(askChat(chat, request, new FakeClock(), controller.signal), { name: "AbortError" });
  });
});
