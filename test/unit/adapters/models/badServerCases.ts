import { gzipSync } from "node:zlib";
import type { Reply } from "../../../fakes/fakeModelServer.ts";
import {
  chatChunk,
  replyWithPieces,
  replyWithText,
  sseEvent,
} from "../../../fakes/fakeModelServerReplies.ts";
import { testKey } from "./modelFixture.ts";

/** What the client makes of one bad server; `error` is a message id without its prefix. A name begins with the number of its behaviour. */
export interface BadServerCase {
  readonly name: string;
  /** One per request that is expected; a second one is a second try or a lesson. */
  readonly replies: readonly Reply[];
  readonly text?: string;
  readonly reasoning?: string;
  readonly end?: string;
  readonly error?: string;
  readonly kind?: string;
  /** Must stand in the error's detail. */
  readonly says?: string;
  /** How long the server asks to wait, in milliseconds, where not as long as the client waits unasked. */
  readonly retryAfterMs?: number;
  /** Milliseconds that the clock is moved after the request has arrived, or after the first text. */
  readonly wait?: { readonly after: "request" | "text"; readonly ms: number };
  /** The reply is over though the server keeps the socket open. */
  readonly closesSocket?: boolean;
}

const done = "data: [DONE]\n\n";
const finished = sseEvent(chatChunk({}, "stop"));
const never = new Promise<never>(() => {});
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function split(text: string | Uint8Array, size: number): Uint8Array[] {
  const all = typeof text === "string" ? bytes(text) : text;
  const parts: Uint8Array[] = [];
  for (let at = 0; at < all.length; at += size) {
    parts.push(all.slice(at, at + size));
  }
  return parts;
}

function raw(text: string): Reply {
  return replyWithPieces([text]);
}

function json(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return { status, json: value, headers };
}

const loginPage = `<!DOCTYPE html><html><head><title>Sign in to the proxy</title></head><body>${testKey}${"x".repeat(9000)}</body></html>`;

const refusal = (message: string, more: Record<string, unknown> = {}): unknown => ({
  error: { message, ...more },
});

