import assert from "node:assert/strict";
import { backendMessages } from "../../../../src/core/backends/backendMessages.ts";
import { allPresets, presetIds } from "../../../../src/core/backends/presets.ts";
import { resolveProfile } from "../../../../src/core/backends/profile.ts";
import { formatMessage } from "../../../../src/core/messages.ts";

describe("resolveProfile", () => {
  it("resolves every preset of the setting that has a URL and a model from nothing else", () => {
    for (const preset of presetIds) {
      const row = allPresets.find((candidate) => candidate.id === preset);
      assert.ok(row !== undefined, preset);
      const needs = {
        ...(row.baseUrl === undefined ? { baseUrl: "https://h.example/v1" } : {}),
        ...(row.defaultModel === undefined ? { model: "m" } : {}),
      };
      const result = resolveProfile("p", { preset, ...needs });
      assert.ok("profile" in result, `${preset}: ${JSON.stringify(result)}`);
      assert.equal(result.profile.isLoopback, row.isLocal, preset);
    }
  });

  it("takes limits and base path of the model line", () => {
    const wide = resolveProfile("p", { preset: "spark-pro", model: "pro-128k" });
    assert.ok("profile" in wide);
    assert.deepEqual(wide.profile.limits, { contextTokens: 131_072, outputTokens: 4_096 });
    const reasoning = resolveProfile("p", { preset: "spark-x1.5" });
    assert.ok("profile" in reasoning);
    assert.equal(reasoning.profile.baseUrl, "https://spark-api-open.xf-yun.com/v2");
  });

  it("lets the user's values win", () => {
    const result = resolveProfile("p", {
      preset: "openai",
      baseUrl: "gw.example",
      model: "m",
      maxContextTokens: 1000,
      timeouts: { firstByteMs: 5 },
      extraHeaders: { "X-Team": "${env:TEAM}", "api-key": "${apiKey}" },
      extraBody: { top_p: 1 },
      apiKeyCommand: ["pass", "show", "key"],
      fillInTheMiddle: "tokens",
      fillInTheMiddleTemplate: "<P>{prefix}<S>{suffix}<M>",
    });
    assert.ok("profile" in result, JSON.stringify(result));
    const { profile } = result;
    assert.equal(profile.baseUrl, "https://gw.example/v1");
    assert.deepEqual(profile.limits, { contextTokens: 1000, outputTokens: 1000 });
    assert.equal(profile.timeouts.firstByteMs, 5);
    assert.equal(profile.timeouts.totalMs, 600_000);
    assert.deepEqual(profile.apiKeyCommand, ["pass", "show", "key"]);
  });

  const bad: readonly (readonly [string, unknown, string])[] = [
    ["no object", "openai", "notObject"],
    ["null", null, "notObject"],
    ["a list", [], "notObject"],
    ["unknown preset", { preset: "gpt" }, "unknownPreset"],
    ["preset of the wrong type", { preset: 7 }, "unknownPreset"],
    ["no URL", { preset: "openai-compatible", model: "m" }, "noBaseUrl"],
    ["blank URL", { preset: "openai-compatible", model: "m", baseUrl: " " }, "noBaseUrl"],
    ["bad URL", { preset: "openai", baseUrl: "http://" }, "badBaseUrl"],
    ["other scheme", { preset: "openai", baseUrl: "ftp://h" }, "badBaseUrl"],
    ["password in the URL", { preset: "openai", baseUrl: "https://u:p@h/v1" }, "urlWithPassword"],
    ["no model", { preset: "ollama" }, "noModel"],
    ["model of the wrong type", { preset: "openai", model: 3 }, "badText"],
    ["context as text", { preset: "openai", maxContextTokens: "8k" }, "badNumber"],
    ["context below 1", { preset: "openai", maxContextTokens: 0 }, "badNumber"],
    ["a cap of no number", { preset: "openai", maxTokensPerDay: "1M" }, "badNumber"],
    ["command as text", { preset: "openai", apiKeyCommand: "pass show" }, "badCommand"],
    ["empty command", { preset: "openai", apiKeyCommand: [] }, "badCommand"],
    ["key instead of a variable", { preset: "openai", apiKeyEnv: "sk-abc" }, "badEnvName"],
    ["unknown fill-in route", { preset: "openai", fillInTheMiddle: "yes" }, "badFillIn"],
    [
      "tokens without a template",
      { preset: "vllm", model: "own-model", fillInTheMiddle: "tokens" },
      "noTemplate",
    ],
    [
      "template without suffix",
      { preset: "vllm", model: "m", fillInTheMiddleTemplate: "{prefix}" },
      "badTemplate",
    ],
    ["headers as a list", { preset: "openai", extraHeaders: ["a"] }, "badHeaders"],
    ["header with a line break", { preset: "openai", extraHeaders: { a: "b\nc" } }, "badHeaders"],
    ["header with a bad name", { preset: "openai", extraHeaders: { "a b": "c" } }, "badHeaders"],
    ["body as text", { preset: "openai", extraBody: "{}" }, "badBody"],
    ["unknown timeout", { preset: "openai", timeouts: { slow: 1 } }, "badTimeouts"],
    ["timeout of nothing", { preset: "openai", timeouts: { totalMs: 0 } }, "badTimeouts"],
    ["certificate without key", { preset: "openai", clientCertFile: "c.pem" }, "halfCertificate"],
    ["misspelt field", { preset: "openai", baseURL: "https://h/v1" }, "unknownField"],
  ];
  for (const [name, raw, id] of bad) {
    it(`names ${name}`, () => {
      const result = resolveProfile("mine", raw);
      assert.ok("problem" in result);
      assert.equal(result.problem.id, `backends.profile.${id}`);
      const english = backendMessages[result.problem.id as keyof typeof backendMessages];
      const sentence = formatMessage(english, result.problem.args);
      assert.ok(sentence.includes("mine"), sentence);
      assert.ok(!/\{\d\}/.test(sentence), sentence);
    });
  }
});

describe("presets", () => {
  it("have ids of their own and readable URLs", () => {
    assert.equal(new Set(allPresets.map((row) => row.id)).size, allPresets.length);
    for (const row of allPresets) {
      assert.ok(row.baseUrl === undefined || URL.canParse(row.baseUrl), row.id);
      for (const rule of [...row.modelRules, ...row.thinkingOff]) {
        assert.doesNotThrow(() => new RegExp(rule.models), row.id);
      }
    }
  });
});
