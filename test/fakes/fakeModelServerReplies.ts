import type { Piece, RawReply, RecordedRequest } from "./fakeModelServer.ts";

/** A reply in words: rendered for the route that was asked (chat, completions, infill, ollama ...). */
export interface ReplySpec {
  /** What the model says. */
  readonly text?: string;
  /** Thinking before the text. */
  readonly reasoning?: string;
  readonly reasoningField?: "reasoning_content" | "reasoning";
  /** Characters per chunk; 7 unless told. */
  readonly chunkChars?: number;
  /** Real milliseconds before the first chunk, and between chunks; 0 unless told. */
  readonly ttftMs?: number;
  readonly chunkDelayMs?: number;
  /** `null` sends none. */
  readonly finishReason?: string | null;
  readonly omitDone?: boolean;
  readonly usage?: Readonly<Record<string, unknown>> | null;
  /** With no `text`: an HTTP answer as it is. `json` wins over `body`. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string;
  /** After how many chunks of text the stream stalls or resets. */
  readonly stallAfterChunks?: number;
  readonly resetAfterChunks?: number;
  /** A Spark error chunk after the text. */
  readonly sparkError?: { readonly code: number; readonly message: string; readonly sid?: string };
}

export interface Rule {
  readonly match?: {
    /** Part of the path. */
    readonly path?: string;
    readonly method?: string;
    /** Text, or several, that the body must hold. */
    readonly bodyIncludes?: string | readonly string[];
  };
  readonly reply: ReplySpec;
  /** How often the rule may answer; always unless told. */
  times?: number;
}

export function sseEvent(value: unknown): string {
  return `data: ${typeof value === "string" ? value : JSON.stringify(value)}\n\n`;
}

export function chatChunk(
  delta: Readonly<Record<string, unknown>>,
  finishReason: string | null = null,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    id: "chatcmpl-fake",
    object: "chat.completion.chunk",
    created: 1,
    model: "fake-model",
    choices: [{ index: 0, delta, finish_reason: finishReason }],
    ...more,
  };
}

/** Splits by code points, so that no piece ends in half a surrogate pair. */
export function splitText(text: string, chunkChars: number): string[] {
  const points = Array.from(text);
  const pieces: string[] = [];
  for (let start = 0; start < points.length; start += chunkChars) {
    pieces.push(points.slice(start, start + chunkChars).join(""));
  }
  return pieces;
}

/** A whole SSE chat stream of `text`, for `enqueue` or a `Responder`. */
export function replyWithText(text: string, more: Omit<ReplySpec, "text"> = {}): ReplySpec {
  return { ...more, text };
}

/** An HTTP answer with a JSON body. */
export function replyWithJson(json: unknown, status = 200, headers: Record<string, string> = {}): ReplySpec {
  return { status, json, headers };
}

export function replyWithError(
  status: number,
  message: string,
  more: Record<string, unknown> = {},
): ReplySpec {
  return { status, json: { error: { message, type: "fake_error", param: null, code: null, ...more } } };
}

/** Raw bytes as an event stream. */
export function replyWithPieces(pieces: readonly Piece[], more: Omit<RawReply, "pieces"> = {}): RawReply {
  return { ...more, pieces };
}

type Route = "chat" | "completions" | "mistral" | "infill" | "ollama" | "other";

function routeOf(path: string): Route {
  const bare = path.split("?")[0] ?? path;
  if (bare.endsWith("/chat/completions")) {
    return "chat";
  }
  if (bare.endsWith("/fim/completions")) {
    return "mistral";
  }
  if (bare.endsWith("/completions")) {
    return "completions";
  }
  if (bare.endsWith("/infill")) {
    return "infill";
  }
  return bare.endsWith("/api/generate") ? "ollama" : "other";
}

function textChunk(route: Route, text: string): string {
  if (route === "completions") {
    return sseEvent({ object: "text_completion", choices: [{ index: 0, text, finish_reason: null }] });
  }
  if (route === "infill") {
    return sseEvent({ index: 0, content: text, tokens: [], stop: false });
  }
  if (route === "ollama") {
    return `${JSON.stringify({ model: "fake-model", response: text, done: false })}\n`;
  }
  return sseEvent(chatChunk({ content: text }));
}