/** The bad servers of one answer, which they are to give in two pieces. */
export function badServerCases(
  first: string,
  second: string,
): Readonly<Record<string, readonly BadServerCase[]>> {
  const both = first + second;
  const hello = [sseEvent(chatChunk({ content: first })), sseEvent(chatChunk({ content: second }))];
  const whole = [...hello, finished, done].join("");
  const hi = { text: both, end: "stop" };

  const connectionCases: readonly BadServerCase[] = [
    {
      name: "1 headers never come",
      replies: [replyWithPieces([], { beforeHeaders: never })],
      error: "timeout",
      wait: { after: "request", ms: 61_000 },
      closesSocket: true,
    },
    {
      name: "2 headers, then no event",
      replies: [replyWithPieces([], { end: "stall" })],
      error: "timeout",
      wait: { after: "request", ms: 61_000 },
      closesSocket: true,
    },
    {
      name: "3 stall in the middle",
      replies: [replyWithPieces([hello[0] ?? ""], { end: "stall" })],
      text: first,
      error: "stalled",
      kind: "timeout",
      wait: { after: "text", ms: 61_000 },
      closesSocket: true,
    },
    {
      name: "keep-alive comments for ever",
      replies: [replyWithPieces([": keep-alive\n\n"], { end: "stall" })],
      error: "stalled",
      kind: "timeout",
      wait: { after: "request", ms: 700_000 },
      closesSocket: true,
    },
    {
      name: "7 proxy wants a password",
      replies: [{ status: 407, body: "<html><h1>407</h1></html>" }],
      error: "proxy",
    },
    {
      name: "8 login page at 200",
      replies: [{ status: 200, body: loginPage }],
      error: "notAnApi",
      says: "Sign in to the proxy",
    },
    {
      name: "9 gateway page at 502",
      replies: [
        { status: 502, body: "<html><head><title>502 Bad Gateway</title></head></html>" },
        { status: 502, body: "<html><title>502 Bad Gateway</title></html>" },
      ],
      error: "serverError",
      says: "502 Bad Gateway",
    },
    {
      name: "10 redirect to another host",
      replies: [
        { status: 307, body: "", headers: { location: "http://other.example/v1/chat/completions?t=1" } },
      ],
      error: "redirected",
      kind: "notFound",
      says: "http://other.example/v1/chat/completions",
    },
    {
      name: "11 redirect that would turn POST into GET",
      replies: [{ status: 302, body: "", headers: { location: "/login" } }],
      error: "redirected",
      kind: "notFound",
    },
    {
      name: "307 on the same host is followed with its body",
      replies: [{ status: 307, body: "", headers: { location: "/v1/chat/completions" } }, raw(whole)],
      ...hi,
    },
    {
      name: "12 gzip",
      replies: [
        replyWithPieces(split(gzipSync(whole), 20), {
          headers: { "content-type": "text/event-stream", "content-encoding": "gzip" },
        }),
      ],
      ...hi,
    },
    {
      name: "13 reset in the middle",
      replies: [replyWithPieces([hello[0] ?? "", { until: Promise.resolve() }], { end: "reset" })],
      error: "streamBroken",
    },
    {
      name: "13 reset after the end",
      replies: [replyWithPieces([...hello, finished], { end: "reset" })],
      ...hi,
    },
    {
      name: "reset before any output is tried again",
      replies: [replyWithPieces([], { end: "reset" }), raw(whole)],
      ...hi,
    },
  ];

  const framingCases: readonly BadServerCase[] = [
    {
      name: "17 UTF-8 and emoji cut anywhere",
      replies: [
        replyWithPieces(split(sseEvent(chatChunk({ content: "héllo 飞轮 🛞" })) + finished + done, 1)),
      ],
      text: "héllo 飞轮 🛞",
      end: "stop",
    },
    { name: "18 CRLF", replies: [raw(whole.replaceAll("\n", "\r\n"))], ...hi },
    { name: "18 lone CR", replies: [raw(whole.replaceAll("\n", "\r"))], ...hi },
    {
      name: "18 CRLF cut between its halves",
      replies: [replyWithPieces(split(whole.replaceAll("\n", "\r\n"), 1))],
      ...hi,
    },
    {
      name: "18 mixed line ends",
      replies: [raw(`${hello[0]?.trimEnd() ?? ""}\r\n\n${hello[1] ?? ""}${finished}data: [DONE]\r\r`)],
      ...hi,
    },
    {
      name: "19 data over several lines",
      replies: [
        raw(
          `data: {"choices":[{"index":0,\ndata: "delta":{"content":${JSON.stringify(both)}}}]}\n\n${finished}${done}`,
        ),
      ],
      ...hi,
    },
    { name: "20 no space after the colon", replies: [raw(whole.replaceAll("data: ", "data:"))], ...hi },
    {
      name: "21 comments between",
      replies: [raw(`: ping\n\n${hello[0] ?? ""}: ping\n${hello[1] ?? ""}:\n\n${finished}${done}`)],
      ...hi,
    },
    { name: "22 named ping event", replies: [raw(`event: ping\ndata: {"type":"ping"}\n\n${whole}`)], ...hi },
    {
      name: "23 byte order mark",
      replies: [replyWithPieces([new Uint8Array([0xef, 0xbb, 0xbf]), whole])],
      ...hi,
    },
    {
      name: "24 one chunk of 1 MB is cut at the limit",
      replies: [raw(sseEvent(chatChunk({ content: "y".repeat(1_000_000) })) + finished + done)],
      text: "y".repeat(1_200),
      end: "length",
    },
    { name: "25 thousands of one-byte chunks", replies: [replyWithPieces(split(whole, 1))], ...hi },
    {
      name: "26 malformed JSON in the middle",
      replies: [raw(`${hello[0] ?? ""}data: {"choices":[{"del\n\n${hello[1] ?? ""}${finished}${done}`)],
      error: "streamBroken",
    },
    {
      name: "26 malformed JSON after the end",
      replies: [raw(`${hello.join("")}${finished}data: {oops\n\n${done}`)],
      ...hi,
    },
    { name: "27 empty data", replies: [raw(`data:\n\n${whole}data: \n\n`)], ...hi },
    { name: "28 data null", replies: [raw(`data: null\n\n${whole}`)], ...hi },
    { name: "29 two ends and text after", replies: [raw(`${whole}${done}${hello[0] ?? ""}`)], ...hi },
    {
      name: "30 [DONE] with a space after it",
      replies: [raw(`${hello.join("")}${finished}data: [DONE] \n\n`)],
      ...hi,
    },
    { name: "31 no [DONE]", replies: [raw(hello.join("") + finished)], ...hi },
    {
      name: "31 truncated: neither finish nor [DONE]",
      replies: [raw(hello.join(""))],
      text: both,
      end: "incomplete",
    },
    {
      name: "32 no blank line after the last event",
      replies: [raw(hello.join("") + finished.trimEnd())],
      ...hi,
    },
    {
      name: "33 [DONE], but the socket stays open",
      replies: [replyWithPieces([whole], { end: "stall" })],
      ...hi,
      wait: { after: "text", ms: 300 },
      closesSocket: true,
    },
    {
      name: "34 finish, no [DONE], and the socket stays open",
      replies: [replyWithPieces([...hello, finished], { end: "stall" })],
      ...hi,
      wait: { after: "text", ms: 1_100 },
      closesSocket: true,
    },
    {
      name: "35 wrong content type",
      replies: [replyWithPieces([whole], { headers: { "content-type": "text/plain" } })],
      ...hi,
    },
    {
      name: "36 plain JSON instead of a stream",
      replies: [
        json(200, {
          choices: [{ index: 0, message: { role: "assistant", content: both }, finish_reason: "stop" }],
        }),
      ],
      ...hi,
    },
    {
      name: "36 pretty-printed JSON instead of a stream",
      replies: [
        raw(JSON.stringify({ choices: [{ message: { content: both }, finish_reason: "stop" }] }, null, 2)),
      ],
      ...hi,
    },
    {
      name: "37 newline-delimited JSON",
      replies: [
        raw(
          [chatChunk({ content: first }), chatChunk({ content: second }, "stop")]
            .map((value) => JSON.stringify(value))
            .join("\n"),
        ),
      ],
      ...hi,
    },
    { name: "38 empty body at 200", replies: [raw(""), raw("")], error: "emptyReply", kind: "streamBroken" },
    {
      name: "38 204",
      replies: [
        { status: 204, body: "" },
        { status: 204, body: "" },
      ],
      error: "emptyReply",
      kind: "streamBroken",
    },
    { name: "events with no blank line between", replies: [raw(whole.replaceAll("\n\n", "\n"))], ...hi },
    {
      name: "plain text at 200",
      replies: [raw("upstream connect error")],
      error: "unreadable",
      kind: "streamBroken",
      says: "upstream connect error",
    },
    {
      name: "bare JSON error inside a stream",
      replies: [raw(`${hello[0] ?? ""}{"error":{"message":"worker died"}}\n\n`)],
      text: first,
      error: "serverError",
      says: "worker died",
    },
  ];

  const meaningCases: readonly BadServerCase[] = [
    {
      name: "39 empty choices and usage-only chunk",
      replies: [
        raw(
          `data: {"choices":[]}\n\n${hello.join("")}${finished}data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}\n\n${done}`,
        ),
      ],
      ...hi,
    },
    {
      name: "40 null content, missing delta",
      replies: [raw(`data: {"choices":[{"index":0}]}\n\n${sseEvent(chatChunk({ content: null }))}${whole}`)],
      ...hi,
    },
    {
      name: "41 role missing, repeated, null",
      replies: [
        raw(
          sseEvent(chatChunk({ role: null, content: first })) +
            sseEvent(chatChunk({ role: "assistant", content: second })) +
            finished +
            done,
        ),
      ],
      ...hi,
    },
    {
      name: "42 finish_reason empty, then unknown",
      replies: [raw(sseEvent(chatChunk({ content: both }, "")) + sseEvent(chatChunk({}, "eos_token")))],
      ...hi,
    },
    {
      name: "42 finish_reason model_length",
      replies: [raw(sseEvent(chatChunk({ content: both }, "model_length")))],
      text: both,
      end: "length",
    },
    {
      name: "42 finish_reason error",
      replies: [raw(sseEvent(chatChunk({ content: first }, "error")) + done)],
      error: "streamBroken",
    },
    {
      name: "42 finish_reason abort",
      replies: [raw(sseEvent(chatChunk({ content: first }, "abort")) + done)],
      text: first,
      end: "incomplete",
    },
    {
      name: "43 content as parts",
      replies: [
        raw(
          sseEvent(
            chatChunk({
              content: [
                { type: "text", text: first },
                { type: "text", text: second },
              ],
            }),
          ) +
            finished +
            done,
        ),
      ],
      ...hi,
    },
    {
      name: "44 tool calls nobody offered",
      replies: [raw(sseEvent(chatChunk({ tool_calls: { function: { name: "x", arguments: {} } } })) + whole)],
      ...hi,
    },
    {
      name: "45 interleaved choices",
      replies: [
        raw(
          `${hello[0] ?? ""}data: {"choices":[{"index":1,"delta":{"content":"NO"}}]}\n\n${hello[1] ?? ""}${finished}${done}`,
        ),
      ],
      ...hi,
    },
    {
      name: "46 error object at 200",
      replies: [raw(`${hello[0] ?? ""}data: {"error":{"message":"boom"}}\n\n`)],
      text: first,
      error: "serverError",
      says: "boom",
    },
    {
      name: "46 error text at 200",
      replies: [raw(`${hello[0] ?? ""}data: {"error":"boom"}\n\n`)],
      text: first,
      error: "serverError",
      says: "boom",
    },
    {
      name: "46 event: error",
      replies: [raw(`${hello[0] ?? ""}event: error\ndata: boom\n\n`)],
      text: first,
      error: "serverError",
      says: "boom",
    },
    {
      name: "47 Spark code in a chunk",
      replies: [raw(`data: {"code":11200,"message":"AppIdNoAuthError","sid":"cht01"}\n\n`)],
      error: "wrongProduct",
      kind: "badKey",
      says: "cht01",
    },
    {
      name: "47 Spark input refused",
      replies: [raw(`data: {"code":10013,"message":"input content audit failed","sid":"cht02"}\n\n`)],
      error: "moderatedInput",
      kind: "moderated",
      says: "sid cht02",
    },
    {
      name: "49 Spark output refused after text",
      replies: [replyWithText(both, { sparkError: { code: 10014, message: "output audit failed" } })],
      text: both,
      error: "moderatedOutput",
      kind: "moderated",
    },
    {
      name: "Spark warning with text is no error",
      replies: [
        raw(
          `data: {"code":10019,"choices":[{"index":0,"delta":{"content":${JSON.stringify(both)}},"finish_reason":"stop"}]}\n\n${done}`,
        ),
      ],
      ...hi,
    },
    {
      name: "Spark shape: code 0, no finish_reason",
      replies: [
        raw(
          `data: {"code":0,"message":"Success","sid":"cht","choices":[{"delta":{"role":"assistant","content":${JSON.stringify(both)}},"index":0}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}\n\n${done}`,
        ),
      ],
      ...hi,
    },
    {
      name: "48 JSON error at 200",
      replies: [json(200, { error: { message: "Incorrect API key provided: sk-abcdef123456" } })],
      error: "badKey",
    },
    {
      name: "48 FastAPI detail at 200",
      replies: [json(200, { detail: "Service is starting" }), json(200, { detail: "Service is starting" })],
      error: "serverError",
      says: "Service is starting",
    },
    {
      name: "48 vLLM flat error at 200",
      replies: [json(200, { object: "error", message: "model `m` does not exist", code: 404 })],
      error: "modelNotFound",
    },
    {
      name: "49 content_filter after text",
      replies: [raw(hello.join("") + sseEvent(chatChunk({}, "content_filter")) + done)],
      text: both,
      end: "filtered",
    },
    {
      name: "50 reasoning_content",
      replies: [replyWithText(both, { reasoning: "let me see" })],
      ...hi,
      reasoning: "let me see",
    },
    {
      name: "50 reasoning",
      replies: [replyWithText(both, { reasoning: "let me see", reasoningField: "reasoning" })],
      ...hi,
      reasoning: "let me see",
    },
    {
      name: "50 think tags cut anywhere",
      replies: [replyWithText(`<think>let me see</think>\n\n${both}`, { chunkChars: 1 })],
      ...hi,
      reasoning: "let me see",
    },
    {
      name: "50 unclosed think",
      replies: [replyWithText("<think>let me see", { chunkChars: 3, finishReason: "length" })],
      text: "",
      end: "length",
      reasoning: "let me see",
    },
    { name: "51 usage absent", replies: [replyWithText(both, { usage: null })], ...hi },
    { name: "52 another model answers", replies: [raw(whole)], ...hi },
    { name: "a relay swallows a refusal: [DONE] alone", replies: [raw(done)], text: "", end: "incomplete" },
  ];

  const httpCases: readonly BadServerCase[] = [
    {
      name: "53 FastAPI detail list",
      replies: [json(422, { detail: [{ loc: ["body", "messages"], msg: "field required" }] })],
      error: "badRequest",
      says: "field required",
    },
    {
      name: "53 error as text",
      replies: [json(400, { error: "no such thing" })],
      error: "badRequest",
      says: "no such thing",
    },
    {
      name: "53 flat error",
      replies: [json(400, { object: "error", message: "flat words" })],
      error: "badRequest",
      says: "flat words",
    },
    {
      name: "53 Gemini array",
      replies: [json(400, [{ error: { code: 400, message: "array words", status: "INVALID_ARGUMENT" } }])],
      error: "badRequest",
      says: "array words",
    },
    {
      name: "53 Spark body",
      replies: [json(400, { code: 10907, message: "token over limit", sid: "cht9" })],
      error: "contextTooLong",
      says: "cht9",
    },
    {
      name: "54 401",
      replies: [json(401, refusal(`Incorrect API key provided: ${testKey}`))],
      error: "badKey",
    },
    {
      name: "54 403 for a model",
      replies: [json(403, refusal("You are not allowed to use this model"))],
      error: "forbidden",
      kind: "badKey",
    },
    {
      name: "54 wrong Spark line, code as text",
      replies: [json(403, refusal("AppIdNoAuthError", { code: "11200" }))],
      error: "wrongProduct",
      kind: "badKey",
    },
    {
      name: "55 404 for the model",
      replies: [json(404, refusal("The model `x` does not exist"))],
      error: "modelNotFound",
    },
    { name: "55 404 for the path", replies: [json(404, { detail: "Not Found" })], error: "notFound" },
    { name: "56 413", replies: [json(413, refusal("Payload too large"))], error: "contextTooLong" },
    ...[
      "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
      "the request exceeds the available context size, try increasing it",
      "Range of input length should be [1, 30720]",
      "prompt is too long: 210000 tokens > 200000 maximum",
      "Input is too long for requested model: too many tokens",
    ].map((words): BadServerCase => ({
      name: `56 ${words.slice(0, 30)}`,
      replies: [json(400, refusal(words))],
      error: "contextTooLong",
    })),
    {
      name: "56 shrinks the answer once where that is enough",
      replies: [
        json(
          400,
          refusal(
            "'max_tokens' is too large: 100. This model's maximum context length is 1000 tokens and your request has 950 input tokens",
          ),
        ),
        raw(whole),
      ],
      ...hi,
    },
    {
      name: "57 429 with seconds is tried again after them",
      replies: [json(429, refusal("slow down"), { "retry-after": "3" }), raw(whole)],
      ...hi,
      retryAfterMs: 3_000,
    },
    {
      name: "57 429 with milliseconds",
      replies: [json(429, refusal("slow down"), { "retry-after-ms": "4500" }), raw(whole)],
      ...hi,
      retryAfterMs: 4_500,
    },
    {
      name: "57 429 with a date",
      replies: [
        json(429, refusal("slow down"), { "retry-after": "Tue, 24 Nov 2026 09:00:07 GMT" }),
        raw(whole),
      ],
      ...hi,
      retryAfterMs: 7_000,
    },
    {
      name: "57 429 with a date of tomorrow is told",
      replies: [json(429, refusal("slow down"), { "retry-after": "Wed, 25 Nov 2026 09:00:00 GMT" })],
      error: "rateLimited",
    },
    {
      name: "57 429 with a time that is none",
      replies: [json(429, refusal("slow down"), { "retry-after": "soon" }), raw(whole)],
      ...hi,
    },
    {
      name: "57 429 without a time",
      replies: [json(429, refusal("slow down")), raw(whole)],
      ...hi,
    },
    {
      name: "57 429 with an hour is told",
      replies: [json(429, refusal("slow down"), { "retry-after": "3600" })],
      error: "rateLimited",
    },
    {
      name: "57 429 twice",
      replies: [json(429, refusal("slow down")), json(429, refusal("slow down"))],
      error: "rateLimited",
    },
    {
      name: "57 insufficient quota is not tried again",
      replies: [json(429, refusal("You exceeded your current quota", { code: "insufficient_quota" }))],
      error: "quotaExceeded",
    },
    { name: "402", replies: [json(402, refusal("Insufficient Balance"))], error: "quotaExceeded" },
    {
      name: "58 500 with Spark's rate limit",
      replies: [json(500, refusal("AppIdQpsOverFlowError")), raw(whole)],
      ...hi,
    },
    {
      name: "58 503 while loading",
      replies: [json(503, refusal("Loading model")), json(503, refusal("Loading model"))],
      error: "loading",
      kind: "serverError",
    },
    {
      name: "58 529",
      replies: [json(529, refusal("Overloaded")), json(529, refusal("Overloaded"))],
      error: "busy",
      kind: "serverError",
    },
    {
      name: "moderation at 400",
      replies: [
        json(
          400,
          refusal("Input data may contain inappropriate content.", { code: "data_inspection_failed" }),
        ),
      ],
      error: "moderatedInput",
      kind: "moderated",
    },
    {
      name: "arrears at 400",
      replies: [
        json(
          400,
          refusal("Access denied, please make sure your account is in good standing.", { code: "Arrearage" }),
        ),
      ],
      error: "quotaExceeded",
    },
    {
      name: "max_tokens swapped",
      replies: [
        json(
          400,
          refusal(
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
            { param: "max_tokens" },
          ),
        ),
        raw(whole),
      ],
      ...hi,
    },
    {
      name: "temperature dropped",
      replies: [
        json(
          400,
          refusal("Unsupported value: 'temperature' does not support 0 with this model.", {
            param: "temperature",
          }),
        ),
        raw(whole),
      ],
      ...hi,
    },
    {
      name: "system role folded",
      replies: [json(400, refusal("System role not supported")), raw(whole)],
      ...hi,
    },
    {
      name: "a lesson that does not help is not repeated",
      replies: [
        json(400, refusal("bad", { param: "temperature" })),
        json(400, refusal("bad", { param: "temperature" })),
      ],
      error: "badRequest",
    },
    {
      name: "60 hostile words in an error",
      replies: [json(400, refusal(`\u001b[31mred\u001b[0m \u202eevil ${"A".repeat(5000)}`))],
      error: "badRequest",
    },
    {
      name: "60 an error that echoes the key",
      replies: [
        json(500, refusal(`cannot forward Bearer ${testKey} to upstream`)),
        json(500, refusal(`key ${testKey}`)),
      ],
      error: "serverError",
    },
  ];

  return { connectionCases, framingCases, meaningCases, httpCases };
}
