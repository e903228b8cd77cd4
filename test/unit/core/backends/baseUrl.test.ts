import assert from "node:assert/strict";
import { isLoopbackHost, resolveBaseUrl } from "../../../../src/core/backends/baseUrl.ts";

describe("resolveBaseUrl", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["https://api.openai.com", "https://api.openai.com/v1"],
    ["https://api.openai.com/", "https://api.openai.com/v1"],
    ["https://api.openai.com/v1/", "https://api.openai.com/v1"],
    ["api.example.com", "https://api.example.com/v1"],
    ["localhost:11434", "http://localhost:11434/v1"],
    ["127.0.0.1:8080/", "http://127.0.0.1:8080/v1"],
    ["[::1]:8080", "http://[::1]:8080/v1"],
    ["10.1.2.3:8000", "http://10.1.2.3:8000/v1"],
    ["https://h.example/v1/chat/completions", "https://h.example/v1"],
    ["https://h.example/v1/chat/completions/chat/completions/", "https://h.example/v1"],
    ["https://h.example/v1/completions", "https://h.example/v1"],
    ["https://h.example/v1/fim/completions", "https://h.example/v1"],
    ["https://h.example/v1/models", "https://h.example/v1"],
    ["http://localhost:11434/api/generate", "http://localhost:11434/v1"],
    ["https://spark-api-open.xf-yun.com/x2", "https://spark-api-open.xf-yun.com/x2"],
    [
      "https://spark-api-open.xf-yun.com/agent/v1/chat/completions",
      "https://spark-api-open.xf-yun.com/agent/v1",
    ],
    [
      "https://dashscope.aliyuncs.com/compatible-mode/v1",
      "https://dashscope.aliyuncs.com/compatible-mode/v1",
    ],
    ["https://r.openai.azure.com/openai/v1/", "https://r.openai.azure.com/openai/v1"],
    [
      "https://generativelanguage.googleapis.com/v1beta/openai/",
      "https://generativelanguage.googleapis.com/v1beta/openai",
    ],
    ["https://api.deepseek.com", "https://api.deepseek.com"],
    ["https://api.deepseek.com/beta", "https://api.deepseek.com/beta"],
    ["https://gw.example/llm/", "https://gw.example/llm/v1"],
    [' "https://gw.example//v1//" ', "https://gw.example/v1"],
    ["HTTPS://API.Example.COM/V2", "https://api.example.com/V2"],
  ];
  for (const [text, expected] of cases) {
    it(text, () => {
      const resolved = resolveBaseUrl(text);
      assert.equal(typeof resolved === "string" ? resolved : resolved.baseUrl, expected);
    });
  }

  it("lends the preset's path to its bare host", () => {
    const resolved = resolveBaseUrl("dashscope.aliyuncs.com", "qwen");
    assert.ok(typeof resolved !== "string");
    assert.equal(resolved.baseUrl, "https://dashscope.aliyuncs.com/compatible-mode/v1");
  });

  it("keeps the query apart", () => {
    const url = "https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21";
    const resolved = resolveBaseUrl(url);
    assert.ok(typeof resolved !== "string");
    assert.equal(resolved.baseUrl, "https://r.openai.azure.com/openai/deployments/d");
    assert.deepEqual(resolved.query, { "api-version": "2024-10-21" });
  });

  it("names what is no address", () => {
    assert.equal(resolveBaseUrl("  "), "empty");
    assert.equal(resolveBaseUrl("http://"), "notUrl");
    assert.equal(resolveBaseUrl("not a url"), "notUrl");
    assert.equal(resolveBaseUrl("ftp://h.example/v1"), "notHttp");
    assert.equal(resolveBaseUrl("https://user:secret@h.example/v1"), "hasCredentials");
  });
});

describe("isLoopbackHost", () => {
  for (const host of [
    "localhost",
    "LOCALHOST",
    "a.localhost",
    "127.0.0.1",
    "127.9.8.7",
    "[::1]",
    "::1",
    "0.0.0.0",
    "[::ffff:7f00:1]",
  ]) {
    it(`${host} is this machine`, () => assert.equal(isLoopbackHost(host), true));
  }
  for (const host of [
    "localhost.example.com",
    "127.0.0.1.example.com",
    "1270.0.0.1",
    "10.0.0.1",
    "[fe80::1]",
    "example.com",
    "127.example.com",
  ]) {
    it(`${host} is not`, () => assert.equal(isLoopbackHost(host), false));
  }
});
