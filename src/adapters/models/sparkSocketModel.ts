import { createHmac } from "node:crypto";
import { BackendError } from "../../core/backends/backendError.ts";
import { ReplyReader } from "../../core/backends/replyReader.ts";
import {
  fromSparkSocket,
  isLastSparkMessage,
  readSparkSocketKey,
  signSparkUrl,
  sparkSocketBody,
} from "../../core/backends/sparkSocket.ts";
import type { BackendIdentity, ChatRequest, Clock, ModelLimits, ReplyChunk } from "../../core/ports.ts";
import { findHttpFailure } from "./httpFailure.ts";
import type { Attempt } from "./modelExchange.ts";
import { identityOf, type ModelParts } from "./modelParts.ts";
import { hostOf, type RequestKey } from "./requestKey.ts";
import { exchangeOverWebSocket } from "./webSocketClient.ts";
import { maxCharsPerToken, type ProbeableChatModel, type StreamOptions } from "./wireChatModel.ts";

/** Skew that the server bears, in milliseconds. */
const maxSkewMs = 300_000;

/** A message as one event of a stream; what is no JSON goes on as it is, for the reader to refuse. */
function toEvent(text: string): { readonly event: string; readonly isLast: boolean } {
  try {
    const message: unknown = JSON.parse(text);
    return { event: JSON.stringify(fromSparkSocket(message)), isLast: isLastSparkMessage(message) };
  } catch {
    return { event: text.replace(/[\r\n]+/g, " "), isLast: false };
  }
}

/** Turns the server's messages into the event stream that the reader of replies knows. */
function toEventStream(messages: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await messages.next();
      if (done === true) {
        controller.close();
        return;
      }
      const { event, isLast } = toEvent(value);
      controller.enqueue(encoder.encode(`data: ${event}\n\n${isLast ? "data: [DONE]\n\n" : ""}`));
      if (isLast) {
        // One answer a connection: the server would keep it open for a minute.
        controller.close();
        await messages.return(undefined);
      }
    },
    async cancel() {
      await messages.return(undefined);
    },
  });
}

/** Chat over Spark's signed WebSocket, which private deployments still speak. One answer a connection. */
export class SparkSocketModel implements ProbeableChatModel {
  readonly identity: BackendIdentity;
  readonly limits: ModelLimits;
  readonly #parts: ModelParts;
  readonly #clock: Clock;

  constructor(parts: ModelParts, clock: Clock) {
    this.identity = identityOf(parts.profile);
    this.limits = parts.profile.limits;
    this.#parts = parts;
    this.#clock = clock;
  }

  streamChat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ReplyChunk> {
    return this.stream(request, signal, { stops: request.stop });
  }

  stream(request: ChatRequest, signal: AbortSignal, more: StreamOptions): AsyncIterable<ReplyChunk> {
    const attempt = (): Attempt => {
      const reader = new ReplyReader({
        stops: more.stops,
        promptText: () => request.messages.map((message) => message.content).join("\n"),
        maxChars: request.maxOutputTokens * maxCharsPerToken,
      });
      more.onReader?.(reader);
      return { body: {}, reader, send: (key, attemptSignal) => this.#open(request, key, attemptSignal) };
    };
    const { profile, exchange } = this.#parts;
    const isBackground = request.isBackground === true;
    return exchange.run(
      { isBackground, mayRetry: !isBackground, totalMs: profile.timeouts.totalMs, attempt },
      signal,
    );
  }

  async #open(request: ChatRequest, { key }: RequestKey, signal: AbortSignal): Promise<Response> {
    const { profile, quirks } = this.#parts;
    const names = { host: hostOf(profile), model: profile.model };
    const parts = readSparkSocketKey(key);
    if (parts === undefined) {
      throw new BackendError("badKey", { ...names, messageId: "backends.error.socketKey" });
    }
    const url = new URL(profile.baseUrl);
    const date = new Date(this.#clock.nowMs()).toUTCString();
    url.search = signSparkUrl(url, parts, date, (text) =>
      createHmac("sha256", parts.apiSecret).update(text).digest("base64"),
    );
    const body = sparkSocketBody(profile, request, parts.appId, quirks);
    try {
      const messages = await exchangeOverWebSocket(url, JSON.stringify(body), signal);
      return new Response(toEventStream(messages), { headers: { "content-type": "text/event-stream" } });
    } catch (error) {
      const serverDate = Date.parse(findHttpFailure(error)?.headers.get("date") ?? "");
      const skewMs = Math.abs(serverDate - this.#clock.nowMs());
      if (skewMs > maxSkewMs) {
        const serverText = `${Math.round(skewMs / 60_000)} min`;
        throw new BackendError("badKey", { ...names, serverText, messageId: "backends.error.clockSkew" });
      }
      throw error;
    }
  }
}
