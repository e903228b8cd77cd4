import type { ErrorKind } from "../errors.ts";
import type { BackendMessageId } from "./backendMessages.ts";
import { sparkCodeIn, sparkMeaning } from "./sparkCodes.ts";

/** What a server's refusal means, read from its status and words. */
export interface ServerProblem {
  readonly kind: ErrorKind;
  readonly messageId?: BackendMessageId | undefined;
  /** The server's sentence, not yet cleaned. */
  readonly serverText: string;
  readonly sid?: string | undefined;
  readonly isRetryable: boolean;
  /** The request parameter that the server complains about, where it names one. */
  readonly parameter?: string | undefined;
  /** Whether it is the parameter's value, not its presence, and the limit it names. */
  readonly valueLimit?: number | undefined;
  /** Whether, to a request that ends with a message of the assistant, it may be that which is refused. */
  readonly mayRefuseContinuation?: boolean | undefined;
  /** Tokens left for the answer, where an overflow message tells both limit and prompt. */
  readonly outputRoom?: number | undefined;
}

interface WireError {
  readonly message: string;
  readonly code: unknown;
  readonly type: string;
  readonly param: string;
  readonly sid: string;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** FastAPI's `detail`: a text, or a list of `{loc, msg}`. */
function detailText(detail: unknown): { message: string; param: string } {
  const first: unknown = Array.isArray(detail) ? detail[0] : detail;
  if (isRecord(first)) {
    const loc = Array.isArray(first["loc"]) ? first["loc"] : [];
    return { message: asText(first["msg"]) || JSON.stringify(first), param: asText(loc.at(-1)) };
  }
  return { message: asText(first), param: "" };
}

/** Reads every known shape of an error body: nested, flat, text, array, FastAPI, Spark. */
function readWireError(body: unknown): WireError {
  const outer: unknown = Array.isArray(body) ? body[0] : body;
  if (!isRecord(outer)) {
    return { message: asText(outer), code: undefined, type: "", param: "", sid: "" };
  }
  const inner: unknown = outer["error"] ?? outer["header"];
  const record = isRecord(inner) ? inner : outer;
  const detail = detailText(outer["detail"]);
  const message =
    asText(record["message"]) ||
    asText(inner) ||
    detail.message ||
    asText(outer["message"]) ||
    asText(outer["error_msg"]);
  return {
    message,
    code: record["code"] ?? outer["code"],
    type: asText(record["type"]) || asText(record["status"]),
    param: asText(record["param"]) || detail.param,
    sid: asText(record["sid"]) || asText(outer["sid"]),
  };
}

type Meaning = Pick<ServerProblem, "kind" | "messageId" | "isRetryable">;

const overflowWords =
  /context[ _-]?(length|window|size)|maximum context|n_ctx|prompt is too long|too many (input )?tokens|range of input length|exceeds? the (available )?context|input (is )?too long|maximum (allowed )?(input|prompt) length|tokens? exceed/i;
const moderationWords =
  /content[ _]?(filter|policy|management)|datainspection|inappropriate|moderat|sensitive|data_inspection|risk control/i;
const quotaWords =
  /insufficient[_ ](quota|balance|funds|credit)|quota (is )?(exceeded|used)|arrearage|billing|balance|overdue|payment|insufficient_user_quota|额度不足|余额不足|欠费/i;
const keyWords =
  /api[ _-]?key|apikey|unauthori[sz]ed|authenticat|invalid token|token (is )?(expired|invalid)|hmac/i;
const fillInWords =
  /does not support insert|infill is not supported|suffix (is )?not (currently )?supported|does not support (the )?(suffix|fim|infill)/i;
/** Words for going on with an assistant's message, in the refusals of those that cannot. */
const continuationWords =
  /prefill|continue_final_message|add_generation_prompt|\bpartial\b|\bprefix\b|\b(?:last|final) message|\bassistant\b|conversation must end/i;
const modelWords = /\bmodel\b/i;
/** An unknown model, whatever the status: clouds say it with 400. */
const unknownModelWords =
  /\bmodel not exist|invalid model name|no such model|DeploymentNotFound|模型.{0,40}不存在/i;
/** Servers that run models themselves and tell what is missing: each has its own next step. */
const localModelWords: readonly (readonly [RegExp, Meaning])[] = [
  [
    /try pulling it/i,
    { kind: "modelNotFound", messageId: "backends.error.modelNotPulled", isRetryable: false },
  ],
  [
    /no models? (?:is |are )?loaded/i,
    { kind: "modelNotFound", messageId: "backends.error.modelNotLoaded", isRetryable: false },
  ],
  [
    /more system memory|out of memory|insufficient memory/i,
    { kind: "serverError", messageId: "backends.error.outOfMemory", isRetryable: false },
  ],
  [
    // A gateway whose channels are down says the same: the next backend may stand in.
    /no available channels?|无可用渠道/i,
    { kind: "serverError", messageId: "backends.error.noChannel", isRetryable: false },
  ],
  [/^unexpected endpoint or method/i, { kind: "notFound", isRetryable: false }],
];

/** Request parameters that a 400 may name; the longest names come first. */
const learnable = [
  "max_completion_tokens",
  "max_tokens",
  "prompt_cache_key",
  "stream_options",
  "chat_template_kwargs",
  "enable_thinking",
  "reasoning_effort",
  "thinking",
  "temperature",
  "tools",
  "stop",
] as const;

function namedParameter(wire: WireError): string | undefined {
  const exact = learnable.find((name) => wire.param === name || wire.param.startsWith(`${name}.`));
  if (exact !== undefined) {
    return exact;
  }
  // The message may recommend one parameter instead of another: the one named first is meant.
  const places = learnable
    .map((name) => ({ name, at: wire.message.search(new RegExp(`(?<!\\w)${name}(?![\\w])`)) }))
    .filter((place) => place.at >= 0)
    .sort((left, right) => left.at - right.at);
  const system = /system (role|message|prompt)|role ['"]?system/i.test(wire.message) ? "system" : undefined;
  return places[0]?.name ?? system;
}

/** The limit in "must be at most 4096", "maximum ... is 8192", "range [1, 8192]" and their like. */
function namedLimit(message: string): number | undefined {
  const found =
    /(?:at most|up to|maximum(?: \w+){0,4}(?: is| of|:)?|less than or equal to|<=|lower than|not exceed|limit(?: is| of)?)\s*(\d{2,7})/i.exec(
      message,
    ) ??
    /[[(]\s*\d+\s*,\s*(\d{2,7})\s*[\])]/.exec(message) ??
    /between \d+ and (\d{2,7})/i.exec(message);
  return found?.[1] === undefined ? undefined : Number(found[1]);
}

/** Context length minus prompt, both as the server tells them. */
function outputRoom(body: unknown, message: string): number | undefined {
  const fields = isRecord(body) && isRecord(body["error"]) ? body["error"] : {};
  const limit = Number(
    fields["n_ctx"] ?? /context (?:length|window|size)\D{0,20}(\d{3,8})/i.exec(message)?.[1],
  );
  const prompt = Number(
    fields["n_prompt_tokens"] ??
      /(\d{1,8}) (?:tokens? )?(?:in the (?:messages|prompt)|input tokens)/i.exec(message)?.[1],
  );
  return limit - prompt > 0 ? limit - prompt : undefined;
}

/** The meaning of a refusal with HTTP `status`; pass 200 for an error inside a stream. */
export function readServerProblem(status: number, body: unknown): ServerProblem {
  const wire = readWireError(body);
  const base = { serverText: wire.message, ...(wire.sid === "" ? {} : { sid: wire.sid }) };
  const spark =
    sparkMeaning(wire.code) ?? (status >= 500 ? sparkMeaning(sparkCodeIn(wire.message)) : undefined);
  if (spark !== undefined) {
    return { ...base, ...spark };
  }
  const words = `${wire.message} ${wire.type} ${asText(wire.code)}`;
  const closer = fromWords(words, status);
  if (closer !== undefined) {
    return {
      ...base,
      ...closer,
      outputRoom: closer.kind === "contextTooLong" ? outputRoom(body, wire.message) : undefined,
    };
  }
  if (status === 400 || status === 422 || status === 501) {
    const parameter = namedParameter(wire);
    const valueLimit = parameter?.startsWith("max_") === true ? namedLimit(wire.message) : undefined;
    // A refusal that names nothing may mean it as well.
    const mayRefuseContinuation =
      status !== 501 && (parameter === undefined || continuationWords.test(`${words} ${wire.param}`));
    const more = mayRefuseContinuation ? { mayRefuseContinuation } : {};
    return { ...base, kind: "badRequest", isRetryable: false, parameter, valueLimit, ...more };
  }
  // llama-server tells a model that must think first as a fault of its own.
  const more = status === 500 && /prefill/i.test(words) ? { mayRefuseContinuation: true } : {};
  return { ...base, ...fromStatus(status, words), ...more };
}

function fromWords(words: string, status: number): Meaning | undefined {
  if (fillInWords.test(words)) {
    return { kind: "badRequest", messageId: "backends.error.fillInUnsupported", isRetryable: false };
  }
  if (status !== 401 && status !== 429 && overflowWords.test(words)) {
    return { kind: "contextTooLong", isRetryable: false };
  }
  const local = localModelWords.find(([pattern]) => pattern.test(words));
  if (local !== undefined) {
    return local[1];
  }
  if (status !== 401 && unknownModelWords.test(words)) {
    return { kind: "modelNotFound", isRetryable: false };
  }
  if (status < 500 && moderationWords.test(words)) {
    return { kind: "moderated", messageId: "backends.error.moderatedInput", isRetryable: false };
  }
  return status < 500 && status !== 401 && quotaWords.test(words)
    ? { kind: "quotaExceeded", isRetryable: false }
    : undefined;
}

function fromStatus(status: number, words: string): Meaning {
  if (status === 401) {
    return { kind: "badKey", isRetryable: false };
  }
  if (status === 403) {
    const isKey = keyWords.test(words) && !modelWords.test(words);
    return {
      kind: "badKey",
      ...(isKey ? {} : { messageId: "backends.error.forbidden" as const }),
      isRetryable: false,
    };
  }
  if (status === 402) {
    return { kind: "quotaExceeded", isRetryable: false };
  }
  if (status === 404) {
    return { kind: modelWords.test(words) ? "modelNotFound" : "notFound", isRetryable: false };
  }
  if (status === 405) {
    return { kind: "notFound", isRetryable: false };
  }
  if (status === 407) {
    return { kind: "proxy", isRetryable: false };
  }
  if (status === 408) {
    return { kind: "timeout", isRetryable: true };
  }
  if (status === 413) {
    return { kind: "contextTooLong", isRetryable: false };
  }
  if (status === 429) {
    return { kind: "rateLimited", isRetryable: true };
  }
  if (status === 503 && /loading/i.test(words)) {
    return { kind: "serverError", messageId: "backends.error.loading", isRetryable: true };
  }
  if (status === 529 || status === 503) {
    return { kind: "serverError", messageId: "backends.error.busy", isRetryable: true };
  }
  if (status >= 500) {
    return { kind: "serverError", isRetryable: true };
  }
  if (status === 200) {
    return fromStreamWords(words);
  }
  return { kind: "badRequest", isRetryable: false };
}

/** An error inside a 200 has no status; its words must do. */
function fromStreamWords(words: string): Meaning {
  if (/rate.?limit|too many requests|\b429\b/i.test(words)) {
    return { kind: "rateLimited", isRetryable: true };
  }
  if (keyWords.test(words)) {
    return { kind: "badKey", isRetryable: false };
  }
  if (/model.*(not found|does not exist|not exist)|no such model/i.test(words)) {
    return { kind: "modelNotFound", isRetryable: false };
  }
  return { kind: "serverError", isRetryable: true };
}

/**
 * Milliseconds from `retry-after-ms`, or `Retry-After` as seconds or date; undefined for none or
 * nonsense. `nowMs` is needed for dates.
 */
export function readRetryAfterMs(
  headers: { get(name: string): string | null },
  nowMs: number,
): number | undefined {
  const ms = Number(headers.get("retry-after-ms") ?? Number.NaN);
  if (Number.isFinite(ms) && ms >= 0) {
    return ms;
  }
  const value = headers.get("retry-after");
  if (value === null || value.trim() === "") {
    return undefined;
  }
  const seconds = Number(value);
  if (Number.isFinite(seconds)) {
    return seconds >= 0 ? seconds * 1000 : undefined;
  }
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
