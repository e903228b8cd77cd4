import assert from "node:assert/strict";
import {
  backendSetting,
  detectBackend,
  fromSparkVariables,
  isLoopbackHost,
  listFirstModel,
} from "../../../scripts/detectBackend.mjs";

type Answers = Record<string, { status?: number; body: unknown } | Error>;

function addressOf(input: Parameters<typeof fetch>[0]): string {
  return input instanceof Request ? input.url : input.toString();
}

/** Knows the listed addresses; every other one refuses the connection. */
function fakeFetch(answers: Answers, asked: string[] = []): typeof fetch {
  return async (input) => {
    const url = addressOf(input);
    asked.push(url);
    const answer = answers[url];
    if (answer === undefined) throw new TypeError("fetch failed");
    if (answer instanceof Error) throw answer;
    const body = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
    return new Response(body, { status: answer.status ?? 200 });
  };
}

const ollama: Answers = {
  "http://127.0.0.1:11434/api/tags": { body: { models: [{ name: "qwen3-coder:30b" }, { name: "llama3" }] } },
};

function models(origin: string, ids: string[], ownedBy?: string): Answers {
  const data = ids.map((id) => ({ id, ...(ownedBy && { owned_by: ownedBy }) }));
  return { [`${origin}/v1/models`]: { body: { object: "list", data } } };
}

describe("detectBackend", () => {
  const silent = { fetch: fakeFetch({}) };

  it("finds nothing where nothing is named and nothing answers", async () => {
    assert.equal(await detectBackend({ env: {}, ...silent }), undefined);
  });

  it("takes no address with a password in it, which would go into the settings", async () => {
    const warnings: string[] = [];
    const env = { OPENAI_BASE_URL: "https://me:secret@models.example.com/v1" };
    const found = await detectBackend({ env, ...silent, warn: (text) => warnings.push(text) });
    assert.equal(found, undefined);
    assert.match(warnings.join("\n"), /^OPENAI_BASE_URL holds a user name or password/);
    assert.doesNotMatch(warnings.join("\n"), /secret@|:secret/);
  });

  it("never takes an OPENAI_API_KEY alone", async () => {
    assert.equal(await detectBackend({ env: { OPENAI_API_KEY: "sk-1" }, ...silent }), undefined);
  });

  it("takes OPENAI_BASE_URL first, with the key's variable but not the key", async () => {
    const env = {
      OPENAI_BASE_URL: "https://models.example.com:8443/v1",
      OPENAI_API_KEY: "sk-secret",
      OPENAI_MODEL: "coder",
      SPARK_API_PASSWORD: "p",
    };
    const asked: string[] = [];
    const found = await detectBackend({ env, fetch: fakeFetch(ollama, asked) });
    assert.deepEqual(found, {
      name: "openai-compatible",
      preset: "openai-compatible",
      baseUrl: "https://models.example.com:8443/v1",
      model: "coder",
      apiKeyEnv: "OPENAI_API_KEY",
      host: "models.example.com:8443",
      isLoopback: false,
      learnedFrom: "OPENAI_BASE_URL",
    });
    assert.deepEqual(asked, []);
    assert.ok(!JSON.stringify(found).includes("sk-secret"));
  });

  for (const [url, preset] of [
    ["https://api.openai.com/v1", "openai"],
    ["https://api.deepseek.com", "deepseek"],
    ["https://dashscope.aliyuncs.com/compatible-mode/v1", "qwen"],
    ["http://localhost:9000/v1", "openai-compatible"],
  ] as const) {
    it(`names ${url} ${preset}`, async () => {
      const found = await detectBackend({ env: { OPENAI_BASE_URL: url }, ...silent });
      assert.equal(found?.preset, preset);
      assert.equal(found?.isLoopback, url.includes("localhost"));
      assert.equal(found?.apiKeyEnv, undefined);
    });
  }

  for (const url of ["not a url", "ftp://example.com/v1", "api.example.com/v1"]) {
    it(`says that ${url} is no address and looks on`, async () => {
      const warnings: string[] = [];
      const around = {
        env: { OPENAI_BASE_URL: url },
        fetch: fakeFetch(ollama),
        warn: (text: string) => warnings.push(text),
      };
      assert.equal((await detectBackend(around))?.preset, "ollama");
      assert.equal(warnings.length, 1);
    });
  }

  it("takes Ollama's first model", async () => {
    const found = await detectBackend({ env: {}, fetch: fakeFetch(ollama) });
    assert.deepEqual(found && backendSetting(found), {
      ollama: { preset: "ollama", baseUrl: "http://127.0.0.1:11434/v1", model: "qwen3-coder:30b" },
    });
  });

  it("passes an embedding model by, and an Ollama without models", async () => {
    const list = (...names: string[]) => ({
      "http://127.0.0.1:11434/api/tags": { body: { models: names.map((name) => ({ name })) } },
    });
    const embedFirst = await detectBackend({ env: {}, fetch: fakeFetch(list("nomic-embed-text", "llama3")) });
    assert.equal(embedFirst?.model, "llama3");
    const warnings: string[] = [];
    const empty = { env: {}, fetch: fakeFetch(list()), warn: (text: string) => warnings.push(text) };
    assert.equal(await detectBackend(empty), undefined);
    assert.match(warnings[0] ?? "", /ollama pull/);
  });

  for (const [port, owner, preset] of [
    [9931, "llamacpp", "llama-server"],
    [8080, undefined, "llama-server"],
    [8080, "vllm", "vllm"],
    [8080, "someone", "openai-compatible"],
    [1234, "organization_owner", "lm-studio"],
  ] as const) {
    it(`takes port ${port} (${owner ?? "no owner"}) for ${preset}`, async () => {
      const origin = `http://127.0.0.1:${port}`;
      const found = await detectBackend({
        env: {},
        fetch: fakeFetch(models(origin, ["first", "second"], owner)),
      });
      assert.equal(found?.preset, preset);
      assert.equal(found?.model, "first");
      assert.equal(found?.baseUrl, `${origin}/v1`);
      assert.equal(found?.isLoopback, true);
    });
  }

  it("prefers the ports in their order", async () => {
    const answers = {
      ...models("http://127.0.0.1:1234", ["lm"]),
      ...models("http://127.0.0.1:9931", ["llama"]),
    };
    assert.equal((await detectBackend({ env: {}, fetch: fakeFetch(answers) }))?.model, "llama");
    assert.equal(
      (await detectBackend({ env: {}, fetch: fakeFetch({ ...answers, ...ollama }) }))?.preset,
      "ollama",
    );
  });

  it("knows a llama-server that is still loading by its health", async () => {
    const health = { "http://127.0.0.1:9931/health": { status: 503, body: { status: "loading model" } } };
    const found = await detectBackend({ env: {}, fetch: fakeFetch(health) });
    assert.equal(found?.preset, "llama-server");
    assert.equal(found?.model, undefined);
  });

  for (const [what, body] of [
    ["a page", "<html></html>"],
    ["another application", { status: "UP" }],
    ["an empty list", { data: [] }],
    ["a list of something else", { data: [1, null, { name: "x" }] }],
    ["null", null],
  ] as const) {
    it(`does not take ${what} on 8080 for a model server`, async () => {
      const answers = {
        "http://127.0.0.1:8080/v1/models": { body },
        "http://127.0.0.1:8080/health": { body },
      };
      assert.equal(await detectBackend({ env: {}, fetch: fakeFetch(answers) }), undefined);
    });
  }
});

