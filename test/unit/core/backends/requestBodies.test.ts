import assert from "node:assert/strict";
import { pickFillInRoute } from "../../../../src/core/backends/fimTemplates.ts";
import { LearnedQuirks } from "../../../../src/core/backends/learnedQuirks.ts";
import { resolveProfile } from "../../../../src/core/backends/profile.ts";
import { chatBody, chatUrl, fillInCall } from "../../../../src/core/backends/requestBodies.ts";
import type { ChatRequest, FillInRequest } from "../../../../src/core/ports.ts";

const hole: FillInRequest = {
  prefix: "int add(int a, int b) { return ",
  suffix: "; }",
  path: "add.cpp",
  languageId: "cpp",
  snippets: [{ path: "sub.cpp", text: "// <|fim_middle|>" }],
  maxOutputTokens: 1_000_000,
  stop: ["\n\n"],
};

function profileOf(raw: Record<string, unknown>) {
  const result = resolveProfile("p", raw);
  assert.ok("profile" in result, JSON.stringify(result));
  return result.profile;
}

function callOf(raw: Record<string, unknown>) {
  const profile = profileOf(raw);
  const choice = pickFillInRoute(profile, profile.model);
  assert.ok(choice !== undefined);
  return fillInCall(profile, choice, hole, new LearnedQuirks());
}

describe("fillInCall", () => {
  it("goes to the vendor's own path, and to one base at a gateway", () => {
    assert.equal(callOf({ preset: "deepseek" }).url, "https://api.deepseek.com/beta/completions");
    const gateway = callOf({ preset: "deepseek", baseUrl: "https://gw.example/v1" });
    assert.equal(gateway.url, "https://gw.example/v1/completions");
  });

  it("goes beside the version where a native route stands", () => {
    assert.equal(callOf({ preset: "llama-server" }).url, "http://127.0.0.1:9931/infill");
    assert.equal(
      callOf({ preset: "llama-server", baseUrl: "http://h.example/llm/v1" }).url,
      "http://h.example/llm/infill",
    );
    assert.equal(callOf({ preset: "ollama", model: "codellama" }).url, "http://localhost:11434/api/generate");
  });

  it("asks for no more than the model gives", () => {
    assert.equal(callOf({ preset: "deepseek" }).body["max_tokens"], 32_768);
  });

  it("keeps template markers of other files out of the prompt", () => {
    const prompt = String(callOf({ preset: "vllm", model: "qwen2.5-coder" }).body["prompt"]);
    assert.equal(prompt.split("<|fim_middle|>").length, 2, prompt);
    const extra = JSON.stringify(callOf({ preset: "llama-server" }).body["input_extra"]);
    assert.ok(!extra.includes("<|fim_middle|>"), extra);
  });

  it("makes other files comments of the language where the route has no place for them", () => {
    const prompt = String(callOf({ preset: "deepseek" }).body["prompt"]);
    assert.ok(prompt.startsWith("// sub.cpp\n// // <"), prompt);
    assert.ok(prompt.endsWith(hole.prefix));
  });
});

