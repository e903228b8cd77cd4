import type { Clock, EndReason, ReplyChunk, TokenUsage } from "../ports.ts";

/** A model that has only reasoned for so long is stopped, in ms. */
export const reasoningLimitMs = 3000;

/** Reason for an abort of ours after which what was read still counts. */
export const enoughRead = Symbol("enough was read");

export interface ReplySummary {
  readonly text: string;
  /** From the request to the first character of text; undefined when none came. */
  readonly firstTextMs: number | undefined;
  readonly durationMs: number;
  readonly usage: TokenUsage | undefined;
  readonly end: EndReason | undefined;
  readonly isOnlyReasoning: boolean;
}

/**
 * Reads a reply to its end. `onText` gets the whole text so far after each piece and may say `stop`.
 * Aborts `controller` when only reasoning came for `reasoningLimitMs`. Throws what the stream throws,
 * but not after an abort for `enoughRead`.
 */
export async function readReply(
  stream: AsyncIterable<ReplyChunk>,
  controller: AbortController,
  clock: Clock,
  onText: (text: string) => "continue" | "stop",
): Promise<ReplySummary> {
  const startedMs = clock.monotonicMs();
  const reasoning = new ReasoningWatch(clock, controller);
  let text = "";
  let firstTextMs: number | undefined;
  let usage: TokenUsage | undefined;
  let end: EndReason | undefined;
  try {
    for await (const chunk of stream) {
      if (chunk.kind === "usage") {
        usage = chunk.usage;
      } else if (chunk.kind === "end") {
        end = chunk.reason;
      } else if (chunk.kind === "reasoning") {
        reasoning.begin();
      } else if (chunk.text !== "") {
        reasoning.end();
        firstTextMs ??= clock.monotonicMs() - startedMs;
        text += chunk.text;
        if (onText(text) === "stop") {
          // The socket first: leaving the loop alone waits for the stream to be tidied up.
          controller.abort(enoughRead);
          break;
        }
      }
    }
  } catch (error) {
    // A stream may answer our own abort with an error; what was read before it counts.
    if (controller.signal.reason !== enoughRead && !reasoning.hasExpired) {
      throw error;
    }
  } finally {
    reasoning.end();
  }
  const isOnlyReasoning = reasoning.hasExpired && text === "";
  return { text, firstTextMs, durationMs: clock.monotonicMs() - startedMs, usage, end, isOnlyReasoning };
}

/** Stops the request when reasoning goes on for too long without a word of text. */
class ReasoningWatch {
  readonly #clock: Clock;
  readonly #controller: AbortController;
  #timer: AbortController | undefined;
  hasExpired = false;

  constructor(clock: Clock, controller: AbortController) {
    this.#clock = clock;
    this.#controller = controller;
  }

  begin(): void {
    if (this.#timer === undefined) {
      this.#timer = new AbortController();
      void this.#watch(this.#timer.signal);
    }
  }

  end(): void {
    this.#timer?.abort();
  }

  async #watch(signal: AbortSignal): Promise<void> {
    await this.#clock.delay(reasoningLimitMs, signal);
    if (!signal.aborted) {
      this.hasExpired = true;
      this.#controller.abort();
    }
  }
}