describe("fromSparkVariables", () => {
  const found = (model?: string) =>
    fromSparkVariables({ env: { SPARK_API_PASSWORD: "secret", SPARK_MODEL: model }, fetch: fakeFetch({}) });

  for (const [asked, preset, model] of [
    [undefined, "spark-lite", "lite"],
    ["lite", "spark-lite", "lite"],
    ["generalv3", "spark-pro", "generalv3"],
    ["pro-128k", "spark-pro", "pro-128k"],
    ["generalv3.5", "spark-max", "generalv3.5"],
    ["max-32k", "spark-max", "max-32k"],
    ["max", "spark-max", "generalv3.5"],
    ["4.0Ultra", "spark-4.0-ultra", "4.0Ultra"],
    ["spark-x", "spark-x1.5", "spark-x"],
    ["x1.5", "spark-x1.5", "spark-x"],
    ["spark-x1.5", "spark-x1.5", "spark-x"],
    ["ultra", "spark-4.0-ultra", "4.0Ultra"],
    ["spark-4.0-ultra", "spark-4.0-ultra", "4.0Ultra"],
    ["4.0 Ultra", "spark-4.0-ultra", "4.0Ultra"],
    ["spark-lite", "spark-lite", "lite"],
    ["spark-pro", "spark-pro", "generalv3"],
    ["spark-max", "spark-max", "generalv3.5"],
    ["something-new", "spark-lite", "something-new"],
  ] as const) {
    it(`gives ${preset} for ${asked ?? "no model"}`, () => {
      const backend = found(asked);
      assert.equal(backend?.preset, preset);
      assert.equal(backend?.model, model);
      assert.equal(backend?.isLoopback, false);
      assert.equal(backend?.apiKeyEnv, "SPARK_API_PASSWORD");
      assert.ok(!JSON.stringify(backend).includes("secret"));
    });
  }

  it("needs the password", () => {
    assert.equal(fromSparkVariables({ env: { SPARK_MODEL: "lite" }, fetch: fakeFetch({}) }), undefined);
  });
});

describe("listFirstModel", () => {
  it("asks below the base address and passes the key", async () => {
    let header: string | null = null;
    const fetch: typeof globalThis.fetch = async (input, init) => {
      header = new Headers(init?.headers).get("authorization");
      assert.equal(addressOf(input), "https://models.example.com/v1/models");
      return Response.json({ data: [{ id: "one" }] });
    };
    assert.equal(await listFirstModel("https://models.example.com/v1/", "k", { env: {}, fetch }), "one");
    assert.equal(header, "Bearer k");
  });

  it("gives nothing when there is no answer", async () => {
    const around = { env: {}, fetch: fakeFetch({}) };
    assert.equal(await listFirstModel("https://models.example.com/v1", undefined, around), undefined);
  });
});

describe("isLoopbackHost", () => {
  for (const name of ["localhost", "127.0.0.1", "127.8.9.1", "[::1]"]) {
    it(`is true of ${name}`, () => assert.equal(isLoopbackHost(name), true));
  }
  for (const name of ["0.0.0.0", "192.168.1.2", "localhost.example.com", "127.0.0.1.example.com", "[::2]"]) {
    it(`is false of ${name}`, () => assert.equal(isLoopbackHost(name), false));
  }
});