function endPieces(route: Route, spec: ReplySpec, promptChars: number): string[] {
  const finish = spec.finishReason === undefined ? "stop" : spec.finishReason;
  const prompt_tokens = Math.ceil(promptChars / 4);
  const completion_tokens = Math.ceil((spec.text ?? "").length / 4);
  const counted = { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
  const usage = spec.usage === undefined ? counted : spec.usage;
  const done = spec.omitDone === true ? [] : ["data: [DONE]\n\n"];
  if (route === "infill") {
    const counts = { tokens_predicted: completion_tokens, tokens_evaluated: prompt_tokens };
    return [sseEvent({ content: "", stop: true, stop_type: "eos", ...counts })];
  }
  if (route === "ollama") {
    const counts = { prompt_eval_count: prompt_tokens, eval_count: completion_tokens };
    const last = { model: "fake-model", response: "", done: true, done_reason: finish, ...counts };
    return [`${JSON.stringify(last)}\n`];
  }
  if (route === "completions") {
    const choices = [{ index: 0, text: "", finish_reason: finish }];
    return [sseEvent({ object: "text_completion", choices, ...(usage && { usage }) }), ...done];
  }
  const finishes = finish === null ? [] : [sseEvent(chatChunk({}, finish))];
  const counts = usage === null ? [] : [sseEvent({ ...chatChunk({}), choices: [], usage })];
  return [...finishes, ...counts, ...done];
}

/** Turns a spec into bytes for the route of `request`. */
export function renderReply(spec: ReplySpec, request: RecordedRequest): RawReply {
  if (spec.text === undefined && spec.sparkError === undefined && spec.reasoning === undefined) {
    const body = spec.json === undefined ? (spec.body ?? "") : JSON.stringify(spec.json);
    const type = spec.json === undefined ? "text/html" : "application/json";
    return {
      status: spec.status,
      headers: { "content-type": type, ...spec.headers },
      pieces: body === "" ? [] : [body],
      beforeHeadersMs: spec.ttftMs,
    };
  }
  const route = routeOf(request.path);
  if (request.json?.["stream"] !== true && route !== "ollama") {
    return renderWhole(spec, route);
  }
  const pieces: Piece[] = [];
  if (spec.ttftMs !== undefined && spec.ttftMs > 0) {
    pieces.push({ pauseMs: spec.ttftMs });
  }
  if (route === "chat") {
    pieces.push(sseEvent(chatChunk({ role: "assistant", content: "" })));
  }
  const chunkChars = spec.chunkChars ?? 7;
  for (const part of splitText(spec.reasoning ?? "", chunkChars)) {
    pieces.push(sseEvent(chatChunk({ [spec.reasoningField ?? "reasoning_content"]: part })));
  }
  const parts = splitText(spec.text ?? "", chunkChars);
  const cut = spec.stallAfterChunks ?? spec.resetAfterChunks;
  for (const part of parts.slice(0, cut ?? parts.length)) {
    pieces.push(textChunk(route, part));
    if (spec.chunkDelayMs !== undefined && spec.chunkDelayMs > 0) {
      pieces.push({ pauseMs: spec.chunkDelayMs });
    }
  }
  const headers = {
    "content-type": route === "ollama" ? "application/x-ndjson" : "text/event-stream",
    ...spec.headers,
  };
  if (cut !== undefined) {
    return { headers, pieces, end: spec.stallAfterChunks === undefined ? "reset" : "stall" };
  }
  if (spec.sparkError !== undefined) {
    return {
      headers,
      pieces: [...pieces, sseEvent({ sid: "cht000fake", ...spec.sparkError }), "data: [DONE]\n\n"],
    };
  }
  return {
    status: spec.status,
    headers,
    pieces: [...pieces, ...endPieces(route, spec, request.body.length)],
  };
}

function renderWhole(spec: ReplySpec, route: Route): RawReply {
  const text = spec.text ?? "";
  const finish_reason = spec.finishReason === undefined ? "stop" : spec.finishReason;
  const usage = spec.usage ?? { prompt_tokens: 1, completion_tokens: Math.ceil(text.length / 4) };
  const choice =
    route === "completions"
      ? { index: 0, text, finish_reason }
      : { index: 0, message: { role: "assistant", content: text }, finish_reason };
  const body =
    route === "infill"
      ? { content: text, stop: true }
      : { object: "chat.completion", choices: [choice], usage };
  return { headers: { "content-type": "application/json", ...spec.headers }, pieces: [JSON.stringify(body)] };
}

/** What marks a chat request as "fill this hole". */
const infillMarks =
  /<\|?(fim|hole|cursor|fill|code_(prefix|suffix|middle))|\bHOLE\b|fill in the (hole|middle|gap|blank)|missing code/i;

const pythonInfill = "return sum(item.quantity for item in items)";
const otherInfill = "return items.length;";

function infillText(body: string): string {
  return /python|\.py\b|def \w+\(/.test(body) ? pythonInfill : otherInfill;
}

/** Structured Markdown that repeats what was asked, so that a UI test can see its own words. */
function echoMarkdown(request: RecordedRequest): string {
  const messages = request.json?.["messages"];
  const last: unknown = Array.isArray(messages) ? messages.at(-1) : undefined;
  const content = typeof last === "object" && last !== null ? (last as { content?: unknown }).content : "";
  const asked = (typeof content === "string" ? content : JSON.stringify(content)).trim().slice(0, 400);
  return [
    "## Fake answer",
    "",
    "This text comes from the **fake model server** of the tests.",
    "",
    "- it streams in small chunks",
    "- it repeats what it was asked",
    "",
    "```text",
    asked.replaceAll("```", "'''"),
    "```",
    "",
    "Done.",
  ].join("\n");
}

/** What a probe says, answered as a good model would; only `fake-coder` fills the probe's hole. */
function probeReply(request: RecordedRequest, route: Route): ReplySpec | undefined {
  const { body, json } = request;
  if (route === "chat" && body.includes("PINEAPPLE")) {
    return replyWithText("PINEAPPLE");
  }
  if (route === "chat" && body.includes("alpha beta gamma delta")) {
    return replyWithText(json?.["stop"] === undefined ? "alpha beta gamma delta" : "alpha beta ");
  }
  if (route === "chat" && body.includes("Count from one to ten in words.")) {
    return replyWithText("one two three four five six seven eight nine ten");
  }
  const isHole = route !== "chat" && body.includes("The sum of a and b.");
  return isHole && json?.["model"] === "fake-coder" ? replyWithText("b") : undefined;
}

/** Plausible answers where a test gave none. */
export function defaultReply(request: RecordedRequest): ReplySpec {
  const bare = request.path.split("?")[0] ?? "";
  if (request.method === "GET") {
    return defaultGet(bare);
  }
  const route = routeOf(bare);
  if (bare.endsWith("/api/show")) {
    return replyWithJson({
      capabilities: ["completion", "insert"],
      model_info: { "fake.context_length": 32768 },
    });
  }
  if (route === "other") {
    return replyWithError(404, `The fake server has no route ${request.method} ${bare}`);
  }
  const probed = probeReply(request, route);
  if (probed !== undefined) {
    return probed;
  }
  if (route === "chat" && !infillMarks.test(request.body)) {
    return replyWithText(echoMarkdown(request));
  }
  return replyWithText(infillText(request.body));
}

function defaultGet(bare: string): ReplySpec {
  if (bare.endsWith("/models")) {
    return replyWithJson({
      object: "list",
      data: [
        { id: "fake-model", object: "model" },
        { id: "fake-coder", object: "model" },
      ],
    });
  }
  if (bare.endsWith("/api/tags")) {
    return replyWithJson({ models: [{ name: "fake-model" }, { name: "fake-coder" }] });
  }
  if (bare.endsWith("/api/version")) {
    return replyWithJson({ version: "0.0.0-fake" });
  }
  if (bare.endsWith("/health")) {
    return replyWithJson({ status: "ok" });
  }
  if (bare.endsWith("/props")) {
    return replyWithJson({ default_generation_settings: { n_ctx: 8192 } });
  }
  return replyWithError(404, `The fake server has no route GET ${bare}`);
}
