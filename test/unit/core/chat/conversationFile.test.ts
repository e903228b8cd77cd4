import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { ChatTurn, Conversation } from "../../../../src/core/chat/conversation.ts";
import {
  titleFor,
  withoutSentOnce,
  withoutTurnsFrom,
  withTurn,
  emptyConversation,
} from "../../../../src/core/chat/conversation.ts";
import { decodeConversation, encodeConversation } from "../../../../src/core/chat/conversationFile.ts";

const turn: ChatTurn = {
  id: "t1",
  feature: "ask",
  question: "为什么？",
  instruction: undefined,
  attachments: [
    {
      reference: { uri: "file:///a.ts", path: "a.ts", startLine: 1, endLine: 3, languageId: "typescript" },
      kind: "file",
      text: "let a;\r\n",
    },
  ],
  withheldPaths: [".env"],
  answer: "因为 `a` …",
  state: "complete",
  endReason: "stop",
  failure: undefined,
  backend: { kind: "model", profile: "p", model: "m", host: "h:1" },
  askedAtMs: 5,
};

const conversation: Conversation = { id: "c1", title: "t", createdAtMs: 1, updatedAtMs: 2, turns: [turn] };

describe("conversation file", () => {
  it("reads what it wrote", () => {
    assert.deepEqual(decodeConversation(encodeConversation(conversation)), conversation);
  });

  it("keeps what was allowed once without its text", () => {
    const once = { ...turn, sentOncePaths: ["a.ts"] };
    assert.equal(withoutSentOnce(turn), turn);
    const kept = withoutSentOnce(once);
    assert.deepEqual(
      kept.attachments.map(({ text }) => text),
      [""],
    );
    assert.deepEqual(withoutSentOnce({ ...once, sentOncePaths: ["b.ts"] }).attachments, turn.attachments);
    const read = decodeConversation(encodeConversation({ ...conversation, turns: [kept] }));
    assert.deepEqual(read?.turns, [kept]);
  });

  it("reads an answer that was running as one that was cut off", () => {
    const running = {
      ...conversation,
      turns: [{ ...turn, state: "running" as const, endReason: undefined }],
    };
    const read = decodeConversation(encodeConversation(running));
    assert.equal(read?.turns[0]?.state, "incomplete");
    assert.equal(read?.turns[0]?.endReason, "incomplete");
    assert.equal(read?.turns[0]?.answer, turn.answer);
  });

  it("keeps what went wrong", () => {
    const failure = { kind: "unreachable" as const, message: "m", detail: "host" };
    const failed = { ...conversation, turns: [{ ...turn, state: "error" as const, failure }] };
    assert.deepEqual(decodeConversation(encodeConversation(failed))?.turns[0]?.failure, failure);
  });

  it("keeps a failure of a kind that only a newer version knows", () => {
    const failure = { kind: "tooManyLlamas", message: "m", detail: "host" };
    const text = JSON.stringify({
      version: 1,
      ...conversation,
      turns: [{ ...turn, state: "error", failure }],
    });
    assert.deepEqual(decodeConversation(text)?.turns[0]?.failure, { ...failure, kind: "unexpected" });
  });

  it("refuses another version, broken text and missing fields", () => {
    assert.equal(decodeConversation("{"), undefined);
    assert.equal(decodeConversation("null"), undefined);
    const written = encodeConversation(conversation);
    assert.equal(decodeConversation(written.slice(0, written.length / 2)), undefined);
    assert.equal(decodeConversation(written.replace('"version": 1', '"version": 2')), undefined);
    for (const field of [
      "question",
      "answer",
      "feature",
      "state",
      "attachments",
      "withheldPaths",
      "backend",
      "askedAtMs",
    ]) {
      const broken = JSON.parse(written) as { turns: Record<string, unknown>[] };
      delete broken.turns[0]?.[field];
      assert.equal(decodeConversation(JSON.stringify(broken)), undefined, field);
    }
  });

  it("never throws, whatever the file holds", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify({ ...conversation, version: 1, turns: value });
        const read = decodeConversation(text);
        assert.ok(read === undefined || Array.isArray(value));
      }),
      { numRuns: 300 },
    );
  });
});

describe("conversation", () => {
  it("takes its title from the first question, shortened at a word", () => {
    assert.equal(titleFor("  Why?\nsecond line"), "Why?");
    const long = titleFor("How does the circuit breaker decide that it may let one request through again?");
    assert.match(long, /^How does the circuit breaker .*…$/);
    assert.ok(Array.from(long).length <= 60);
    assert.equal(Array.from(titleFor("断".repeat(90))).length, 60);
  });

  it("replaces a turn of the same id and appends others", () => {
    const first = withTurn(emptyConversation("c", 1), turn, 2);
    const second = withTurn(first, { ...turn, answer: "new" }, 3);
    assert.deepEqual(
      second.turns.map(({ answer }) => answer),
      ["new"],
    );
    assert.equal(second.title, "为什么？");
    assert.equal(second.updatedAtMs, 3);
    assert.equal(withTurn(second, { ...turn, id: "t2" }, 4).turns.length, 2);
  });

  it("drops a turn with all that followed", () => {
    const three = ["a", "b", "c"].reduce(
      (grown, id) => withTurn(grown, { ...turn, id }, 1),
      emptyConversation("c", 0),
    );
    assert.deepEqual(
      withoutTurnsFrom(three, "b").turns.map(({ id }) => id),
      ["a"],
    );
    assert.equal(withoutTurnsFrom(three, "zzz"), three);
  });
});
