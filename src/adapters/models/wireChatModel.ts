import { pickChatInfill } from "../../core/backends/pickChatInfill.ts";
import { ReplyReader } from "../../core/backends/replyReader.ts";
import { chatBody, chatUrl } from "../../core/backends/requestBodies.ts";
import type {
  BackendIdentity,
  ChatInfillForm,
  ChatModel,
  ChatRequest,
  ModelLimits,
  ReplyChunk,
} from "../../core/ports.ts";
import type { Attempt } from "./modelExchange.ts";
import { identityOf, type ModelParts } from "./modelParts.ts";

/** More characters than a token can have on average: beyond it the server ignores its limit. */
export const maxCharsPerToken = 12;

export interface StreamOptions {
  /** What the client itself cuts at: a probe wants to see what the server does. */
  readonly stops: readonly string[];
  /** Gets the reader of each attempt. */
  readonly onReader?: (reader: ReplyReader) => void;
}

/** A chat model that lets a probe look closer. */
export interface ProbeableChatModel extends ChatModel {
  stream(request: ChatRequest, signal: AbortSignal, more: StreamOptions): AsyncIterable<ReplyChunk>;
}

/** Chat over `/chat/completions`. */
export class WireChatModel implements ProbeableChatModel {
  readonly identity: BackendIdentity;
  readonly limits: ModelLimits;
  readonly #parts: ModelParts;

  constructor(parts: ModelParts) {
    this.identity = identityOf(parts.profile);
    this.limits = parts.profile.limits;
    this.#parts = parts;
  }

  get chatInfill(): ChatInfillForm {
    return pickChatInfill(this.#parts.profile, this.#parts.quirks);
  }

  streamChat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ReplyChunk> {
    return this.stream(request, signal, { stops: request.stop });
  }

  stream(request: ChatRequest, signal: AbortSignal, more: StreamOptions): AsyncIterable<ReplyChunk> {
    const { profile, exchange, quirks, cacheKey } = this.#parts;
    const url = chatUrl(profile, request);
    const attempt = (): Attempt => {
      const body = chatBody(profile, request, quirks, cacheKey);
      const reader = new ReplyReader({
        stops: more.stops,
        promptText: () => request.messages.map((message) => message.content).join("\n"),
        maxChars: request.maxOutputTokens * maxCharsPerToken,
      });
      more.onReader?.(reader);
      return {
        body,
        reader,
        send: (key, attemptSignal) =>
          url === undefined
            ? exchange.client.postChat(body, key, attemptSignal)
            : exchange.client.post(url, body, key, attemptSignal),
      };
    };
    const isBackground = request.isBackground === true;
    return exchange.run(
      { isBackground, mayRetry: !isBackground, totalMs: profile.timeouts.totalMs, attempt },
      signal,
    );
  }
}
