import { createBackend } from "../../src/adapters/models/createBackend.ts";
import { resolveProfile } from "../../src/core/backends/profile.ts";
import type { Backend, ChatRequest } from "../../src/core/ports.ts";
import { SystemClock } from "../../src/adapters/systemClock.ts";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { chatChunk, replyWithPieces, sseEvent } from "../fakes/fakeModelServerReplies.ts";

/**
 * What our client costs beside raw `fetch`, in the same run against the same server: per request and
 * per chunk. Both read the whole body; raw `fetch` decodes no event, so the difference is all ours.
 */
const rounds = 300;
const requestBudgetMs = 1;
const prompt = "x".repeat(8_000);
const request: ChatRequest = {
  messages: [{ role: "user", content: prompt }],
  maxOutputTokens: 4_096,
  temperature: 0,
  stop: [],
  thinking: "auto",
};

function bodyOf(chunks: number): string {
  const events = Array.from({ length: chunks }, (_, index) =>
    sseEvent(chatChunk({ content: `word${index} ` })),
  );
  return [...events, sseEvent(chatChunk({}, "stop")), "data: [DONE]\n\n"].join("");
}

async function byFetch(url: string): Promise<void> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "m", messages: request.messages, stream: true, max_tokens: 4_096 }),
  });
  for await (const bytes of response.body ?? []) {
    if (bytes.length === 0) {
      throw new Error("An empty part.");
    }
  }
}

async function byClient(backend: Backend): Promise<void> {
  let chars = 0;
  for await (const chunk of backend.chat.streamChat(request, new AbortController().signal)) {
    chars += chunk.kind === "text" ? chunk.text.length : 0;
  }
  if (chars === 0) {
    throw new Error("The client read nothing.");
  }
}

/** Lets the socket of the last request go back to its pool, as it has done by the time a person asks again. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

/**
 * Lower quartiles of `rounds` turns, in milliseconds: on a busy machine the median measures the
 * others. The two are taken in turn so that both meet the same weather.
 */
async function quartiles(first: () => Promise<void>, second: () => Promise<void>): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds + 50; round += 1) {
    for (const [index, work] of [first, second].entries()) {
      await breathe();
      const start = performance.now();
      await work();
      if (round >= 50) {
        times[index]?.push(performance.now() - start);
      }
    }
  }
  const quartile = (values: number[]): number =>
    values.sort((a, b) => a - b)[Math.floor(values.length / 4)] ?? 0;
  return [quartile(times[0]), quartile(times[1])];
}

const server = await FakeModelServer.start();
const result = resolveProfile("bench", { preset: "openai-compatible", baseUrl: server.baseUrl, model: "m" });
if (!("profile" in result)) {
  throw new Error(result.problem.id);
}
const log = { info: () => {}, warn: () => {}, error: () => {} };
const backend = createBackend(result.profile, {
  fetch: globalThis.fetch,
  clock: new SystemClock(),
  log,
  readKey: () => Promise.resolve(undefined),
  env: () => undefined,
});
const rows: { chunks: number; fetchMs: number; clientMs: number }[] = [];
for (const chunks of [1, 100, 1_000]) {
  const body = bodyOf(chunks);
  server.respondWith(() => replyWithPieces([body]));
  const [fetchMs, clientMs] = await quartiles(
    () => byFetch(server.url),
    () => byClient(backend),
  );
  rows.push({ chunks, fetchMs, clientMs });
  server.requests.length = 0;
}
await server.stop();

console.log(
  `Client overhead beside raw fetch, lower quartile of ${rounds} requests, prompt of ${prompt.length} characters`,
);
console.log("chunks   raw fetch ms   client ms   difference ms   per chunk µs");
for (const { chunks, fetchMs, clientMs } of rows) {
  const difference = clientMs - fetchMs;
  const cells = [
    fetchMs.toFixed(3),
    clientMs.toFixed(3),
    difference.toFixed(3),
    ((difference * 1_000) / chunks).toFixed(1),
  ];
  console.log([String(chunks).padStart(6), ...cells.map((cell) => cell.padStart(13))].join(" "));
}
const own = (rows[0]?.clientMs ?? 0) - (rows[0]?.fetchMs ?? 0);
console.log(
  `A request costs ${own.toFixed(3)} ms of our own time (budget ${requestBudgetMs} ms): ${own < requestBudgetMs ? "met" : "MISSED"}`,
);
process.exitCode = own < requestBudgetMs ? 0 : 1;
