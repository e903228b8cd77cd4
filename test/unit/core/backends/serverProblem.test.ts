import assert from "node:assert/strict";
import { LearnedQuirks } from "../../../../src/core/backends/learnedQuirks.ts";
import { readRetryAfterMs, readServerProblem } from "../../../../src/core/backends/serverProblem.ts";
import { sparkCodeIn, sparkMeaning } from "../../../../src/core/backends/sparkCodes.ts";

describe("readServerProblem", () => {
  const kinds: readonly (readonly [number, string, string])[] = [
    [400, "something", "badRequest"],
    [401, "maximum context length", "badKey"],
    [402, "", "quotaExceeded"],
    [403, "Invalid token", "badKey"],
    [404, "model not found", "modelNotFound"],
    [404, "page not found", "notFound"],
    [405, "", "notFound"],
    [407, "", "proxy"],
    [408, "", "timeout"],
    [413, "", "contextTooLong"],
    [418, "", "badRequest"],
    [429, "", "rateLimited"],
    [429, "insufficient_quota", "quotaExceeded"],
    [500, "quota service crashed", "serverError"],
    [503, "", "serverError"],
  ];
  for (const [status, message, kind] of kinds) {
    it(`${status} ${message}: ${kind}`, () => {
      assert.equal(readServerProblem(status, { error: { message } }).kind, kind);
    });
  }

  const spoken: readonly (readonly [number, string, string, string?])[] = [
    [404, 'model "x" not found, try pulling it first', "modelNotFound", "backends.error.modelNotPulled"],
    [404, "No models loaded. Please load a model.", "modelNotFound", "backends.error.modelNotLoaded"],
    [500, "model requires more system memory (9.0 GiB)", "serverError", "backends.error.outOfMemory"],
    [200, "Unexpected endpoint or method. (GET /models)", "notFound"],
    [404, "DeploymentNotFound", "modelNotFound"],
    [400, "Model Not Exist", "modelNotFound"],
    [400, "Invalid model name passed in model=x", "modelNotFound"],
    [503, "当前分组 default 下对于模型 x 无可用渠道", "serverError", "backends.error.noChannel"],
    [400, "模型 x 不存在", "modelNotFound"],
    [403, "用户额度不足", "quotaExceeded"],
    [403, "insufficient_user_quota", "quotaExceeded"],
    [400, "账户余额不足", "quotaExceeded"],
  ];
  for (const [status, message, kind, messageId] of spoken) {
    it(`${status} ${message}: ${messageId ?? kind}`, () => {
      const problem = readServerProblem(status, { error: { message } });
      assert.deepEqual([problem.kind, problem.messageId, problem.isRetryable], [kind, messageId, false]);
    });
  }

  it("keeps to the key where a gateway speaks of the model as well", () => {
    assert.equal(readServerProblem(401, { error: { message: "no such model for this key" } }).kind, "badKey");
  });

  const parameters: readonly (readonly [string, string | undefined])[] = [
    [
      "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead.",
      "max_tokens",
    ],
    ["Use max_completion_tokens instead of max_tokens", "max_completion_tokens"],
    ["Unrecognized request argument supplied: stream_options", "stream_options"],
    ["Extra inputs are not permitted: chat_template_kwargs", "chat_template_kwargs"],
    ["parameter.enable_thinking must be set to false", "enable_thinking"],
    ["System role not supported", "system"],
    ["nonstop service", undefined],
    ["messages: field required", undefined],
  ];
  for (const [message, parameter] of parameters) {
    it(`names ${parameter ?? "nothing"} in "${message}"`, () => {
      assert.equal(readServerProblem(400, { error: { message } }).parameter, parameter);
    });
  }

  const limits: readonly (readonly [string, number | undefined])[] = [
    ["max_tokens must be less than or equal to 4096", 4096],
    ["max_tokens: at most 8192 allowed", 8192],
    ["Range of max_tokens should be [1, 8192]", 8192],
    ["max_tokens must be between 1 and 2048", 2048],
    ["The maximum value of max_tokens is 16384", 16384],
    ["max_tokens is not supported", undefined],
  ];
  for (const [message, limit] of limits) {
    it(`reads ${limit ?? "no limit"} in "${message}"`, () => {
      assert.equal(readServerProblem(400, { error: { message } }).valueLimit, limit);
    });
  }

  it("tells the room that is left in an overflow", () => {
    const room = (body: unknown): number | undefined => readServerProblem(400, body).outputRoom;
    const vllm =
      "This model's maximum context length is 8192 tokens and your request has 8000 input tokens (300 > 8192 - 8000).";
    assert.equal(room({ message: vllm }), 192);
    assert.equal(
      room({ error: { message: "exceeds the available context size", n_prompt_tokens: 100, n_ctx: 128 } }),
      28,
    );
    assert.equal(room({ error: { message: "prompt is too long" } }), undefined);
  });
});

