import assert from "node:assert/strict";
import { createBackend } from "../../../../src/adapters/models/createBackend.ts";
import type { ModelDeps } from "../../../../src/adapters/models/modelDeps.ts";
import { listModels } from "../../../../src/adapters/models/listModels.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";
import { FakeModelServer } from "../../../fakes/fakeModelServer.ts";
import {
  chatChunk,
  replyWithError,
  replyWithJson,
  replyWithPieces,
  replyWithText,
  sseEvent,
} from "../../../fakes/fakeModelServerReplies.ts";
import {
  chatRequest,
  fillInRequest,
  hear,
  makeDeps,
  makeProfile,
  testKey,
  wholeTextOf,
} from "./modelFixture.ts";

const endless = new AbortController().signal;

describe("createBackend", () => {
  let server: FakeModelServer;
  before(async () => {
    server = await FakeModelServer.start();
  });
  after(() => server.stop());
  beforeEach(() => {
    server.requests.length = 0;
  });

  function backendOf(raw: Record<string, unknown> = {}, deps: Partial<ModelDeps> = {}) {
    return createBackend(makeProfile({ baseUrl: server.baseUrl, ...raw }), makeDeps(deps));
  }
  async function bodyOf(
    raw: Record<string, unknown>,
    request = chatRequest,
  ): Promise<Record<string, unknown>> {
    server.enqueue(replyWithText("ok"));
    await hear(backendOf(raw).chat.streamChat(request, endless));
    return server.lastRequest?.json ?? {};
  }

  describe("requests", () => {
    it("says who it is", () => {
      assert.deepEqual(backendOf().chat.identity, {
        profile: "test",
        preset: "openai-compatible",
        model: "test-model",
        origin: server.url,
        isLoopback: true,
      });
    });

    it("sends the least to an unknown server", async () => {
      assert.deepEqual(await bodyOf({}), {
        model: "test-model",
        messages: chatRequest.messages,
        stream: true,
        max_tokens: 100,
        temperature: 0,
      });
      assert.equal(server.lastRequest?.path, "/v1/chat/completions");
    });

    const bodies: readonly (readonly [string, Record<string, unknown>, Record<string, unknown>])[] = [
      [
        "spark-lite joins the system text, keeps temperature above 0",
        { preset: "spark-lite" },
        {
          model: "test-model",
          messages: [{ role: "user", content: "Be brief.\n\nSay hello." }],
          stream: true,
          max_tokens: 100,
          temperature: 0.01,
        },
      ],
      [
        "spark-x1.5 switches thinking and search off",
        { preset: "spark-x1.5" },
        {
          model: "test-model",
          messages: chatRequest.messages,
          stream: true,
          max_tokens: 100,
          temperature: 0.01,
          thinking: { type: "disabled" },
          tools: [{ type: "web_search", web_search: { enable: false } }],
        },
      ],
      [
        "openai reasoning models take another limit and no temperature",
        { preset: "openai", model: "gpt-6-sol" },
        {
          model: "gpt-6-sol",
          messages: chatRequest.messages,
          stream: true,
          max_completion_tokens: 100,
          stream_options: { include_usage: true },
          reasoning_effort: "none",
        },
      ],
      [
        "openai gpt-4.1",
        { preset: "openai", model: "gpt-4.1" },
        {
          model: "gpt-4.1",
          messages: chatRequest.messages,
          stream: true,
          max_tokens: 100,
          temperature: 0,
          stop: ["END"],
          stream_options: { include_usage: true },
        },
      ],
      [
        "deepseek",
        { preset: "deepseek", model: "deepseek-v4-flash" },
        {
          model: "deepseek-v4-flash",
          messages: chatRequest.messages,
          stream: true,
          max_tokens: 100,
          temperature: 0,
          stop: ["END"],
          stream_options: { include_usage: true },
          thinking: { type: "disabled" },
        },
      ],
      [
        "qwen hybrid",
        { preset: "qwen", model: "qwen3.7-plus" },
        {
          model: "qwen3.7-plus",
          messages: chatRequest.messages,
          stream: true,
          max_tokens: 100,
          temperature: 0,
          stop: ["END"],
          stream_options: { include_usage: true },
          enable_thinking: false,
        },
      ],
      [
        "vllm with a thinking model",
        { preset: "vllm", model: "Qwen3-8B" },
        {
          model: "Qwen3-8B",
          messages: chatRequest.messages,
          stream: true,
          max_tokens: 100,
          temperature: 0,
          stop: ["END"],
          stream_options: { include_usage: true },
          chat_template_kwargs: { enable_thinking: false },
        },
      ],
    ];
    for (const [name, raw, expected] of bodies) {
      it(name, async () => {
        assert.deepEqual(await bodyOf(raw, { ...chatRequest, thinking: "off", stop: ["END"] }), expected);
      });
    }

    it("lets extraBody win", async () => {
      const body = await bodyOf({ extraBody: { temperature: 0.7, top_p: 0.9 } });
      assert.equal(body["temperature"], 0.7);
      assert.equal(body["top_p"], 0.9);
    });

    it("keeps the query of the base URL", async () => {
      await bodyOf({ baseUrl: `${server.url}/openai/deployments/d/chat/completions?api-version=2024-10-21` });
      assert.equal(server.lastRequest?.path, "/openai/deployments/d/chat/completions?api-version=2024-10-21");
    });
  });

  describe("headers and keys", () => {
    it("sends the key and nothing of the client's own", async () => {
      const names = [
        "OPENAI_ORG_ID",
        "OPENAI_PROJECT_ID",
        "OPENAI_CUSTOM_HEADERS",
        "OPENAI_API_KEY",
        "OPENAI_BASE_URL",
      ];
      const before = names.map((name) => process.env[name]);
      for (const name of names) {
        process.env[name] = name === "OPENAI_CUSTOM_HEADERS" ? "X-Leak: leaked" : "https://leaked.example";
      }
      try {
        await bodyOf({});
      } finally {
        names.forEach((name, index) => {
          const value = before[index];
          if (value === undefined) {
            delete process.env[name];
          } else {
            process.env[name] = value;
          }
        });
      }
      const headers = server.lastRequest?.headers ?? {};
      assert.equal(headers["authorization"], `Bearer ${testKey}`);
      assert.equal(headers["user-agent"], "flywheel");
      assert.ok(!JSON.stringify(headers).includes("leaked"), JSON.stringify(headers));
      assert.deepEqual(
        Object.keys(headers).filter((name) => /stainless|openai/.test(name)),
        [],
      );
    });

    it("a server without a key gets no Authorization", async () => {
      server.enqueue(replyWithText("ok"));
      const backend = backendOf({}, { readKey: () => Promise.resolve(undefined) });
      assert.equal((await hear(backend.chat.streamChat(chatRequest, endless))).text, "ok");
      assert.equal(server.lastRequest?.headers["authorization"], undefined);
    });

    it("puts the key where the profile wants it", async () => {
      const extraHeaders = { "api-key": "${apiKey}", "X-Team": "team-${env:TEAM}" };
      server.enqueue(replyWithText("ok"));
      const backend = backendOf({ extraHeaders }, { env: (name) => (name === "TEAM" ? "core" : undefined) });
      await hear(backend.chat.streamChat(chatRequest, endless));
      const headers = server.lastRequest?.headers ?? {};
      assert.deepEqual(
        [headers["api-key"], headers["x-team"], headers["authorization"]],
        [testKey, "team-core", undefined],
      );
    });

    it("trims a key, and names one that cannot be", async () => {
      server.enqueue(replyWithText("ok"));
      await hear(
        backendOf({}, { readKey: () => Promise.resolve(` ${testKey}\n`) }).chat.streamChat(
          chatRequest,
          endless,
        ),
      );
      assert.equal(server.lastRequest?.headers["authorization"], `Bearer ${testKey}`);
      for (const bad of ["a\nb", "ключ", "a\u0000b"]) {
        const backend = backendOf({}, { readKey: () => Promise.resolve(bad) });
        const heard = await hear(backend.chat.streamChat(chatRequest, endless));
        assert.equal(heard.error?.text.id, "backends.error.badKeyText");
        assert.ok(!wholeTextOf(heard.error).includes(bad));
      }
      assert.equal(server.requests.length, 1);
    });

    it("a vendor's own host without a key is not even asked", async () => {
      const deps = makeDeps({
        readKey: () => Promise.resolve(undefined),
        fetch: () => assert.fail("was asked"),
      });
      const profile = makeProfile({ preset: "openai", model: "gpt-4.1" });
      const heard = await hear(createBackend(profile, deps).chat.streamChat(chatRequest, endless));
      assert.equal(heard.error?.kind, "noKey");
    });

    it("a command that fails to give the key is told without its words", async () => {
      const backend = backendOf({}, { readKey: () => Promise.reject(new Error("vault sealed")) });
      assert.equal((await hear(backend.chat.streamChat(chatRequest, endless))).error?.kind, "noKey");
    });

    it("renews the key once after a 401", async () => {
      server.enqueue(replyWithError(401, "expired"), replyWithText("ok"));
      const backend = backendOf({}, { renewKey: () => Promise.resolve("sk-renewed-1234") });
      assert.equal((await hear(backend.chat.streamChat(chatRequest, endless))).text, "ok");
      assert.equal(server.lastRequest?.headers["authorization"], "Bearer sk-renewed-1234");
      server.enqueue(replyWithError(401, "expired"), replyWithError(401, "expired"));
      assert.equal((await hear(backend.chat.streamChat(chatRequest, endless))).error?.kind, "badKey");
      assert.equal(server.requests.length, 4);
    });
  });

  describe("lessons", () => {
    it("are kept for the next request", async () => {
      const backend = backendOf();
      const refusal = (param: string) => replyWithError(400, `Unsupported parameter: '${param}'`, { param });
      server.enqueue(
        refusal("max_tokens"),
        refusal("temperature"),
        refusal("stop"),
        replyWithText("ok"),
        replyWithText("ok"),
      );
      const request = { ...chatRequest, stop: ["END"] };
      assert.equal((await hear(backend.chat.streamChat(request, endless))).text, "ok");
      await hear(backend.chat.streamChat(request, endless));
      assert.equal(server.requests.length, 5);
      const { model: _model, messages: _messages, ...rest } = server.lastRequest?.json ?? {};
      assert.deepEqual(rest, { stream: true, max_completion_tokens: 100 });
    });

    it("shorten the answer to what the server takes", async () => {
      const backend = backendOf();
      server.enqueue(
        replyWithError(400, "max_tokens must be less than or equal to 50", { param: "max_tokens" }),
        replyWithText("ok"),
      );
      assert.equal((await hear(backend.chat.streamChat(chatRequest, endless))).text, "ok");
      assert.equal(server.lastRequest?.json?.["max_tokens"], 50);
    });

    it("work for completions, which are otherwise never tried again", async () => {
      const backend = backendOf({ fillInTheMiddle: "suffix" });
      server.enqueue(replyWithError(400, "stop is not supported", { param: "stop" }), replyWithText("b"));
      assert.ok(backend.fillIn !== undefined);
      const request = { ...fillInRequest, stop: ["END"] };
      assert.equal((await hear(backend.fillIn.streamFillIn(request, endless))).text, "b");
      for (const reply of [
        replyWithError(500, "boom"),
        replyWithError(429, "slow"),
        replyWithPieces([], { end: "reset" }),
      ]) {
        server.requests.length = 0;
        server.enqueue(reply);
        assert.ok((await hear(backend.fillIn.streamFillIn(fillInRequest, endless))).error !== undefined);
        assert.equal(server.requests.length, 1);
      }
    });
  });

  describe("aborting", () => {
    it("closes the socket and ends without a word", async () => {
      server.enqueue(replyWithPieces([sseEvent(chatChunk({ content: "Hel" }))], { end: "stall" }));
      const controller = new AbortController();
      const seen: string[] = [];
      for await (const chunk of backendOf().chat.streamChat(chatRequest, controller.signal)) {
        seen.push(chunk.kind);
        controller.abort();
      }
      assert.deepEqual(seen, ["text"]);
      await server.requests[0]?.closed;
      assert.equal(server.requests[0]?.wasCutOff, true);
    });

    it("before the headers, too", async () => {
      const never = new Promise<never>(() => {});
      server.enqueue(replyWithPieces([], { beforeHeaders: never }));
      const controller = new AbortController();
      const hearing = hear(backendOf().chat.streamChat(chatRequest, controller.signal));
      await server.waitForRequests(1);
      controller.abort();
      assert.deepEqual((await hearing).chunks, []);
      await server.requests[0]?.closed;
    });

    it("before anything: no request", async () => {
      assert.equal(
        (await hear(backendOf().chat.streamChat(chatRequest, AbortSignal.abort()))).error,
        undefined,
      );
      assert.equal(server.requests.length, 0);
    });

    it("a reader that walks away closes the socket", async () => {
      server.enqueue(replyWithPieces([sseEvent(chatChunk({ content: "Hel" }))], { end: "stall" }));
      for await (const chunk of backendOf().chat.streamChat(chatRequest, endless)) {
        assert.equal(chunk.kind, "text");
        break;
      }
      await server.requests[0]?.closed;
      assert.equal(server.requests[0]?.wasCutOff, true);
    });

    it("during the wait before a second try", async () => {
      const clock = new FakeClock();
      server.enqueue(replyWithError(429, "slow"));
      const controller = new AbortController();
      const hearing = hear(backendOf({}, { clock }).chat.streamChat(chatRequest, controller.signal));
      await server.waitForRequests(1);
      await server.requests[0]?.closed;
      controller.abort();
      assert.deepEqual((await hearing).chunks, []);
      assert.equal(server.requests.length, 1);
    });

    it("after the end no longer costs the connection", async () => {
      const backend = backendOf();
      const ends = Promise.withResolvers<void>();
      server.enqueue(
        replyWithPieces([
          sseEvent(chatChunk({ content: "ok" }, "stop")),
          "data: [DONE]\n\n",
          { until: ends.promise },
        ]),
      );
      const controller = new AbortController();
      await hear(backend.chat.streamChat(chatRequest, controller.signal));
      controller.abort();
      ends.resolve();
      await server.lastRequest?.closed;
      assert.equal(server.lastRequest?.wasCutOff, false);
    });

    it("a completion by chat is not tried again", async () => {
      server.enqueue(replyWithError(500, "boom"));
      const heard = await hear(backendOf().chat.streamChat({ ...chatRequest, isBackground: true }, endless));
      assert.equal(heard.error?.kind, "serverError");
      assert.equal(server.requests.length, 1);
    });

    it("leaves the connection for the next request after a good end", async () => {
      const backend = backendOf();
      for (let count = 0; count < 3; count += 1) {
        server.enqueue(replyWithText("ok"));
        await hear(backend.chat.streamChat(chatRequest, endless));
        await server.lastRequest?.closed;
        assert.equal(server.lastRequest?.wasCutOff, false);
      }
    });
  });

  describe("filling in", () => {
    const cases: readonly (readonly [string, Record<string, unknown>, string, Record<string, unknown>])[] = [
      [
        "suffix",
        { fillInTheMiddle: "suffix" },
        "/v1/completions",
        {
          model: "test-model",
          max_tokens: 32,
          temperature: 0,
          stream: true,
          stop: ["\n\n"],
          prompt: "# src/sub.py\n# def sub(a, b):\n#     return a - b\ndef add(a, b):\n    return ",
          suffix: "\n\nprint(add(1, 2))\n",
        },
      ],
      [
        "deepseek's beta path",
        { preset: "deepseek" },
        "/beta/completions",
        {
          model: "test-model",
          max_tokens: 32,
          temperature: 0,
          stream: true,
          stop: ["\n\n"],
          prompt: "# src/sub.py\n# def sub(a, b):\n#     return a - b\ndef add(a, b):\n    return ",
          suffix: "\n\nprint(add(1, 2))\n",
        },
      ],
      [
        "infill",
        { preset: "llama-server" },
        "/infill",
        {
          input_prefix: "def add(a, b):\n",
          input_suffix: "\n\nprint(add(1, 2))\n",
          input_extra: [{ filename: "src/sub.py", text: "def sub(a, b):\n    return a - b" }],
          prompt: "    return ",
          n_predict: 32,
          temperature: 0,
          stream: true,
          cache_prompt: true,
          stop: ["\n\n"],
        },
      ],
      [
        "ollama",
        { preset: "ollama", model: "qwen2.5-coder" },
        "/api/generate",
        {
          model: "qwen2.5-coder",
          prompt: "# src/sub.py\n# def sub(a, b):\n#     return a - b\ndef add(a, b):\n    return ",
          suffix: "\n\nprint(add(1, 2))\n",
          stream: true,
          options: {
            num_predict: 32,
            temperature: 0,
            stop: ["\n\n", "<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"],
          },
        },
      ],
      [
        "mistral",
        { preset: "mistral", model: "codestral-latest" },
        "/v1/fim/completions",
        {
          model: "codestral-latest",
          max_tokens: 32,
          temperature: 0,
          stream: true,
          stop: ["\n\n"],
          prompt: "# src/sub.py\n# def sub(a, b):\n#     return a - b\ndef add(a, b):\n    return ",
          suffix: "\n\nprint(add(1, 2))\n",
        },
      ],
      [
        "tokens",
        { preset: "vllm", model: "Qwen2.5-Coder-7B" },
        "/v1/completions",
        {
          model: "Qwen2.5-Coder-7B",
          max_tokens: 32,
          temperature: 0,
          stream: true,
          stop: ["\n\n", "<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"],
          prompt:
            "<|file_sep|>src/sub.py\ndef sub(a, b):\n    return a - b\n<|file_sep|>src/add.py\n" +
            "<|fim_prefix|>def add(a, b):\n<|fim_suffix|>\n\nprint(add(1, 2))\n<|fim_middle|>    return ",
        },
      ],
    ];
    for (const [name, raw, path, expected] of cases) {
      it(`asks by ${name}, and reads the answer`, async () => {
        const { preset, ...rest } = raw;
        // DeepSeek's base has no version, as at the vendor.
        const baseUrl = preset === "deepseek" ? `${server.url}/beta` : server.baseUrl;
        const { fillIn } = backendOf({ baseUrl, ...(preset === undefined ? {} : { preset }), ...rest });
        assert.ok(fillIn !== undefined);
        server.enqueue(replyWithText("a + b<|fim_pad|>junk", { chunkChars: 3 }));
        const heard = await hear(fillIn.streamFillIn(fillInRequest, endless));
        assert.equal(heard.text, "a + b");
        assert.equal(heard.end, "stop");
        assert.equal(server.lastRequest?.path, path);
        assert.deepEqual(server.lastRequest?.json, expected);
      });
    }

    it("keeps every stop text itself, whatever the server takes", async () => {
      const { fillIn } = backendOf({ fillInTheMiddle: "suffix" });
      server.enqueue(replyWithText("one\n\ntwo", { chunkChars: 1 }));
      assert.equal((await hear(fillIn?.streamFillIn(fillInRequest, endless) ?? assert.fail())).text, "one");
    });

    it("a chat-only backend has none", () => {
      assert.equal(backendOf().fillIn, undefined);
      assert.equal(backendOf({ preset: "spark-max" }).fillIn, undefined);
    });

    it("a probe's verdict is heeded", () => {
      assert.equal(backendOf({}, { probedFillIn: { route: "suffix" } }).fillIn?.route, "suffix");
    });

    it("spells Ollama's tokens itself where the template has no place for a suffix", async () => {
      const { fillIn } = backendOf({ preset: "ollama", model: "qwen2.5-coder" });
      server.enqueue(
        replyWithJson({ error: '"qwen2.5-coder" does not support insert' }, 400),
        replyWithText("b"),
      );
      assert.equal((await hear(fillIn?.streamFillIn(fillInRequest, endless) ?? assert.fail())).text, "b");
      assert.equal(server.lastRequest?.json?.["raw"], true);
    });

    it("goes away once the server says that its model cannot", async () => {
      let told = 0;
      const backend = backendOf({ preset: "llama-server" }, { onCannotFillIn: () => (told += 1) });
      const fillIn = backend.fillIn ?? assert.fail();
      server.enqueue(replyWithError(501, "Infill is not supported by this model"));
      const heard = await hear(fillIn.streamFillIn(fillInRequest, endless));
      assert.equal(heard.error?.text.id, "backends.error.fillInUnsupported");
      assert.equal(backend.fillIn, undefined);
      const again = await hear(fillIn.streamFillIn(fillInRequest, endless));
      assert.equal(again.error?.text.id, "backends.error.fillInUnsupported");
      assert.deepEqual([server.requests.length, told], [1, 1], "asked once, told once");
    });
  });

  describe("usage", () => {
    it("is the server's where it sends some, cached tokens included", async () => {
      const usage = { prompt_tokens: 10, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 8 } };
      server.enqueue(replyWithText("ok", { usage }));
      const heard = await hear(backendOf().chat.streamChat(chatRequest, endless));
      assert.deepEqual(
        heard.chunks.find((chunk) => chunk.kind === "usage"),
        {
          kind: "usage",
          usage: { promptTokens: 10, completionTokens: 3, cachedTokens: 8, isEstimated: false },
        },
      );
    });

    it("is estimated, and says so, where not", async () => {
      server.enqueue(replyWithText("x".repeat(40), { usage: null }));
      const heard = await hear(backendOf().chat.streamChat(chatRequest, endless));
      const usage = heard.chunks.find((chunk) => chunk.kind === "usage");
      assert.deepEqual(usage, {
        kind: "usage",
        usage: { promptTokens: 5, completionTokens: 10, isEstimated: true },
      });
    });
  });

  it("asks Spark one at a time, chat before completions", async () => {
    const backend = backendOf({ preset: "spark-max", fillInTheMiddle: "suffix" });
    const gate = Promise.withResolvers<void>();
    const slow = (text: string) =>
      replyWithPieces([
        { until: gate.promise },
        sseEvent(chatChunk({ content: text }, "stop")),
        "data: [DONE]\n\n",
      ]);
    server.enqueue(slow("first"), replyWithText("second"), replyWithText("third"));
    const first = hear(backend.chat.streamChat(chatRequest, endless));
    await server.waitForRequests(1);
    const typed = { ...fillInRequest, isBackground: true };
    const completion = hear(backend.fillIn?.streamFillIn(typed, endless) ?? assert.fail());
    const cancelled = new AbortController();
    const given = hear(backend.chat.streamChat(chatRequest, cancelled.signal));
    const chat = hear(backend.chat.streamChat(chatRequest, endless));
    cancelled.abort();
    assert.equal(server.requests.length, 1);
    gate.resolve();
    assert.equal((await first).text, "first");
    assert.equal((await chat).text, "second");
    assert.equal((await completion).text, "third");
    assert.deepEqual((await given).chunks, []);
    assert.equal(server.requests.length, 3);
  });

  describe("listModels", () => {
    it("reads the shapes that servers have", async () => {
      const list = (raw: Record<string, unknown> = {}) =>
        listModels(makeProfile({ baseUrl: server.baseUrl, ...raw }), makeDeps(), endless);
      assert.deepEqual(await list(), ["fake-model", "fake-coder"]);
      server.enqueue(replyWithJson({ models: [{ name: "a" }, { nothing: 1 }, "b"] }));
      assert.deepEqual(await list(), ["a", "b"]);
      server.enqueue(replyWithJson({ data: "none" }));
      assert.deepEqual(await list(), []);
      assert.deepEqual(await list({ preset: "spark-max" }), ["generalv3.5", "max-32k"]);
    });

    it("names what is wrong", async () => {
      server.enqueue({ status: 200, body: "<html><title>Sign in</title></html>" });
      const listing = listModels(makeProfile({ baseUrl: server.baseUrl }), makeDeps(), endless);
      await assert.rejects(listing, { kind: "notAnApi" });
    });
  });

  describe("unreachable", () => {
    it("a closed port on this machine", async () => {
      const gone = await FakeModelServer.start();
      const baseUrl = gone.baseUrl;
      await gone.stop();
      const heard = await hear(backendOf({ baseUrl }).chat.streamChat(chatRequest, endless));
      assert.equal(heard.error?.text.id, "backends.error.refusedLocal");
    });

    const causes: readonly (readonly [string, string])[] = [
      ["ENOTFOUND", "unknownHost"],
      ["ECONNREFUSED", "unreachable"],
      ["EHOSTUNREACH", "unreachable"],
      ["ETIMEDOUT", "timeout"],
      ["UND_ERR_CONNECT_TIMEOUT", "timeout"],
      ["CERT_HAS_EXPIRED", "certificateExpired"],
      ["SELF_SIGNED_CERT_IN_CHAIN", "tls"],
      ["ERR_SSL_WRONG_VERSION_NUMBER", "noTls"],
      ["CERT_NOT_YET_VALID", "certificateExpired"],
      ["ERR_TLS_CERT_ALTNAME_INVALID", "certificateName"],
    ];
    for (const [code, id] of causes) {
      it(code, async () => {
        const fetch = () =>
          Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code }) }));
        const profile = makeProfile({ baseUrl: "https://h.example/v1" });
        const heard = await hear(
          createBackend(profile, makeDeps({ fetch })).chat.streamChat(chatRequest, endless),
        );
        assert.equal(heard.error?.text.id, `backends.error.${id}`);
      });
    }
  });
});
