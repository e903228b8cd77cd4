import assert from "node:assert/strict";
import { createBackend } from "../../../../src/adapters/models/createBackend.ts";
import type { QuirkFacts } from "../../../../src/core/backends/learnedQuirks.ts";
import { sendInfill } from "../../../../src/core/completion/infillRequest.ts";
import { EgressGate } from "../../../../src/core/egress/egressGate.ts";
import { FilePolicy } from "../../../../src/core/egress/filePolicy.ts";
import { SentRecord } from "../../../../src/core/egress/sentRecord.ts";
import type { ChatRequest } from "../../../../src/core/ports.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";
import { FakeModelServer } from "../../../fakes/fakeModelServer.ts";
import { replyWithError, replyWithText } from "../../../fakes/fakeModelServerReplies.ts";
import { documentAt } from "../../core/completion/makeHole.ts";
import { chatRequest, hear, makeDeps, makeProfile } from "./modelFixture.ts";

const endless = new AbortController().signal;
const continuing: ChatRequest = {
  ...chatRequest,
  messages: [...chatRequest.messages, { role: "assistant", content: "return a" }],
  continuesLast: true,
  thinking: "off",
  isBackground: true,
};

describe("a chat that goes on with its last message", () => {
  let server: FakeModelServer;
  before(async () => {
    server = await FakeModelServer.start();
  });
  after(() => server.stop());
  beforeEach(() => {
    server.requests.length = 0;
  });

  it("goes out with the fields of its preset", async () => {
    const profile = makeProfile({ preset: "vllm", model: "m", baseUrl: server.baseUrl });
    server.enqueue(replyWithText(" + b"));
    const { chat } = createBackend(profile, makeDeps());
    assert.equal(chat.chatInfill, "continuation");
    assert.equal((await hear(chat.streamChat(continuing, endless))).text, " + b");
    assert.equal(server.lastRequest?.path, "/v1/chat/completions");
    const { messages, continue_final_message, add_generation_prompt } = server.lastRequest?.json ?? {};
    assert.deepEqual(messages, continuing.messages);
    assert.deepEqual([continue_final_message, add_generation_prompt], [true, false]);
  });

  it("goes to DeepSeek's own path for it", async () => {
    const urls: string[] = [];
    const fetch: typeof globalThis.fetch = (input, init) => {
      const from = new URL(input instanceof Request ? input.url : String(input));
      urls.push(from.href);
      return globalThis.fetch(`${server.url}${from.pathname}`, init);
    };
    server.enqueue(replyWithText(" + b"), replyWithText("ok"));
    const { chat } = createBackend(makeProfile({ preset: "deepseek" }), makeDeps({ fetch }));
    assert.equal((await hear(chat.streamChat(continuing, endless))).text, " + b");
    const sent = server.lastRequest?.json?.["messages"];
    assert.ok(Array.isArray(sent));
    assert.deepEqual(sent.at(-1), {
      role: "assistant",
      content: "return a",
      prefix: true,
    });
    await hear(chat.streamChat(chatRequest, endless));
    assert.deepEqual(urls, [
      "https://api.deepseek.com/beta/chat/completions",
      "https://api.deepseek.com/chat/completions",
    ]);
  });

  it("is asked for once by a server that refuses it, which is remembered", async () => {
    const profile = makeProfile({ preset: "llama-server", baseUrl: server.baseUrl, fillInTheMiddle: "off" });
    const told: QuirkFacts[] = [];
    server.enqueue(replyWithError(400, "Assistant response prefill is incompatible with enable_thinking."));
    const { chat } = createBackend(profile, makeDeps({ onLearned: (facts) => void told.push(facts) }));
    assert.equal(chat.chatInfill, "continuation");
    assert.equal((await hear(chat.streamChat(continuing, endless))).error?.kind, "badRequest");
    assert.equal(server.requests.length, 1, "the same messages are not sent again");
    assert.equal(chat.chatInfill, "hole");
    assert.deepEqual(told, [{ cannotContinue: true }]);
    const later = createBackend(profile, makeDeps({ facts: told[0] }));
    assert.equal(later.chat.chatInfill, "hole");
  });

  it("is written anew as a hole in the same completion, through the gate", async () => {
    const raw = { preset: "llama-server", baseUrl: server.baseUrl, fillInTheMiddle: "off" };
    const policy = new FilePolicy({
      isTrusted: () => true,
      isFlywheelIgnored: () => Promise.resolve(false),
      isGitIgnored: () => Promise.resolve(false),
      realPath: () => Promise.resolve(undefined),
      sizeBytes: () => Promise.resolve(10),
    });
    const gate = new EgressGate({
      policy,
      consent: { isConfirmed: () => false, isShutOut: () => false, ask: () => Promise.resolve(false) },
      record: new SentRecord(),
      clock: new FakeClock(),
      random: { next: () => 0.5, uuid: () => "0" },
    });
    const backend = gate.gateBackend(createBackend(makeProfile(raw), makeDeps()));
    const input = { backend, ...documentAt("a = 1\nb = ‸\nc = 3"), snippets: [], isMultiline: false };
    const lastRoles = (): unknown[] =>
      server.requests.map(({ json }) => (json?.["messages"] as { role: string }[] | undefined)?.at(-1)?.role);
    server.enqueue(replyWithError(400, "Prefill is not supported."), replyWithText("2"), replyWithText("2"));
    assert.equal((await hear(sendInfill(input, endless).chunks)).text, "2");
    assert.deepEqual(lastRoles(), ["assistant", "user"]);
    assert.equal((await hear(sendInfill(input, endless).chunks)).text, "2");
    assert.deepEqual(lastRoles(), ["assistant", "user", "user"], "it is tried once");
  });

  it("an outage teaches nothing", async () => {
    const profile = makeProfile({ preset: "llama-server", baseUrl: server.baseUrl });
    server.enqueue(replyWithError(500, "boom"));
    const { chat } = createBackend(profile, makeDeps());
    await hear(chat.streamChat(continuing, endless));
    assert.equal(chat.chatInfill, "continuation");
  });
});