describe("chatBody", () => {
  const request: ChatRequest = {
    messages: [
      { role: "system", content: "one" },
      { role: "system", content: "two" },
      { role: "assistant", content: "three" },
    ],
    maxOutputTokens: 10,
    temperature: 0.5,
    stop: ["a", "b", "c", "d", "e"],
    thinking: "auto",
  };

  it("sends no more stop texts than are taken", () => {
    assert.deepEqual(chatBody(profileOf({ preset: "openai" }), request, new LearnedQuirks())["stop"], [
      "a",
      "b",
      "c",
      "d",
    ]);
  });

  it("keeps system text first where an assistant speaks first", () => {
    assert.deepEqual(
      chatBody(profileOf({ preset: "spark-lite" }), request, new LearnedQuirks())["messages"],
      [
        { role: "user", content: "one\n\ntwo" },
        { role: "assistant", content: "three" },
      ],
    );
  });

  it("leaves thinking alone unless it is to be off", () => {
    const profile = profileOf({ preset: "deepseek" });
    assert.equal(chatBody(profile, request, new LearnedQuirks())["thinking"], undefined);
    const off = chatBody(profile, { ...request, thinking: "off" }, new LearnedQuirks());
    assert.deepEqual(off["thinking"], { type: "disabled" });
  });

  it("omits blank stop texts only where they are an error", () => {
    const blank = { ...request, stop: ["\n\n", "x"] };
    const anthropic = profileOf({ preset: "anthropic", model: "claude" });
    assert.deepEqual(chatBody(anthropic, blank, new LearnedQuirks())["stop"], ["x"]);
    assert.deepEqual(
      chatBody(profileOf({ preset: "vllm", model: "m" }), blank, new LearnedQuirks())["stop"],
      ["\n\n", "x"],
    );
  });
});

describe("continuing the last message", () => {
  const request: ChatRequest = {
    messages: [
      { role: "user", content: "after" },
      { role: "assistant", content: "before" },
    ],
    continuesLast: true,
    maxOutputTokens: 10,
    temperature: 0,
    stop: [],
    thinking: "auto",
  };
  const plain = '{"role":"user","content":"after"},{"role":"assistant","content":"before"';
  const cases: readonly (readonly [Record<string, unknown>, string])[] = [
    [
      { preset: "deepseek" },
      `{"model":"deepseek-v4-flash","messages":[${plain},"prefix":true}],"stream":true,"max_tokens":10,"temperature":0,"stream_options":{"include_usage":true},"thinking":{"type":"disabled"}}`,
    ],
    [
      { preset: "qwen", model: "qwen3.7-plus" },
      `{"model":"qwen3.7-plus","messages":[${plain},"partial":true}],"stream":true,"max_tokens":10,"temperature":0,"stream_options":{"include_usage":true},"enable_thinking":false}`,
    ],
    [
      { preset: "llama-server" },
      `{"model":"default","messages":[${plain}}],"stream":true,"max_tokens":10,"temperature":0,"stream_options":{"include_usage":true}}`,
    ],
    [
      { preset: "vllm", model: "Qwen3-8B" },
      `{"model":"Qwen3-8B","messages":[${plain}}],"stream":true,"max_tokens":10,"temperature":0,"stream_options":{"include_usage":true},"chat_template_kwargs":{"enable_thinking":false},"continue_final_message":true,"add_generation_prompt":false}`,
    ],
    [
      { preset: "openai", model: "gpt-4.1" },
      `{"model":"gpt-4.1","messages":[${plain}}],"stream":true,"max_tokens":10,"temperature":0,"stream_options":{"include_usage":true}}`,
    ],
  ];
  for (const [raw, expected] of cases) {
    it(`is said to ${String(raw["preset"])} in its own way`, () => {
      assert.equal(JSON.stringify(chatBody(profileOf(raw), request, new LearnedQuirks())), expected);
    });
  }

  it("is said only where it is asked for", () => {
    for (const [raw] of cases) {
      const { continuesLast: _asked, ...other } = request;
      const text = JSON.stringify(chatBody(profileOf(raw), other, new LearnedQuirks()));
      assert.ok(!/"prefix"|"partial"|continue_final/.test(text), text);
    }
  });

  it("goes to the vendor's own path, and to one base at a gateway", () => {
    const { continuesLast: _asked, ...other } = request;
    const deepseek = profileOf({ preset: "deepseek" });
    assert.equal(chatUrl(deepseek, request), "https://api.deepseek.com/beta/chat/completions");
    assert.equal(chatUrl(deepseek, other), undefined);
    const gateway = profileOf({ preset: "deepseek", baseUrl: "https://gw.example/v1" });
    assert.equal(chatUrl(gateway, request), undefined);
    assert.equal(chatUrl(profileOf({ preset: "qwen" }), request), undefined);
  });
});
