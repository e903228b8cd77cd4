import assert from "node:assert/strict";
import { parseSetupText, type ParsedSetup } from "../../../../src/core/backends/parseSetupText.ts";

const gateway = {
  preset: "openai-compatible",
  baseUrl: "https://gw.example/llm/v1",
  model: "coder-32b",
  apiKey: "abc-123456",
};

describe("parseSetupText", () => {
  const cases: readonly (readonly [string, string, ParsedSetup])[] = [
    [
      "curl of bash",
      `curl -s https://gw.example/llm/v1/chat/completions \\
  -H "Content-Type: application/json" \\
  -H "Authorization: Bearer abc-123456" \\
  -d '{"model": "coder-32b", "messages": [{"role": "user", "content": "it'\\''s"}]}'`,
      gateway as ParsedSetup,
    ],
    [
      "curl of cmd",
      `curl ^"https://gw.example/llm/v1/chat/completions^" ^
  -H ^"Authorization: Bearer abc-123456^" ^
  --data-raw ^"^{^\\^"model^\\^":^\\^"coder-32b^\\^"^}^"`,
      gateway as ParsedSetup,
    ],
    [
      "curl of PowerShell",
      `curl.exe --request POST "https://gw.example/llm/v1/chat/completions" \`
  --header "Authorization: Bearer abc-123456" \`
  --data "{\`"model\`": \`"coder-32b\`"}"`,
      gateway as ParsedSetup,
    ],
    [
      "curl with glued and equal-sign options",
      `$ curl --url=https://gw.example/llm/v1/chat/completions -H'Authorization: Bearer abc-123456' --json='{"model":"coder-32b"}'`,
      gateway as ParsedSetup,
    ],
    [
      "a key in a header of its own",
      `curl https://gw.example/llm/v1/chat/completions -H "api-key: abc-123456" -H "X-Team: core" -d '{"model":"coder-32b"}'`,
      { ...gateway, extraHeaders: { "api-key": "${apiKey}", "X-Team": "core" } } as ParsedSetup,
    ],
    [
      "a key from a variable",
      `curl https://api.openai.com/v1/chat/completions -H "Authorization: Bearer $OPENAI_API_KEY" -d '{"model":"gpt-4.1"}'`,
      { preset: "openai", model: "gpt-4.1", apiKeyEnv: "OPENAI_API_KEY" },
    ],
    [
      "certificates",
      `curl --cacert /etc/ca.pem --cert c.pem --key k.pem https://10.0.0.5:1025/v1/chat/completions -d '{"model":"m"}'`,
      {
        preset: "openai-compatible",
        baseUrl: "https://10.0.0.5:1025/v1",
        model: "m",
        caFile: "/etc/ca.pem",
        clientCertFile: "c.pem",
        clientKeyFile: "k.pem",
      },
    ],
    [
      "exports",
      `export OPENAI_BASE_URL=https://gw.example/llm/v1\nexport OPENAI_API_KEY="abc-123456"\nexport OPENAI_MODEL='coder-32b'`,
      gateway as ParsedSetup,
    ],
    [
      "set of cmd",
      `set OPENAI_BASE_URL=https://gw.example/llm/v1\r\nset OPENAI_API_KEY=abc-123456\r\nset OPENAI_MODEL=coder-32b`,
      gateway as ParsedSetup,
    ],
    [
      "$env of PowerShell",
      `$env:OPENAI_BASE_URL = "https://gw.example/llm/v1"\n$env:OPENAI_API_KEY = "abc-123456"\n$env:OPENAI_MODEL = "coder-32b"`,
      gateway as ParsedSetup,
    ],
    [
      "setx",
      `setx OPENAI_BASE_URL "https://gw.example/llm/v1"\nsetx OPENAI_API_KEY "abc-123456"\nsetx OPENAI_MODEL "coder-32b"`,
      gateway as ParsedSetup,
    ],
    [
      "JSON",
      `{"env": {"OPENAI_BASE_URL": "https://gw.example/llm/v1", "OPENAI_API_KEY": "abc-123456"}, "model": "coder-32b"}`,
      gateway as ParsedSetup,
    ],
    [
      "YAML",
      `base_url: https://gw.example/llm/v1\napi_key: abc-123456\nmodel: coder-32b`,
      gateway as ParsedSetup,
    ],
    [
      "Python",
      `client = OpenAI(api_key="abc-123456", base_url="https://gw.example/llm/v1")\nclient.chat.completions.create(model="coder-32b", messages=[])`,
      gateway as ParsedSetup,
    ],
    [
      "Spark by its password alone",
      `SPARK_API_PASSWORD=qwertyuiop\nSPARK_MODEL=generalv3.5`,
      { preset: "spark-max", model: "generalv3.5", apiKey: "qwertyuiop" },
    ],
    [
      "Spark's own curl line",
      `curl -i -k -X POST 'https://spark-api-open.xf-yun.com/v1/chat/completions' --header 'Authorization: Bearer 123456' --header 'Content-Type: application/json' --data '{ "model":"4.0Ultra", "messages": [], "stream": true }'`,
      { preset: "spark-4.0-ultra", model: "4.0Ultra", apiKey: "123456" },
    ],
    ["a bare URL", "http://localhost:11434", { preset: "ollama" }],
    [
      "a bare host name in a block",
      "OLLAMA_HOST=192.168.1.5:11434\nOLLAMA_MODEL=qwen2.5-coder",
      { preset: "openai-compatible", baseUrl: "http://192.168.1.5:11434/v1", model: "qwen2.5-coder" },
    ],
    [
      "a placeholder is no key",
      `curl https://gw.example/llm/v1/chat/completions -H "Authorization: Bearer <your key>" -d '{"model":"coder-32b"}'`,
      { preset: "openai-compatible", baseUrl: "https://gw.example/llm/v1", model: "coder-32b" },
    ],
  ];
  for (const [name, text, expected] of cases) {
    it(`reads ${name}`, () => assert.deepEqual(parseSetupText(text), expected));
  }

  for (const text of ["", "hello world", "curl --help", "model: gpt", "x".repeat(10_000), "export A=1"]) {
    it(`finds no server in ${JSON.stringify(text.slice(0, 20))}`, () =>
      assert.equal(parseSetupText(text), undefined));
  }

  it("never puts a secret into headers", () => {
    const parsed = parseSetupText(
      `curl https://gw.example/v1/models -H "X-Auth-Token: s3cr3t" -H "Authorization: Bearer k3y9999" -H "Cookie: a=b"`,
    );
    assert.ok(parsed !== undefined);
    assert.ok(!JSON.stringify(parsed.extraHeaders).includes("s3cr3t"));
  });
});
