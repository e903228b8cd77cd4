import type { GatedChat, OutboundChat } from "../egress/outbound.ts";
import { AssistantError } from "../errors.ts";
import type { Clock, EndReason, TokenUsage } from "../ports.ts";
import { estimateTokens } from "../text/tokens.ts";

/** A whole reply and what it took. */
export interface ChatReply {
  readonly text: string;
  readonly endReason: EndReason | undefined;
  readonly usage: TokenUsage;
  /** Until the first visible text; null when none came. */
  readonly firstTokenMs: number | null;
  readonly durationMs: number;
}

/**
 * Sends one request and gathers its reply. Throws what the backend throws, `moderated` for an answer that
 * the provider cut, and an `AbortError` when `signal` aborts.
 */
export async function askChat(
  chat: GatedChat,
  request: OutboundChat,
  clock: Clock,
  signal: AbortSignal,
): Promise<ChatReply> {
  const startMs = clock.monotonicMs();
  let text = "";
  let firstTokenMs: number | null = null;
  let usage: TokenUsage | undefined;
  let endReason: EndReason | undefined;
  for await (const chunk of chat.send(request, signal)) {
    if (chunk.kind === "usage") {
      usage = chunk.usage;
    } else if (chunk.kind === "end") {
      endReason = chunk.reason;
    } else if (chunk.kind === "text" && chunk.text !== "") {
      firstTokenMs ??= Math.round(clock.monotonicMs() - startMs);
      text += chunk.text;
    }
  }
  signal.throwIfAborted();
  if (endReason === "filtered") {
    throw new AssistantError("moderated", "The answer was filtered.", { detail: chat.identity.model });
  }
  return {
    text,
    endReason,
    usage: usage ?? estimatedUsage(request, text),
    firstTokenMs,
    durationMs: Math.round(clock.monotonicMs() - startMs),
  };
}

function estimatedUsage(request: OutboundChat, reply: string): TokenUsage {
  const parts = request.messages.flatMap((message) => message.parts);
  return {
    promptTokens: parts.reduce((sum, part) => sum + estimateTokens(part.text), 0),
    completionTokens: estimateTokens(reply),
    isEstimated: true,
  };
}
