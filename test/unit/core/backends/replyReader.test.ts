import assert from "node:assert/strict";
import {
  ReplyFaultError,
  ReplyProblem,
  ReplyReader,
  type ReplyReaderOptions,
} from "../../../../src/core/backends/replyReader.ts";
import type { ReplyChunk } from "../../../../src/core/ports.ts";
import { chatChunk, sseEvent } from "../../../fakes/fakeModelServerReplies.ts";

function reader(more: Partial<ReplyReaderOptions> = {}): ReplyReader {
  return new ReplyReader({ stops: [], promptText: () => "a prompt", maxChars: 1_000, ...more });
}

const say = (content: string, finish: string | null = null): string =>
  sseEvent(chatChunk({ content }, finish));
const done = sseEvent("[DONE]");
const text = (value: string): ReplyChunk => ({ kind: "text", text: value });
const reasoning = (value: string): ReplyChunk => ({ kind: "reasoning", text: value });

/** Everything that a whole body says. */
function readAll(body: string, more: Partial<ReplyReaderOptions> = {}): ReplyChunk[] {
  const all = reader(more);
  return [...all.push(body), ...all.endBody(), ...all.end()];
}

function endOf(chunks: readonly ReplyChunk[]): string | undefined {
  const last = chunks.at(-1);
  return last?.kind === "end" ? last.reason : undefined;
}

const isFault = (fault: string) => (error: unknown) =>
  error instanceof ReplyFaultError &&
  error.name === "ReplyFaultError" &&
  error.fault === fault &&
  error.message === fault;

describe("ReplyReader: what a reply says", () => {
  it("gives text as it comes and joins what comes at once", () => {
    const all = reader();
    assert.deepEqual(all.push(say("a")), [text("a")]);
    assert.deepEqual(all.push(say("b") + say("c")), [text("bc")]);
    assert.deepEqual(all.push(say("")), []);
    assert.equal(all.outputEventCount, 3);
    assert.equal(all.hasFinished, false);
    assert.equal(all.isDone, false);
    assert.deepEqual(all.push(say("", "stop")), []);
    assert.deepEqual([all.hasFinished, all.isDone], [true, false]);
    assert.deepEqual(all.push(done), []);
    assert.deepEqual([all.isDone, all.isCut, all.outputEventCount], [true, false, 3]);
    assert.deepEqual(all.push(say("late")), []);
    assert.deepEqual(all.endBody(), []);
  });

  it("keeps reasoning and text apart, in their order", () => {
    const thought = sseEvent(chatChunk({ reasoning_content: "r" }));
    const body = thought + thought + say("<think>s</think>a") + say("b", "stop");
    const chunks = readAll(body);
    assert.deepEqual(chunks.slice(0, 2), [reasoning("rrs"), text("ab")]);
    const all = reader();
    all.push(thought);
    all.push(say("x"));
    assert.equal(all.outputEventCount, 2);
  });

  it("gives at the end what it held back", () => {
    assert.deepEqual(readAll(say("<thi", "stop"))[0], text("<thi"));
    const all = reader({ stops: ["STOP"] });
    assert.deepEqual(all.push(say("a ST", "stop")), [text("a ")]);
    assert.deepEqual(all.endBody(), []);
    assert.deepEqual(all.end()[0], text("ST"));
    const held = reader();
    held.push(say("<think>x</th", "stop"));
    assert.deepEqual(held.end()[0], reasoning("</th"));
  });

  it("reads the last event of a body that ends without a line end", () => {
    const all = reader();
    assert.deepEqual(all.push(say("a", "stop").trimEnd()), []);
    assert.deepEqual(all.endBody(), [text("a")]);
    assert.equal(endOf(all.end()), "stop");
  });
});

