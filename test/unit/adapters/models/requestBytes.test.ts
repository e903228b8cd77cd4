import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { createBackend } from "../../../../src/adapters/models/createBackend.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";
import { chatRequest, fillInRequest, hear, makeDeps, makeProfile } from "./modelFixture.ts";

const golden = fileURLToPath(new URL("../../../goldens/backends/requests.txt", import.meta.url));
const typed = { ...chatRequest, stop: ["END"], thinking: "off" as const };
const endless = new AbortController().signal;

/** What the client's own library would send to any server if it were let. */
const environment: Readonly<Record<string, string>> = {
  OPENAI_ORG_ID: "org-of-the-shell",
  OPENAI_PROJECT_ID: "project-of-the-shell",
  OPENAI_CUSTOM_HEADERS: "X-Shell: yes",
  OPENAI_API_KEY: "key-of-the-shell",
  OPENAI_BASE_URL: "https://shell.example/v1",
};

/** Dialect, profile, and the path below the server's address. */
const dialects: readonly (readonly [
  name: string,
  way: "chat" | "fillIn",
  path: string,
  profile: Readonly<Record<string, unknown>>,
])[] = [
  ["openai-compatible", "chat", "/v1", { preset: "openai-compatible" }],
  ["openai", "chat", "/v1", { preset: "openai", model: "gpt-4.1" }],
  ["azure v1", "chat", "/openai/v1", { preset: "azure", model: "my-deployment" }],
  ["spark over HTTP", "chat", "/v1", { preset: "spark-max" }],
  ["spark X1.5 over HTTP", "chat", "/v2", { preset: "spark-x1.5" }],
  ["spark over the WebSocket", "chat", "/v3.5/chat", { preset: "spark-websocket", model: "generalv3.5" }],
  ["llama-server /infill", "fillIn", "/v1", { preset: "llama-server", model: "coder" }],
  ["ollama", "fillIn", "/v1", { preset: "ollama", model: "qwen2.5-coder" }],
  ["mistral", "fillIn", "/v1", { preset: "mistral", model: "codestral-latest" }],
  ["completions with a suffix", "fillIn", "/v1", { fillInTheMiddle: "suffix" }],
  ["completions with tokens", "fillIn", "/v1", { preset: "vllm", model: "Qwen2.5-Coder-7B" }],
];

/** The whole request as text once it has come in full; undefined before. */
function wholeOf(bytes: Buffer): string | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) {
    return undefined;
  }
  const length = Number(
    /^content-length: (\d+)\r$/im.exec(bytes.subarray(0, end + 2).toString("latin1"))?.[1] ?? 0,
  );
  return bytes.length < end + 4 + length ? undefined : bytes.toString("utf8");
}

/** Without what differs from run to run: the port, the nonce of a WebSocket, and what is signed over them. */
function steady(text: string, port: number): string {
  return text
    .replaceAll(String(port), "PORT")
    .replace(/^(content-length: ).*$/im, "$1LENGTH")
    .replace(/^(sec-websocket-key: ).*$/im, "$1NONCE\r")
    .replace(/authorization=[\w%]+/, "authorization=SIGNATURE")
    .replaceAll("\r\n", "\n")
    .trimEnd();
}

describe("requests byte for byte", () => {
  let server: Server;
  let seen: string[];
  const earlier = new Map<string, string | undefined>();

  before(async () => {
    server = createServer((socket: Socket) => {
      let bytes: Buffer = Buffer.alloc(0);
      socket.on("error", () => undefined);
      socket.on("data", (chunk: Buffer) => {
        bytes = Buffer.concat([bytes, chunk]);
        const whole = wholeOf(bytes);
        if (whole !== undefined) {
          seen.push(whole);
          socket.end("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    for (const [name, value] of Object.entries(environment)) {
      earlier.set(name, process.env[name]);
      process.env[name] = value;
    }
  });
  after(async () => {
    for (const [name, value] of earlier) {
      if (value === undefined) {
        delete process.env[name];
      } else {
        process.env[name] = value;
      }
    }
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  beforeEach(() => {
    seen = [];
  });

  const port = (): number => {
    const address = server.address();
    return typeof address === "object" ? (address?.port ?? 0) : 0;
  };

  async function requestOf([, way, path, raw]: (typeof dialects)[number]): Promise<string> {
    const isSocket = raw["preset"] === "spark-websocket";
    const baseUrl = `${isSocket ? "ws" : "http"}://127.0.0.1:${port()}${path}`;
    const key = isSocket ? "app01:key-of-the-app:secret-of-the-app" : "sk-of-the-profile";
    const deps = makeDeps({ clock: new FakeClock(), readKey: () => Promise.resolve(key) });
    const { chat, fillIn } = createBackend(makeProfile({ ...raw, baseUrl }), deps);
    const reply =
      way === "chat"
        ? chat.streamChat({ ...typed, isBackground: true }, endless)
        : (fillIn ?? assert.fail("no fill-in")).streamFillIn(fillInRequest, endless);
    await hear(reply);
    assert.equal(seen.length, 1, "one request");
    return seen[0] ?? "";
  }

  it("are those of the golden text, and hold nothing of the environment", async () => {
    const texts: string[] = [];
    for (const dialect of dialects) {
      seen = [];
      const whole = await requestOf(dialect);
      for (const value of Object.values(environment)) {
        assert.ok(!whole.includes(value), `${dialect[0]} sends ${value}`);
      }
      assert.ok(!/x-shell|openai-(?:organization|project)|x-stainless/i.test(whole), whole);
      texts.push(`===== ${dialect[0]}\n${steady(whole, port())}\n`);
    }
    const actual = texts.join("\n");
    if (process.env["UPDATE_GOLDENS"] === "1") {
      writeFileSync(golden, actual);
    }
    assert.ok(existsSync(golden), "run with UPDATE_GOLDENS=1 and read what it writes");
    assert.equal(actual, readFileSync(golden, "utf8"));
  });
});
