import assert from "node:assert/strict";
import { answerTurn, type TurnEnd, type TurnUpdate } from "../../../../src/core/chat/answerTurn.ts";
import type { GatedChat, OutboundChat } from "../../../../src/core/egress/outbound.ts";
import { AssistantError } from "../../../../src/core/errors.ts";
import type { Clock, ReplyChunk } from "../../../../src/core/ports.ts";

const prompt = {
  messages: [{ role: "user", parts: [{ text: "Why?" }] }],
  maxOutputTokens: 100,
  droppedTurns: 0,
} as const;

class StepClock implements Clock {
  #nowMs = 0;
  nowMs(): number {
    return this.#nowMs;
  }
  monotonicMs(): number {
    this.#nowMs += 10;
    return this.#nowMs;
  }
  delay(): Promise<void> {
    return Promise.resolve();
  }
}

function chatOf(send: (request: OutboundChat, signal: AbortSignal) => AsyncGenerator<ReplyChunk>): GatedChat {
  const identity = {
    profile: "p",
    preset: "openai-compatible",
    model: "m",
    origin: "http://x",
    isLoopback: false,
  };
  return { identity, limits: { contextTokens: 1000, outputTokens: 100 }, send };
}

async function collect(
  chat: GatedChat,
  controller = new AbortController(),
  onUpdate: (update: TurnUpdate) => void = () => undefined,
): Promise<{ text: string; end: TurnEnd; thought: boolean }> {
  let text = "";
  let thought = false;
  let end: TurnEnd | undefined;
  for await (const update of answerTurn(chat, prompt, "ask", new StepClock(), controller.signal)) {
    assert.equal(end, undefined, "nothing comes after the end");
    onUpdate(update);
    if (update.kind === "text") {
      text += update.text;
    } else if (update.kind === "end") {
      end = update;
    } else {
      thought = true;
    }
  }
  assert.ok(end !== undefined);
  return { text, end, thought };
}

describe("answerTurn", () => {
  it("gives the text as it comes, then how it ended", async () => {
    const usage = { promptTokens: 7, completionTokens: 2, cachedTokens: 3, isEstimated: false };
    const { text, end, thought } = await collect(
      chatOf(async function* () {
        yield { kind: "reasoning", text: "hm" };
        yield { kind: "text", text: "因" };
        yield { kind: "text", text: "为" };
        yield { kind: "usage", usage };
        yield { kind: "end", reason: "stop" };
      }),
    );
    assert.equal(text, "因为");
    assert.equal(thought, true);
    assert.equal(end.state, "complete");
    assert.deepEqual(end.usage, usage);
    assert.ok(end.firstTokenMs !== null && end.firstTokenMs > 0 && end.durationMs > end.firstTokenMs);
  });

  for (const reason of ["length", "filtered", "incomplete"] as const) {
    it(`is incomplete when the stream ends by ${reason}`, async () => {
      const { end } = await collect(
        chatOf(async function* () {
          yield { kind: "text", text: "half" };
          yield { kind: "end", reason };
        }),
      );
      assert.deepEqual([end.state, end.endReason], ["incomplete", reason]);
    });
  }

  it("is incomplete when the stream ends without a word, with an estimate of its tokens", async () => {
    const { end } = await collect(
      chatOf(async function* () {
        yield { kind: "text", text: "half of it" };
      }),
    );
    assert.equal(end.state, "incomplete");
    assert.equal(end.usage.isEstimated, true);
    assert.ok(end.usage.promptTokens > 0 && end.usage.completionTokens > 0);
  });

  it("keeps the text before an error", async () => {
    const { text, end } = await collect(
      chatOf(async function* () {
        yield { kind: "text", text: "half" };
        throw new AssistantError("streamBroken", "cut", { detail: "h" });
      }),
    );
    assert.equal(text, "half");
    assert.equal(end.state, "error");
    assert.equal(end.error?.kind, "streamBroken");
  });

  it("is stopped, not failed, when the signal aborts, and says no more", async () => {
    const controller = new AbortController();
    const { text, end } = await collect(
      chatOf(async function* (_request, signal) {
        yield { kind: "text", text: "one" };
        assert.equal(signal.aborted, true);
        yield { kind: "text", text: "two" };
      }),
      controller,
      () => controller.abort(),
    );
    assert.equal(text, "one");
    assert.equal(end.state, "stopped");
    assert.equal(end.error, undefined);
  });

  it("is stopped when the model throws because of the abort", async () => {
    const controller = new AbortController();
    const { end } = await collect(
      chatOf(async function* () {
        controller.abort();
        yield* [];
        throw new DOMException("aborted", "AbortError");
      }),
      controller,
    );
    assert.equal(end.state, "stopped");
  });

  it("sends the prompt for its feature", async () => {
    let sent: OutboundChat | undefined;
    await collect(
      chatOf(async function* (request) {
        sent = request;
        yield { kind: "end", reason: "stop" };
      }),
    );
    assert.equal(sent?.feature, "ask");
    assert.equal(sent.messages, prompt.messages);
    assert.equal(sent.restoreInto, undefined);
  });
});