describe("Spark codes", () => {
  it("are known as number, digits and name", () => {
    assert.equal(sparkMeaning(11200)?.kind, "badKey");
    assert.equal(sparkMeaning("11200")?.kind, "badKey");
    assert.equal(sparkMeaning("AppIdNoAuthError")?.kind, "badKey");
    assert.equal(sparkMeaning(10014)?.messageId, "backends.error.moderatedOutput");
    assert.equal(sparkMeaning(10907)?.kind, "contextTooLong");
    for (const good of [0, "0", "", undefined, null, 200, "invalid_api_key"]) {
      assert.equal(sparkMeaning(good), undefined);
    }
  });
  it("are found in words", () => {
    assert.equal(sparkCodeIn("error code: 11202, slow down"), 11202);
    assert.equal(sparkCodeIn("AppIdQpsOverFlowError"), 11202);
    assert.equal(sparkCodeIn("at 10999 o'clock"), undefined);
  });
});

describe("LearnedQuirks", () => {
  const named = (parameter: string) => ({
    kind: "badRequest" as const,
    serverText: "",
    isRetryable: false,
    parameter,
  });

  it("learns each thing once", () => {
    const quirks = new LearnedQuirks();
    const body = { max_tokens: 10, temperature: 0 };
    assert.equal(quirks.learn(named("temperature"), body), true);
    assert.equal(quirks.learn(named("temperature"), body), false);
    assert.equal(quirks.learn(named("stop"), body), false, "what was not sent cannot be at fault");
    assert.equal(quirks.learn(named("max_tokens"), body), true);
    assert.equal(quirks.tokenLimitField, "max_completion_tokens");
    assert.equal(
      quirks.learn(named("max_completion_tokens"), { max_completion_tokens: 10 }),
      false,
      "no swinging back and forth",
    );
  });

  it("suspects the search switch where a refusal names nothing", () => {
    const quirks = new LearnedQuirks();
    const unnamed = readServerProblem(200, { code: 10005, message: "schema error" });
    assert.equal(quirks.learn(unnamed, { max_tokens: 1 }), false);
    assert.equal(quirks.dropped.size, 0, "what was not sent is not dropped");
    assert.equal(quirks.learn(unnamed, { tools: [] }), true);
    assert.equal(quirks.learn(unnamed, { tools: [] }), false);
    assert.deepEqual([...quirks.dropped], ["tools"]);
  });

  it("reads a recommendation of the other field right", () => {
    const quirks = new LearnedQuirks();
    assert.equal(quirks.learn(named("max_completion_tokens"), { max_tokens: 10 }), true);
    assert.equal(quirks.tokenLimitField, "max_completion_tokens");
  });
});

describe("readRetryAfterMs", () => {
  const now = Date.UTC(2026, 10, 24);
  const cases: readonly (readonly [Record<string, string>, number | undefined])[] = [
    [{}, undefined],
    [{ "retry-after": "2" }, 2_000],
    [{ "retry-after": "0.5" }, 500],
    [{ "retry-after-ms": "1500", "retry-after": "9" }, 1_500],
    [{ "retry-after": new Date(now + 30_000).toUTCString() }, 30_000],
    [{ "retry-after": new Date(now - 30_000).toUTCString() }, 0],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "-1" }, undefined],
    [{ "retry-after": "" }, undefined],
  ];
  for (const [headers, expected] of cases) {
    it(JSON.stringify(headers), () => assert.equal(readRetryAfterMs(new Headers(headers), now), expected));
  }
});
