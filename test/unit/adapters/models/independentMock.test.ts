import assert from "node:assert/strict";
import { LLMock } from "@copilotkit/aimock";
import { createBackend } from "../../../../src/adapters/models/createBackend.ts";
import { listModels } from "../../../../src/adapters/models/listModels.ts";
import { chatRequest, fillInRequest, hear, makeDeps, makeProfile } from "./modelFixture.ts";

const endless = new AbortController().signal;

/** The same client against a mock that others wrote from the vendors' documents. */
describe("an independent mock server", () => {
  let mock: LLMock;
  beforeEach(async () => {
    mock = new LLMock({ port: 0, chunkSize: 3 });
    mock.onMessage(/hello/i, { content: "Hello from elsewhere, 你好!" });
    await mock.start();
  });
  afterEach(() => mock.stop());

  function chatOf(raw: Record<string, unknown> = {}) {
    const profile = makeProfile({ preset: "openai", model: "gpt-4.1", baseUrl: `${mock.url}/v1`, ...raw });
    return createBackend(profile, makeDeps({ cacheKey: "window" })).chat;
  }

  for (const [preset, model, path] of [
    ["openai", "gpt-4.1", "/v1"],
    ["openai", "gpt-5.6", "/v1"],
    ["deepseek", "deepseek-v4-flash", "/v1"],
    ["azure", "deployment", "/openai/v1"],
    ["openai-compatible", "any", "/v1"],
  ] as const) {
    it(`streams an answer as ${preset} with ${model}`, async () => {
      const heard = await hear(
        chatOf({ preset, model, baseUrl: `${mock.url}${path}` }).streamChat(chatRequest, endless),
      );
      assert.equal(heard.error, undefined);
      assert.equal(heard.text, "Hello from elsewhere, 你好!");
      assert.equal(heard.end, "stop");
    });
  }

  it("gets the usage it asked for", async () => {
    const heard = await hear(chatOf().streamChat(chatRequest, endless));
    const usage = heard.chunks.find((chunk) => chunk.kind === "usage");
    assert.equal(usage?.kind === "usage" && usage.usage.isEstimated, false);
  });

  it("keeps reasoning apart from the answer", async () => {
    mock.clearFixtures();
    mock.onMessage(/hello/i, { content: "The answer.", reasoning: "Let me think." });
    const heard = await hear(
      chatOf({ preset: "deepseek", model: "deepseek-v4-pro" }).streamChat(chatRequest, endless),
    );
    assert.deepEqual([heard.text, heard.reasoning], ["The answer.", "Let me think."]);
  });

  it("names a refused key, and does not ask again", async () => {
    mock.nextRequestError(401, {
      message: "Incorrect API key provided.",
      type: "invalid_request_error",
      code: "invalid_api_key",
    });
    assert.equal((await hear(chatOf().streamChat(chatRequest, endless))).error?.kind, "badKey");
    assert.equal(mock.getRequests().length, 1);
  });

  it("asks once more after a 429, and lets a completion end without a word", async () => {
    mock.nextRequestError(429, { message: "Rate limit reached", type: "rate_limit_error" });
    const chat = chatOf();
    assert.equal((await hear(chat.streamChat(chatRequest, endless))).text, "Hello from elsewhere, 你好!");
    mock.nextRequestError(429, { message: "Rate limit reached", type: "rate_limit_error" });
    const typed = await hear(chat.streamChat({ ...chatRequest, isBackground: true }, endless));
    assert.deepEqual([typed.error, typed.text], [undefined, ""]);
  });

  it("lists its models", async () => {
    const models = await listModels(makeProfile({ baseUrl: `${mock.url}/v1` }), makeDeps(), endless);
    assert.ok(models.length > 0);
  });

  it("fills in by Ollama's own route", async () => {
    mock.on({ predicate: () => true }, { content: "a + b" });
    const profile = makeProfile({ preset: "ollama", model: "qwen2.5-coder", baseUrl: `${mock.url}/v1` });
    const { fillIn } = createBackend(profile, makeDeps());
    const heard = await hear(fillIn?.streamFillIn(fillInRequest, endless) ?? assert.fail());
    assert.deepEqual([heard.error, heard.text], [undefined, "a + b"]);
  });
});
