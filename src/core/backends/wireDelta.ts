import type { EndReason, TokenUsage } from "../ports.ts";
import { readServerProblem, type ServerProblem } from "./serverProblem.ts";
import { sparkMeaning } from "./sparkCodes.ts";

/** What one event of a stream adds to the reply. */
export interface WireDelta {
  readonly text: string;
  readonly reasoning: string;
  /** `error`: the server gave up. */
  readonly finish?: EndReason | "error" | undefined;
  readonly usage?: TokenUsage | undefined;
  readonly problem?: ServerProblem | undefined;
}

type Raw = Readonly<Record<string, unknown>>;

const nothing: WireDelta = { text: "", reasoning: "" };

function isRecord(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text, or the texts of an array of parts. */
function contentText(content: unknown): string {
  if (typeof content === "string") {
    return content;
  }
  if (!Array.isArray(content)) {
    return "";
  }
  return content
    .map((part: unknown) => (isRecord(part) && typeof part["text"] === "string" ? part["text"] : ""))
    .join("");
}

const endReasons: ReadonlyMap<string, EndReason | "error"> = new Map([
  ["length", "length"],
  ["max_tokens", "length"],
  ["model_length", "length"],
  ["limit", "length"],
  ["content_filter", "filtered"],
  ["sensitive", "filtered"],
  ["safety", "filtered"],
  ["abort", "incomplete"],
  ["insufficient_system_resource", "incomplete"],
  ["error", "error"],
]);

/** Undefined for no reason at all; an unknown reason is still an end. */
function endReason(value: unknown): EndReason | "error" | undefined {
  if (typeof value !== "string" || value === "") {
    return undefined;
  }
  return endReasons.get(value.toLowerCase()) ?? "stop";
}

function count(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** Usage of every known shape; undefined where the event has none. */
function readUsage(event: Raw): TokenUsage | undefined {
  const usage = isRecord(event["usage"]) ? event["usage"] : {};
  const details = isRecord(usage["prompt_tokens_details"]) ? usage["prompt_tokens_details"] : {};
  const timings = isRecord(event["timings"]) ? event["timings"] : {};
  const promptTokens =
    count(usage["prompt_tokens"]) ?? count(event["tokens_evaluated"]) ?? count(event["prompt_eval_count"]);
  const completionTokens =
    count(usage["completion_tokens"]) ?? count(event["tokens_predicted"]) ?? count(event["eval_count"]);
  if (promptTokens === undefined && completionTokens === undefined) {
    return undefined;
  }
  return {
    promptTokens: promptTokens ?? 0,
    completionTokens: completionTokens ?? 0,
    cachedTokens:
      count(details["cached_tokens"]) ??
      count(usage["prompt_cache_hit_tokens"]) ??
      count(usage["cached_tokens"]) ??
      count(timings["cache_n"]),
    isEstimated: false,
  };
}

/** Codes that some servers put beside a good answer. */
const goodCodes: ReadonlySet<unknown> = new Set([0, "0", 200, "200", null, undefined, "", "ok", "success"]);

/** Spark's "the session tends to break rules": a warning where it comes with text. */
const warningCode = 10019;

function hasAnswer(event: Raw): boolean {
  return Array.isArray(event["choices"]) || "content" in event || "response" in event;
}

function readProblem(event: Raw, isErrorEvent: boolean): ServerProblem | undefined {
  const { error, code, detail, object } = event;
  const isBareError = !hasAnswer(event) && (detail !== undefined || object === "error");
  const isNamedError = error !== undefined && error !== null && error !== "" && error !== false;
  const isBadCode = hasAnswer(event)
    ? sparkMeaning(code) !== undefined && Number(code) !== warningCode
    : !goodCodes.has(code);
  if (isErrorEvent || isBareError || isNamedError || isBadCode) {
    return readServerProblem(200, event);
  }
  return undefined;
}

function firstChoice(event: Raw): Raw | undefined {
  const choices = event["choices"];
  if (!Array.isArray(choices)) {
    return undefined;
  }
  const records = choices.filter(isRecord);
  return records.find((choice) => choice["index"] === 0 || typeof choice["index"] !== "number");
}

/** `choices` of chat and completions, streamed or whole. Tool calls are not offered, so none are read. */
function fromChoice(choice: Raw): WireDelta {
  const delta = isRecord(choice["delta"])
    ? choice["delta"]
    : isRecord(choice["message"])
      ? choice["message"]
      : {};
  const text = contentText(delta["content"]) || contentText(choice["text"]);
  const reasoning = contentText(delta["reasoning_content"]) || contentText(delta["reasoning"]);
  return { text, reasoning, finish: endReason(choice["finish_reason"]) };
}

/** llama-server's `content`/`stop` and Ollama's `response`/`done`. */
function fromNative(event: Raw): WireDelta {
  const isEnd = event["stop"] === true || event["done"] === true;
  const isLimit = event["stop_type"] === "limit" || event["stopped_limit"] === true;
  const given = isLimit ? "length" : (endReason(event["done_reason"]) ?? "stop");
  return {
    text: contentText(event["content"]) || contentText(event["response"]),
    reasoning: contentText(event["thinking"]),
    finish: isEnd ? given : undefined,
  };
}

/** Reads one decoded event, whichever known server sent it. */
export function readWireDelta(value: unknown, isErrorEvent: boolean): WireDelta {
  if (Array.isArray(value)) {
    return isRecord(value[0]) && "error" in value[0]
      ? { ...nothing, problem: readServerProblem(200, value) }
      : nothing;
  }
  if (!isRecord(value)) {
    return isErrorEvent ? { ...nothing, problem: readServerProblem(200, value) } : nothing;
  }
  const problem = readProblem(value, isErrorEvent);
  if (problem !== undefined) {
    return { ...nothing, problem };
  }
  const usage = readUsage(value);
  if (Array.isArray(value["choices"])) {
    const choice = firstChoice(value);
    return { ...(choice === undefined ? nothing : fromChoice(choice)), usage };
  }
  return { ...fromNative(value), usage };
}
