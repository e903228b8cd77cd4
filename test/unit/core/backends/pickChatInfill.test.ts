import assert from "node:assert/strict";
import { templateFor } from "../../../../src/core/backends/fimTemplates.ts";
import { LearnedQuirks } from "../../../../src/core/backends/learnedQuirks.ts";
import { pickChatInfill } from "../../../../src/core/backends/pickChatInfill.ts";
import { resolveProfile } from "../../../../src/core/backends/profile.ts";
import { allPresets } from "../../../../src/core/backends/presets.ts";
import { readServerProblem } from "../../../../src/core/backends/serverProblem.ts";

function formOf(raw: Record<string, unknown>, quirks = new LearnedQuirks()): string {
  const result = resolveProfile("p", { baseUrl: "https://h.example/v1", ...raw });
  assert.ok("profile" in result, JSON.stringify(result));
  return pickChatInfill(result.profile, quirks);
}

describe("pickChatInfill", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["deepseek", "deepseek-v4-flash", "continuation"],
    ["deepseek", "deepseek-reasoner", "hole"],
    ["qwen", "qwen3.7-plus", "continuation"],
    ["qwen", "qwen3-coder-plus", "fimTokens"],
    ["qwen", "qwen3-235b-a22b-thinking-2507", "hole"],
    ["qwen", "qwq-plus", "hole"],
    ["qwen", "kimi-k3", "hole"],
    ["llama-server", "default", "continuation"],
    ["llama-server", "gpt-oss-20b", "hole"],
    ["vllm", "Qwen/Qwen3-Coder-30B-A3B-Instruct", "fimTokens"],
    ["vllm", "Qwen3-8B", "continuation"],
    ["ollama", "qwen3-coder:30b", "fimTokens"],
    ["ollama", "llama3.3", "hole"],
    ["openai-compatible", "Qwen3-Coder-480B-A35B-Instruct", "fimTokens"],
    ["openai-compatible", "Qwen3-Coder-Next-Base", "hole"],
    ["openai-compatible", "gpt-4.1", "hole"],
    ["sglang", "Qwen3-8B", "hole"],
  ];
  for (const [preset, model, form] of cases) {
    it(`${preset}, ${model}: ${form}`, () => assert.equal(formOf({ preset, model }), form));
  }

  it("never has OpenAI, Azure, Anthropic or Gemini go on with a message", () => {
    for (const preset of ["openai", "azure", "anthropic", "gemini"]) {
      for (const model of ["gpt-4.1", "claude-opus-4-6", "gemini-3.8-flash", "qwen3-coder-plus"]) {
        assert.equal(formOf({ preset, model }), "hole");
      }
    }
  });

  it("every preset with the form knows how to say it", () => {
    for (const { id, chatInfill = [], continuation } of allPresets) {
      const isContinuing = chatInfill.some(({ form }) => form === "continuation");
      assert.equal(isContinuing, continuation !== undefined, id);
    }
    assert.equal(templateFor("Qwen3-Coder-30B-A3B-Instruct")?.id, "qwen-coder");
  });

  it("spells no tokens where filling in is off", () => {
    const off = { model: "qwen3-coder-plus", fillInTheMiddle: "off" };
    assert.equal(formOf({ ...off, preset: "openai-compatible" }), "hole");
    assert.equal(formOf({ ...off, preset: "qwen" }), "continuation");
  });

  it("gives the hole where the server refused, and was known to refuse", () => {
    const quirks = new LearnedQuirks({}, { cannotContinue: true });
    assert.equal(formOf({ preset: "deepseek", model: "deepseek-v4-flash" }, quirks), "hole");
    assert.equal(formOf({ preset: "vllm", model: "qwen3-coder" }, quirks), "fimTokens");
  });
});

describe("a refusal to continue", () => {
  const body = { messages: [{ role: "assistant", content: "x" }], temperature: 0, enable_thinking: false };
  const asked = { ...body, messages: [{ role: "user", content: "x" }] };
  const learned = (status: number, message: string, sent: Record<string, unknown> = body): boolean[] => {
    const quirks = new LearnedQuirks();
    const problem = readServerProblem(status, { error: { message } });
    return [quirks.learn(problem, sent), quirks.cannotContinue];
  };
  const refusals: readonly (readonly [number, string])[] = [
    [400, "This model does not support assistant message prefill."],
    [400, "The partial mode is not supported when enable_thinking is true."],
    [400, "Unknown field: continue_final_message"],
    [422, "prefix: extra fields not permitted"],
    [500, "Assistant response prefill is incompatible with enable_thinking."],
    [400, "Bad Request"],
  ];
  for (const [status, message] of refusals) {
    it(`is heard from ${status} "${message}"`, () => {
      assert.deepEqual(learned(status, message), [false, true]);
      assert.equal(learned(status, message, asked)[1], false, "where nothing was to be continued");
    });
  }

  it("is not heard from other refusals", () => {
    assert.deepEqual(learned(400, "temperature is not supported"), [true, false]);
    for (const [status, message] of [
      [401, "prefix"],
      [429, "assistant"],
      [500, "boom"],
      [400, "maximum context length is 10"],
      [400, "content policy: assistant"],
    ] as const) {
      assert.deepEqual(learned(status, message), [false, false], message);
    }
  });

  it("is told once", () => {
    const told: unknown[] = [];
    const quirks = new LearnedQuirks({ onLearned: (facts) => void told.push(facts) });
    const problem = readServerProblem(400, { error: { message: "no prefill" } });
    quirks.learn(problem, body);
    quirks.learn(problem, body);
    assert.deepEqual(told, [{ cannotContinue: true }]);
  });
});
