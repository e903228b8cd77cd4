import assert from "node:assert/strict";
import { AssistantError } from "../../../../src/core/errors.ts";
import type { ReplyChunk } from "../../../../src/core/ports.ts";
import { cleanChunk, ReplyStream, textChunk } from "../../../../src/core/egress/replyStream.ts";

/** Every way to cut a text in two. */
function halves(text: string): readonly (readonly [string, string])[] {
  return Array.from({ length: text.length + 1 }, (_, at) => [text.slice(0, at), text.slice(at)] as const);
}

const refused = (error: unknown): boolean =>
  error instanceof AssistantError &&
  error.kind === "badReply" &&
  error.message.includes("control characters");

describe("ReplyStream", () => {
  it("gives text as it comes, whole characters only", () => {
    const reply = new ReplyStream(undefined, false);
    assert.equal(reply.push("a"), "a");
    assert.equal(reply.push(""), "");
    assert.equal(reply.push("b\ud83d"), "b");
    assert.equal(reply.push("\ude00c"), "😀c");
    assert.equal(reply.finish(), "");
    for (const edge of ["\u{10000}", "\u{10ffff}", "飞", "\ue000", "\ud7ff"]) {
      for (const [first, second] of halves(`x${edge}y`)) {
        const stream = new ReplyStream(undefined, false);
        assert.equal(stream.push(first) + stream.push(second) + stream.finish(), `x${edge}y`);
      }
    }
    const whole = new ReplyStream(undefined, false);
    assert.equal(whole.push("\ud7ff"), "\ud7ff", "only the first half of a pair is held");
    assert.equal(whole.push("\ue000"), "\ue000");
  });

  it("gives at the end the half that nothing followed, once", () => {
    for (const half of ["\ud800", "\udbff"]) {
      const reply = new ReplyStream(undefined, false);
      assert.equal(reply.push(`a${half}`), "a");
      assert.equal(reply.finish(), half);
      assert.equal(reply.finish(), "");
      assert.equal(reply.push("b"), "b");
    }
  });

  it("makes a smuggled character visible, also when its halves come apart", () => {
    for (const [first, second] of halves("a\u{e0041}b")) {
      const reply = new ReplyStream(undefined, false);
      assert.equal(reply.push(first) + reply.push(second) + reply.finish(), "a⟦U+E0041⟧b");
    }
  });

  it("refuses what would go into a file unseen, also when its halves come apart", () => {
    for (const [first, second] of halves("a\u{e0041}b")) {
      const reply = new ReplyStream(undefined, true);
      assert.throws(() => reply.push(first) + reply.push(second), refused);
    }
    assert.throws(() => new ReplyStream(undefined, true).push("\u001b[2J"), refused);
    assert.equal(new ReplyStream(undefined, true).push("fine 😀"), "fine 😀");
  });
});

describe("cleanChunk", () => {
  const clean = (chunk: ReplyChunk, reply = new ReplyStream(undefined, false)): ReplyChunk[] => [
    ...cleanChunk(chunk, reply),
  ];

  it("passes text through the stream and says nothing of nothing", () => {
    assert.deepEqual(clean({ kind: "text", text: "a\u001b" }), [{ kind: "text", text: "a␛" }]);
    assert.deepEqual(clean({ kind: "text", text: "" }), []);
    assert.deepEqual(clean({ kind: "text", text: "\ud83d" }), []);
    assert.deepEqual([...textChunk("")], []);
    assert.deepEqual([...textChunk("x")], [{ kind: "text", text: "x" }]);
  });

  it("gives what was held before the end, and before nothing else", () => {
    const reply = new ReplyStream(undefined, false);
    clean({ kind: "text", text: "\ud83d" }, reply);
    const usage = { promptTokens: 1, completionTokens: 1, isEstimated: true };
    assert.deepEqual(clean({ kind: "usage", usage }, reply), [{ kind: "usage", usage }]);
    assert.deepEqual(clean({ kind: "reasoning", text: "b\u202e" }, reply), [
      { kind: "reasoning", text: "b⟦U+202E⟧" },
    ]);
    assert.deepEqual(clean({ kind: "end", reason: "stop" }, reply), [
      { kind: "text", text: "\ud83d" },
      { kind: "end", reason: "stop" },
    ]);
    assert.deepEqual(clean({ kind: "end", reason: "length" }), [{ kind: "end", reason: "length" }]);
  });
});
