import type { LearnedQuirks } from "../../core/backends/learnedQuirks.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";
import { ReplyReader } from "../../core/backends/replyReader.ts";
import { chatBody } from "../../core/backends/requestBodies.ts";
import type { BackendIdentity, ChatModel, ChatRequest, ModelLimits, ReplyChunk } from "../../core/ports.ts";
import type { Attempt, ModelExchange } from "./modelExchange.ts";

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
  readonly #profile: ResolvedProfile;
  readonly #exchange: ModelExchange;
  readonly #quirks: LearnedQuirks;

  constructor(
    identity: BackendIdentity,
    profile: ResolvedProfile,
    exchange: ModelExchange,
    quirks: LearnedQuirks,
  ) {
    this.identity = identity;
    this.limits = profile.limits;
    this.#profile = profile;
    this.#exchange = exchange;
    this.#quirks = quirks;
  }

  streamChat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ReplyChunk> {
    return this.stream(request, signal, { stops: request.stop });
  }

  stream(request: ChatRequest, signal: AbortSignal, more: StreamOptions): AsyncIterable<ReplyChunk> {
    const attempt = (): Attempt => {
      const body = chatBody(this.#profile, request, this.#quirks);
      const reader = new ReplyReader({
        stops: more.stops,
        promptText: () => request.messages.map((message) => message.content).join("\n"),
        maxChars: request.maxOutputTokens * maxCharsPerToken,
      });
      more.onReader?.(reader);
      return {
        body,
        reader,
        send: (key, attemptSignal) => this.#exchange.client.postChat(body, key, attemptSignal),
      };
    };
    // Completions by chat ask for no thinking; the next keystroke is their second try.
    const isUrgent = request.thinking !== "off";
    return this.#exchange.run({ isUrgent, totalMs: this.#profile.timeouts.totalMs, attempt }, signal);
  }
}