describe("ReplyReader: how a reply ends", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["a stop", say("a", "stop") + done, "stop"],
    ["a stop without the mark", say("a", "stop"), "stop"],
    ["the mark alone", say("a") + done, "stop"],
    ["the mark and not a word", done, "incomplete"],
    ["the mark after reasoning only", sseEvent(chatChunk({ reasoning_content: "r" })) + done, "incomplete"],
    ["neither", say("a"), "incomplete"],
    ["the length", say("a", "length") + done, "length"],
    ["a filter", say("a", "content_filter"), "filtered"],
    ["a later reason", say("a", "stop") + say("", "length"), "length"],
    ["a reason and an event without one", say("a", "length") + say(""), "length"],
  ];
  for (const [name, body, expected] of cases) {
    it(`by ${name}`, () => assert.equal(endOf(readAll(body)), expected));
  }

  it("at a stop text, whatever the server goes on to say", () => {
    const all = reader({ stops: ["\n\n"] });
    assert.deepEqual(all.push(say("a\n\nb") + say("c", "length")), [text("a")]);
    assert.deepEqual([all.isCut, all.isDone, all.hasFinished], [true, true, false]);
    assert.deepEqual(all.push(say("d")), []);
    assert.equal(endOf(all.end()), "stop");
  });

  it("at the longest reply", () => {
    const all = reader({ maxChars: 5 });
    assert.deepEqual(all.push(say("abc")), [text("abc")]);
    assert.deepEqual(all.push(say("de")), [text("de")]);
    assert.equal(all.isCut, false);
    assert.deepEqual(all.push(say("fg") + say("h", "stop")), []);
    assert.deepEqual([all.isCut, all.isDone], [true, true]);
    assert.equal(endOf(all.end()), "length");
    const over = reader({ maxChars: 5 });
    assert.deepEqual(over.push(say("abcdefg")), [text("abcde")]);
    assert.equal(endOf(over.end()), "length");
    const thoughts = reader({ maxChars: 5 });
    thoughts.push(sseEvent(chatChunk({ reasoning_content: "much thought" })) + say("abc", "stop"));
    assert.equal(thoughts.isCut, false, "reasoning is no part of the reply");
  });
});

describe("ReplyReader: usage", () => {
  const usageOf = (chunks: readonly ReplyChunk[]) => chunks.find((chunk) => chunk.kind === "usage")?.usage;

  it("is the server's, where it sends one", () => {
    const usage = { prompt_tokens: 9, completion_tokens: 4 };
    const body = sseEvent(chatChunk({ content: "a" }, null, { usage })) + say("b", "stop");
    assert.deepEqual(usageOf(readAll(body)), {
      promptTokens: 9,
      completionTokens: 4,
      cachedTokens: undefined,
      isEstimated: false,
    });
  });

  it("is estimated, thoughts included, where it sends none", () => {
    const thought = sseEvent(chatChunk({ reasoning_content: "abcdefgh" }));
    const usage = usageOf(readAll(thought + say("abcde", "stop"), { promptText: () => "x ".repeat(100) }));
    assert.equal(usage?.isEstimated, true);
    assert.equal(usage?.completionTokens, 4);
    assert.ok((usage?.promptTokens ?? 0) > 20, String(usage?.promptTokens));
  });
});

describe("ReplyReader: what cannot be used", () => {
  it("gives what came before a failure, then the failure, and nothing after it", () => {
    const all = reader();
    const body = say("a") + sseEvent({ error: { message: "out of memory" } }) + say("b");
    assert.deepEqual(all.push(body), [text("a")]);
    const { failure } = all;
    assert.ok(failure instanceof ReplyProblem);
    assert.equal(failure.name, "ReplyProblem");
    assert.equal(failure.problem.serverText, "out of memory");
    assert.equal(failure.message, failure.problem.kind);
    assert.deepEqual(all.push(say("c")), []);
    assert.deepEqual(all.endBody(), []);
    assert.throws(() => all.end(), failure);
  });

  it("calls an empty body empty, and one of nothing but null", () => {
    assert.throws(() => readAll(""), isFault("empty"));
    assert.throws(() => readAll(sseEvent("null")), isFault("empty"));
    assert.throws(() => readAll(": ping\n\n"), isFault("empty"));
    assert.equal(endOf(readAll(sseEvent(chatChunk({})))), "incomplete");
  });

  it("fails at broken data, unless the reply had ended", () => {
    const all = reader();
    assert.deepEqual(all.push(`${say("a")}data: {"x":\n\n${say("b")}`), [text("a")]);
    assert.throws(() => all.end(), isFault("malformed"));
    assert.equal(endOf(readAll(`${say("a", "stop")}data: {"x":\n\n`)), "stop");
  });

  it("fails when the server gave up", () => {
    const all = reader();
    assert.deepEqual(all.push(say("a", "error")), [text("a")]);
    assert.throws(() => all.end(), isFault("gaveUp"));
  });

  it("fails at a page, and not at a page behind the end", () => {
    const page = reader();
    page.push("<html>");
    assert.deepEqual(page.endBody(), []);
    assert.equal(page.failure?.name, "BodyProblem");
    assert.throws(() => page.end(), { name: "BodyProblem" });
    const late = reader();
    late.push(say("a", "stop"));
    assert.deepEqual(late.push("x".repeat(8_000_001)), []);
    assert.equal(late.failure, undefined);
    assert.equal(endOf(late.end()), "stop");
    const early = reader();
    early.push(say("a"));
    early.push("x".repeat(8_000_001));
    assert.equal(early.failure?.name, "BodyProblem");
  });
});
