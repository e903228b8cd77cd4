import type { GatedChat } from "../egress/outbound.ts";
import { isCancellation, toAssistantError, type AssistantError } from "../errors.ts";
import type { Clock, EndReason, Feature, TokenUsage } from "../ports.ts";
import { estimateTokens } from "../text/tokens.ts";
import type { ChatPrompt } from "./chatPrompt.ts";

/** How an answer ended and what it took. */
export interface TurnEnd {
  readonly kind: "end";
  readonly state: "complete" | "stopped" | "incomplete" | "error";
  readonly endReason: EndReason | undefined;
  readonly error: AssistantError | undefined;
  readonly usage: TokenUsage;
  /** Until the first visible text; null when none came. */
  readonly firstTokenMs: number | null;
  readonly durationMs: number;
}

export type TurnUpdate =
  | { readonly kind: "text"; readonly text: string }
  /** The model thinks; nothing to show yet. */
  | { readonly kind: "thinking" }
  | TurnEnd;

const temperature = 0.2;

function estimatedUsage(prompt: ChatPrompt, answer: string): TokenUsage {
  const promptTokens = prompt.messages
    .flatMap((message) => message.parts)
    .reduce((sum, part) => sum + estimateTokens(part.text), 0);
  return { promptTokens, completionTokens: estimateTokens(answer), isEstimated: true };
}

/**
 * Sends a prompt and gives its answer piece by piece; the last update is always an `end`. Never throws:
 * a failure, and a stop by `signal`, are ends that keep what was said until then.
 */
export async function* answerTurn(
  chat: GatedChat,
  prompt: ChatPrompt,
  feature: Feature,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<TurnUpdate, void, undefined> {
  const startMs = clock.monotonicMs();
  let firstTokenMs: number | null = null;
  let answer = "";
  let usage: TokenUsage | undefined;
  let endReason: EndReason | undefined;
  let error: AssistantError | undefined;
  try {
    const request = {
      feature,
      messages: prompt.messages,
      maxOutputTokens: prompt.maxOutputTokens,
      temperature,
      stop: [],
      thinking: "auto",
    } as const;
    for await (const chunk of chat.send(request, signal)) {
      if (signal.aborted) {
        break;
      }
      if (chunk.kind === "usage") {
        usage = chunk.usage;
      } else if (chunk.kind === "end") {
        endReason = chunk.reason;
      } else if (chunk.kind === "reasoning") {
        yield { kind: "thinking" };
      } else if (chunk.text !== "") {
        firstTokenMs ??= clock.monotonicMs() - startMs;
        answer += chunk.text;
        yield { kind: "text", text: chunk.text };
      }
    }
  } catch (thrown) {
    error = isCancellation(thrown, signal) ? undefined : toAssistantError(thrown);
  }
  yield {
    kind: "end",
    state: stateOf(signal, error, endReason),
    endReason,
    error,
    usage: usage ?? estimatedUsage(prompt, answer),
    firstTokenMs,
    durationMs: clock.monotonicMs() - startMs,
  };
}

function stateOf(
  signal: AbortSignal,
  error: AssistantError | undefined,
  endReason: EndReason | undefined,
): TurnEnd["state"] {
  if (signal.aborted) {
    return "stopped";
  }
  if (error !== undefined) {
    return "error";
  }
  return endReason === "stop" ? "complete" : "incomplete";
}
