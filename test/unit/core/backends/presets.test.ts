import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { pickFillInRoute } from "../../../../src/core/backends/fimTemplates.ts";
import { guessPreset } from "../../../../src/core/backends/guessPreset.ts";
import { LearnedQuirks } from "../../../../src/core/backends/learnedQuirks.ts";
import { allPresets, presetIds } from "../../../../src/core/backends/presets.ts";
import { resolveProfile } from "../../../../src/core/backends/profile.ts";
import { chatBody } from "../../../../src/core/backends/requestBodies.ts";
import type { ChatRequest } from "../../../../src/core/ports.ts";

const request: ChatRequest = {
  messages: [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Hello." },
  ],
  maxOutputTokens: 50,
  temperature: 0,
  stop: ["\n\n", "END"],
  thinking: "off",
};
const both = request.messages;
const joined = [{ role: "user", content: "Be brief.\n\nHello." }];
const usage = { stream_options: { include_usage: true } };

interface Row {
  readonly id: string;
  readonly raw?: { readonly model?: string; readonly baseUrl?: string };
  readonly url: string;
  readonly body: Record<string, unknown>;
  /** Way of filling in the middle, undefined for over chat. */
  readonly fillIn?: string;
  /** Address that the set-up takes for this backend. */
  readonly guessed?: string;
}

/** Rows that speak a known dialect: what each makes of one request. */
const rows: readonly Row[] = [
  {
    id: "azure",
    raw: { baseUrl: "https://team.openai.azure.com", model: "our-deployment" },
    url: "https://team.openai.azure.com/openai/v1",
    body: {
      model: "our-deployment",
      messages: both,
      max_tokens: 50,
      temperature: 0,
      stop: ["\n\n", "END"],
      ...usage,
      prompt_cache_key: "w-chat",
    },
    guessed: "https://team.openai.azure.com/openai/v1/",
  },
  {
    id: "azure",
    raw: { baseUrl: "https://team.openai.azure.com", model: "gpt-5.6" },
    url: "https://team.openai.azure.com/openai/v1",
    body: {
      model: "gpt-5.6",
      messages: both,
      max_completion_tokens: 50,
      reasoning_effort: "none",
      ...usage,
      prompt_cache_key: "w-chat",
    },
  },
  {
    id: "mistral",
    url: "https://api.mistral.ai/v1",
    body: {
      model: "codestral-latest",
      messages: both,
      max_tokens: 50,
      temperature: 0,
      stop: ["\n\n", "END"],
      prompt_cache_key: "w-chat",
    },
    fillIn: "mistral",
    guessed: "https://codestral.mistral.ai/v1",
  },
  {
    id: "mistral",
    raw: { model: "mistral-large-latest" },
    url: "https://api.mistral.ai/v1",
    body: {
      model: "mistral-large-latest",
      messages: both,
      max_tokens: 50,
      temperature: 0,
      stop: ["\n\n", "END"],
      prompt_cache_key: "w-chat",
    },
  },
  {
    id: "anthropic",
    raw: { model: "claude-sonnet" },
    url: "https://api.anthropic.com/v1",
    body: { model: "claude-sonnet", messages: both, max_tokens: 50, temperature: 0, stop: ["END"], ...usage },
    guessed: "https://api.anthropic.com/v1/",
  },
  {
    id: "gemini",
    url: "https://generativelanguage.googleapis.com/v1beta/openai",
    body: {
      model: "gemini-3.8-flash",
      messages: both,
      max_tokens: 50,
      temperature: 0,
      stop: ["\n\n", "END"],
      ...usage,
    },
    guessed: "https://generativelanguage.googleapis.com/v1beta/openai/",
  },
  {
    id: "spark-websocket",
    raw: { model: "4.0Ultra" },
    url: "wss://spark-api.xf-yun.com/v4.0/chat",
    body: { model: "4.0Ultra", messages: both, max_tokens: 50, temperature: 0.01 },
    guessed: "wss://spark-api.xf-yun.com/v3.5/chat",
  },
  {
    id: "astron-maas",
    url: "https://maas-api.cn-huabei-1.xf-yun.com/v2",
    body: {
      model: "astron-code-latest",
      messages: both,
      max_tokens: 50,
      temperature: 0.01,
      stop: ["\n\n", "END"],
      ...usage,
    },
    guessed: "https://maas-coding-api.cn-huabei-1.xf-yun.com/v2",
  },
  {
    id: "sglang",
    raw: { model: "qwen2.5-coder-7b" },
    url: "http://localhost:30000/v1",
    body: {
      model: "qwen2.5-coder-7b",
      messages: both,
      max_tokens: 50,
      temperature: 0,
      stop: ["\n\n", "END"],
      ...usage,
    },
    fillIn: "tokens",
    guessed: "http://127.0.0.1:30000/v1",
  },
  {
    id: "mindie",
    raw: { model: "qwen3-coder" },
    url: "https://127.0.0.1:1025/v1",
    body: { model: "qwen3-coder", messages: both, max_tokens: 50, temperature: 0.01, stop: ["\n\n", "END"] },
    fillIn: "tokens",
    guessed: "https://127.0.0.1:1025/v1",
  },
  {
    id: "litellm",
    raw: { baseUrl: "https://gateway.example", model: "team-coder" },
    url: "https://gateway.example/v1",
    body: { model: "team-coder", messages: both, max_tokens: 50, temperature: 0, stop: ["\n\n", "END"] },
    guessed: "http://localhost:4000",
  },
  {
    id: "spark-lite",
    url: "https://spark-api-open.xf-yun.com/v1",
    body: { model: "lite", messages: joined, max_tokens: 50, temperature: 0.01 },
    guessed: "https://spark-api-open.xf-yun.com/v1",
  },
];

describe("presets as data", () => {
  for (const { id, raw, url, body, fillIn, guessed } of rows) {
    it(`${id} ${raw?.model ?? ""}`, () => {
      const result = resolveProfile("p", { preset: id, ...raw });
      assert.ok("profile" in result, JSON.stringify(result));
      const { profile } = result;
      assert.equal(profile.baseUrl, url);
      const made = chatBody(profile, request, new LearnedQuirks(), "w");
      assert.deepEqual(made, { ...body, stream: true });
      assert.equal(pickFillInRoute(profile, profile.model)?.route, fillIn);
      assert.equal(guessed === undefined ? id : guessPreset(guessed, undefined), id);
    });
  }

  it("are offered by the setting, one name each, own servers and the open end last", () => {
    const manifest = readFileSync("package.json", "utf8");
    const { contributes } = JSON.parse(manifest) as {
      contributes: {
        configuration: {
          properties: Record<
            string,
            { additionalProperties: { properties: { preset: { enum: string[] } } } }
          >;
        };
      };
    };
    const schema = contributes.configuration.properties["flywheel.backends"];
    assert.deepEqual(schema?.additionalProperties.properties.preset.enum, [...presetIds]);
    assert.deepEqual(allPresets.map(({ id }) => id).sort(), [...presetIds].sort());
    assert.equal(new Set(allPresets.map(({ displayName }) => displayName)).size, presetIds.length);
    assert.equal(presetIds.at(-1), "openai-compatible");
  });
});
