import type { ChatRequest } from "../ports.ts";
import type { ResolvedProfile } from "./profile.ts";
import { chatBody, type RequestBody } from "./requestBodies.ts";
import type { LearnedQuirks } from "./learnedQuirks.ts";

/** The three parts of a credential of the WebSocket product. */
export interface SparkSocketKey {
  readonly appId: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** Reads `APPID:APIKey:APISecret`; undefined for anything else. */
export function readSparkSocketKey(text: string): SparkSocketKey | undefined {
  const [appId = "", apiKey = "", apiSecret = "", ...more] = text.split(":").map((part) => part.trim());
  return more.length > 0 || appId === "" || apiKey === "" || apiSecret === ""
    ? undefined
    : { appId, apiKey, apiSecret };
}

/**
 * The query that signs an opening handshake. `hmac` gives the base64 of HMAC-SHA256 over a text;
 * `date` is an RFC 1123 date in GMT that may be off by at most 300 seconds.
 */
export function signSparkUrl(
  url: URL,
  key: SparkSocketKey,
  date: string,
  hmac: (text: string) => string,
): string {
  const signature = hmac(`host: ${url.host}\ndate: ${date}\nGET ${url.pathname} HTTP/1.1`);
  const authorization = [
    `api_key="${key.apiKey}"`,
    `algorithm="hmac-sha256"`,
    `headers="host date request-line"`,
    `signature="${signature}"`,
  ].join(", ");
  return new URLSearchParams({ authorization: btoa(authorization), date, host: url.host }).toString();
}

/** The one message that a client sends: the chat body in the product's own nesting. */
export function sparkSocketBody(
  profile: ResolvedProfile,
  request: ChatRequest,
  appId: string,
  quirks: LearnedQuirks,
): RequestBody {
  const { model, messages, max_tokens, temperature } = chatBody(profile, request, quirks);
  return {
    header: { app_id: appId },
    parameter: { chat: { domain: model, max_tokens, temperature, ...profile.extraBody } },
    payload: { message: { text: messages } },
  };
}

type Raw = Readonly<Record<string, unknown>>;

function recordAt(value: unknown, name: string): Raw {
  const found: unknown = typeof value === "object" && value !== null ? (value as Raw)[name] : undefined;
  return typeof found === "object" && found !== null ? (found as Raw) : {};
}

/** Status 2, in the header or beside the text, ends an answer. */
export function isLastSparkMessage(message: unknown): boolean {
  const choices = recordAt(recordAt(message, "payload"), "choices");
  return recordAt(message, "header")["status"] === 2 || choices["status"] === 2;
}

/** A message of the server in the shape of the HTTP product's chunks, so that one reader does for both. */
export function fromSparkSocket(message: unknown): Raw {
  const header = recordAt(message, "header");
  const choices = recordAt(recordAt(message, "payload"), "choices");
  const texts = Array.isArray(choices["text"]) ? (choices["text"] as unknown[]) : [];
  const usage = recordAt(recordAt(recordAt(message, "payload"), "usage"), "text");
  const deltas = texts.map((text) => ({
    index: 0,
    delta: text,
    finish_reason: null as string | null,
  }));
  const isLast = isLastSparkMessage(message);
  const [first = { index: 0, delta: {}, finish_reason: null }] = deltas;
  const hasChoices = deltas.length > 0 || isLast;
  return {
    code: header["code"] ?? 0,
    message: header["message"],
    sid: header["sid"],
    ...(hasChoices ? { choices: [{ ...first, finish_reason: isLast ? "stop" : null }] } : {}),
    ...(Object.keys(usage).length === 0 ? {} : { usage }),
  };
}
