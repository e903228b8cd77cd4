import assert from "node:assert/strict";
import { AssistantError } from "../../../../src/core/errors.ts";
import { EgressGate } from "../../../../src/core/egress/egressGate.ts";
import { FilePolicy, type PolicyFacts } from "../../../../src/core/egress/filePolicy.ts";
import { OnceAllowance, withAllowance } from "../../../../src/core/egress/onceAllowance.ts";
import type { OutboundChat, OutboundFillIn, OutboundPart } from "../../../../src/core/egress/outbound.ts";
import { SentRecord } from "../../../../src/core/egress/sentRecord.ts";
import type { BackendIdentity, Feature, ReplyChunk } from "../../../../src/core/ports.ts";
import {
  FakeChatModel,
  FakeFillInModel,
  inPieces,
  loopbackIdentity,
  remoteIdentity,
  type FakeReply,
} from "../../../fakes/fakeChatModel.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";
import { seeded } from "./secretSamples.ts";

interface Setting {
  readonly confirmed?: readonly string[];
  readonly shutOut?: readonly string[];
  readonly answer?: boolean | (() => Promise<boolean>);
  readonly facts?: Partial<PolicyFacts>;
  readonly identity?: BackendIdentity;
  readonly reply?: FakeReply;
}

function setUp({
  confirmed = [remoteIdentity.origin],
  shutOut = [],
  answer = false,
  facts = {},
  identity,
  reply,
}: Setting = {}) {
  const asked: { origin: string; feature: Feature }[] = [];
  const record = new SentRecord();
  const random = seeded(5);
  const gate = new EgressGate({
    policy: new FilePolicy({
      isTrusted: () => true,
      isFlywheelIgnored: (path) => Promise.resolve(path.includes("private")),
      isGitIgnored: (path) => Promise.resolve(path.includes("build")),
      realPath: () => Promise.resolve(undefined),
      sizeBytes: () => Promise.resolve(10),
      ...facts,
    }),
    consent: {
      isConfirmed: (origin) => confirmed.includes(origin),
      isShutOut: (origin) => shutOut.includes(origin),
      ask: async (backend, feature) => {
        asked.push({ origin: backend.origin, feature });
        return typeof answer === "boolean" ? answer : answer();
      },
    },
    record,
    clock: new FakeClock(1_000),
    random: { next: random, uuid: () => "0" },
  });
  const answerWith = reply ?? (() => inPieces("fine"));
  const chat = new FakeChatModel(answerWith, identity);
  const fillIn = new FakeFillInModel(answerWith, identity);
  return { gate, record, asked, chat, fillIn, gated: gate.gateBackend({ chat, fillIn }) };
}

function part(text: string, path?: string, isGathered?: boolean): OutboundPart {
  const source = path === undefined ? undefined : { path, startLine: 3, endLine: 9 };
  return { text, source, isGathered };
}

function ask(parts: readonly OutboundPart[], more: Partial<OutboundChat> = {}): OutboundChat {
  return {
    feature: "ask",
    messages: [
      { role: "system", parts: [{ text: "Be brief." }] },
      { role: "user", parts },
    ],
    maxOutputTokens: 100,
    temperature: 0,
    stop: [],
    thinking: "auto",
    ...more,
  };
}

function fill(more: Partial<OutboundFillIn> = {}): OutboundFillIn {
  return {
    feature: "completion",
    languageId: "python",
    prefix: part("x = 1\n", "src/a.py"),
    suffix: part("\ny = 2", "src/a.py"),
    path: "src/a.py",
    snippets: [],
    maxOutputTokens: 50,
    stop: ["\n\n"],
    ...more,
  };
}

async function collect(stream: AsyncIterable<ReplyChunk>): Promise<{ text: string; chunks: ReplyChunk[] }> {
  const chunks: ReplyChunk[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return { text: chunks.map((chunk) => (chunk.kind === "text" ? chunk.text : "")).join(""), chunks };
}

const never = new AbortController().signal;
const isError = (kind: string, detail: string) => (error: unknown) =>
  error instanceof AssistantError && error.kind === kind && error.detail === detail;
const secret = "Zx9!kQ27mm";
const secretLine = `password = "${secret}"\n`;

describe("EgressGate: who may receive", () => {
  it("sends nothing to a host that is not confirmed, and asks for a chat only", async () => {
    const { gated, chat, fillIn, asked } = setUp({ confirmed: [] });
    await assert.rejects(
      collect(gated.chat.send(ask([part("x")]), never)),
      isError("hostNotConfirmed", "api.example.com"),
    );
    assert.deepEqual(asked, [{ origin: remoteIdentity.origin, feature: "ask" }]);
    assert.ok(gated.fillIn);
    await assert.rejects(
      collect(gated.fillIn.send(fill(), never)),
      isError("hostNotConfirmed", "api.example.com"),
    );
    const completion = ask([part("x", "a.py")], { feature: "completion" });
    await assert.rejects(
      collect(gated.chat.send(completion, never)),
      isError("hostNotConfirmed", "api.example.com"),
    );
    assert.equal(asked.length, 1);
    assert.equal(chat.requests.length + fillIn.requests.length, 0);
  });

  it("sends once the user has said yes", async () => {
    const { gated, chat } = setUp({ confirmed: [], answer: true });
    assert.equal((await collect(gated.chat.send(ask([part("x")]), never))).text, "fine");
    assert.equal(chat.requests.length, 1);
  });

  it("asks nobody about this machine, but believes it only when the address agrees", async () => {
    const here = setUp({ confirmed: [], identity: loopbackIdentity });
    await collect(here.gated.chat.send(ask([part("x")]), never));
    assert.equal(here.asked.length, 0);
    const liar = setUp({ confirmed: [], identity: { ...remoteIdentity, isLoopback: true } });
    await assert.rejects(
      collect(liar.gated.chat.send(ask([part("x")]), never)),
      isError("hostNotConfirmed", "api.example.com"),
    );
  });

  it("sends nothing from an untrusted workspace, not even to this machine", async () => {
    const { gated, chat } = setUp({ facts: { isTrusted: () => false }, identity: loopbackIdentity });
    await assert.rejects(
      collect(gated.chat.send(ask([part("x")]), never)),
      isError("untrustedWorkspace", ""),
    );
    assert.equal(chat.requests.length, 0);
  });

  it("lets a probe pass unasked, as long as it carries no file", async () => {
    const { gated, asked } = setUp({ confirmed: [], facts: { isTrusted: () => false } });
    assert.equal(
      (await collect(gated.chat.send(ask([part("hi")], { feature: "probe" }), never))).text,
      "fine",
    );
    const probe = fill({ feature: "probe", prefix: { text: "a" }, suffix: { text: "b" }, path: "probe.py" });
    assert.ok(gated.fillIn);
    assert.equal((await collect(gated.fillIn.send(probe, never))).text, "fine");
    await assert.rejects(
      collect(gated.chat.send(ask([part("x", "a.py")], { feature: "probe" }), never)),
      isError("unexpected", ""),
    );
    assert.equal(asked.length, 0);
  });

  it("refuses a host that the settings leave out, confirmed or not, and asks nobody", async () => {
    const { gated, chat, fillIn, asked } = setUp({ shutOut: [remoteIdentity.origin], answer: true });
    const refused = isError("hostNotAllowed", "api.example.com");
    await assert.rejects(collect(gated.chat.send(ask([part("x")]), never)), refused);
    assert.ok(gated.fillIn);
    await assert.rejects(collect(gated.fillIn.send(fill(), never)), refused);
    assert.equal(asked.length + chat.requests.length + fillIn.requests.length, 0);
    const here = setUp({ shutOut: [loopbackIdentity.origin], identity: loopbackIdentity });
    assert.equal((await collect(here.gated.chat.send(ask([part("x")]), never))).text, "fine");
  });

  it("ends silently when it is cancelled, while asking too", async () => {
    const gone = new AbortController();
    gone.abort();
    const { gated, chat, record } = setUp();
    assert.deepEqual((await collect(gated.chat.send(ask([part("x")]), gone.signal))).chunks, []);
    const later = new AbortController();
    const waiting = setUp({
      confirmed: [],
      answer: () => {
        later.abort();
        return Promise.resolve(false);
      },
    });
    assert.deepEqual((await collect(waiting.gated.chat.send(ask([part("x")]), later.signal))).chunks, []);
    assert.equal(chat.requests.length + waiting.chat.requests.length, 0);
    assert.equal(record.list().length, 0);
  });
});

describe("EgressGate: which files", () => {
  it("refuses a request with a file that the user chose and that may not go", async () => {
    const { gated, chat } = setUp();
    for (const path of [".env", "private/a.py", "C:\\work\\.env"]) {
      await assert.rejects(
        collect(gated.chat.send(ask([part("x", path)]), never)),
        isError("fileWithheld", path),
      );
    }
    assert.equal(chat.requests.length, 0);
  });

  it("sends a withheld file once, when the user allowed that, and says so", async () => {
    const { gated, chat, record } = setUp();
    const files = [
      { path: "conf\\application.yml", rule: "application*.yml" },
      { path: "private/a.py", rule: ".flywheelignore" },
    ];
    const allowance = new OnceAllowance(files);
    const parts = [
      part("one", "conf/application.yml"),
      part("two", "conf/application.yml"),
      part("three", "private/a.py"),
      part("four", "private/a.py", true),
      part("five", ".env", true),
    ];
    await collect(gated.chat.send(ask(parts, { allowance }), never));
    assert.equal(chat.requests[0]?.messages[1]?.content, "onetwothree");
    assert.deepEqual(record.list()[0]?.allowedOnce, files);
    assert.deepEqual(
      record.list()[0]?.withheld.map(({ path }) => path),
      ["private/a.py", ".env"],
      "what was only gathered is not what the user allowed",
    );
    await assert.rejects(
      collect(gated.chat.send(ask(parts, { allowance }), never)),
      isError("fileWithheld", "conf/application.yml"),
    );
    assert.equal(chat.requests.length, 1);
    await collect(gated.chat.send(ask([part("x", "a.py")]), never));
    assert.deepEqual(record.list()[0]?.allowedOnce, []);
  });

  it("still redacts a file that was allowed once", async () => {
    const { gated, chat } = setUp();
    const chatOnce = withAllowance(gated.chat, new OnceAllowance([{ path: ".env", rule: ".env" }]));
    await collect(chatOnce.send(ask([part(secretLine, ".env")]), never));
    assert.ok(!JSON.stringify(chat.requests).includes(secret));
    assert.equal(withAllowance(gated.chat, undefined), gated.chat);
    assert.deepEqual([chatOnce.identity, chatOnce.limits], [gated.chat.identity, gated.chat.limits]);
  });

  it("never sends a key, a certificate or another file than the allowed one", async () => {
    const { gated, chat } = setUp();
    for (const path of ["a.pem", "id_rsa", "x/.ssh/config", "server.key", ".aws/credentials", "store.JKS"]) {
      const allowance = new OnceAllowance([{ path, rule: "x" }]);
      await assert.rejects(
        collect(gated.chat.send(ask([part("x", path)], { allowance }), never)),
        isError("fileWithheld", path),
      );
    }
    const other = new OnceAllowance([{ path: "a/.env", rule: ".env" }]);
    await assert.rejects(
      collect(gated.chat.send(ask([part("x", ".env")], { allowance: other }), never)),
      isError("fileWithheld", ".env"),
    );
    const binary = new OnceAllowance([{ path: "a.py", rule: "binary" }]);
    await assert.rejects(
      collect(gated.chat.send(ask([part("x\0", "a.py")], { allowance: binary }), never)),
      isError("fileWithheld", "a.py"),
    );
    assert.equal(chat.requests.length, 0);
  });

  it("leaves out what was gathered, and records it", async () => {
    const { gated, chat, record } = setUp();
    const parts = [
      part("one", ".env", true),
      part("two", "build/a.py", true),
      part("three", "a.py", true),
      part("four", "build/a.py"),
    ];
    await collect(gated.chat.send(ask(parts), never));
    assert.equal(chat.requests[0]?.messages[1]?.content, "threefour");
    assert.deepEqual(record.list()[0]?.withheld, [
      { path: ".env", reason: "denyList" },
      { path: "build/a.py", reason: "gitIgnored" },
    ]);
  });

  it("judges the edited file by its path, even where the parts name none", async () => {
    const { gated, fillIn } = setUp();
    assert.ok(gated.fillIn);
    const nameless = fill({ path: ".env", prefix: { text: "A=" }, suffix: { text: "" } });
    await assert.rejects(collect(gated.fillIn.send(nameless, never)), isError("fileWithheld", ".env"));
    await collect(
      gated.fillIn.send(
        fill({ path: "build/a.py", prefix: part("x", "build/a.py"), suffix: part("", "build/a.py") }),
        never,
      ),
    );
    assert.equal(fillIn.requests.length, 1);
  });

  it("drops snippets that may not go and keeps the order of the others", async () => {
    const { gated, fillIn, record } = setUp();
    assert.ok(gated.fillIn);
    const snippets = [
      part("s0", "lib/x.py"),
      part("s1", "private/y.py"),
      part("s2", "build/z.py"),
      part("s3", "/home/me/q.py"),
    ];
    await collect(gated.fillIn.send(fill({ snippets }), never));
    assert.deepEqual(fillIn.requests[0]?.snippets, [
      { path: "lib/x.py", text: "s0" },
      { path: "q.py", text: "s3" },
    ]);
    assert.deepEqual(
      record.list()[0]?.withheld.map(({ path }) => path),
      ["private/y.py", "build/z.py"],
    );
    assert.deepEqual(fillIn.requests[0]?.stop, ["\n\n"]);
  });

  it("withholds a binary part beside a text part of the same name", async () => {
    const { gated } = setUp();
    await assert.rejects(
      collect(gated.chat.send(ask([part("ok", "a.dat"), part("a\0b", "a.dat")]), never)),
      isError("fileWithheld", "a.dat"),
    );
  });
});

describe("EgressGate: secrets", () => {
  it("sends no secret, in any part, and leaves placeholders in a chat's answer", async () => {
    const { gated, chat, record } = setUp({ reply: (sent) => inPieces(sent) });
    const { text } = await collect(
      gated.chat.send(
        ask([part(secretLine, "a.py"), part(`why does ${secret} fail?`)], { stop: [secretLine] }),
        never,
      ),
    );
    const sent = JSON.stringify(chat.requests);
    assert.ok(!sent.includes(secret) && !text.includes(secret));
    assert.match(text, /FLYWHEEL_SECRET_[A-Z]{3}1_PASSWORD/);
    assert.ok(!JSON.stringify(record.list()).includes(secret));
    assert.deepEqual(record.list()[0]?.redactedCounts, { PASSWORD: 3 });
  });

  it("restores into the one file that the reply is for, split anywhere", async () => {
    for (const pieceChars of [1, 2, 5, 17, 400]) {
      const { gated } = setUp({ reply: (sent) => inPieces(sent, pieceChars) });
      const own = await collect(
        gated.chat.send(ask([part(secretLine, "src/a.py")], { restoreInto: "src/a.py" }), never),
      );
      assert.ok(own.text.endsWith(secretLine));
      const other = await collect(
        gated.chat.send(ask([part(secretLine, "src/a.py")], { restoreInto: "src/b.py" }), never),
      );
      assert.ok(!other.text.includes(secret));
    }
  });

  it("restores a fill-in into its own file, and no other file's secret", async () => {
    const { gated, fillIn } = setUp({ reply: (prefix) => inPieces(prefix, 4) });
    assert.ok(gated.fillIn);
    const own = await collect(gated.fillIn.send(fill({ prefix: part(secretLine, "src/a.py") }), never));
    assert.equal(own.text, secretLine);
    assert.ok(!JSON.stringify(fillIn.requests).includes(secret));
    const placeholder = /FLYWHEEL_SECRET_\w+/.exec(fillIn.requests[0]?.prefix ?? "")?.[0] ?? "";
    const thief = fill({
      prefix: part(`# ${placeholder}`, "src/thief.py"),
      suffix: part("", "src/thief.py"),
      path: "src/thief.py",
    });
    const stolen = await collect(gated.fillIn.send(thief, never));
    assert.equal(stolen.text, `# ${placeholder}`);
  });

  it("redacts what a snippet holds and keeps it out of the edited file", async () => {
    const { gated, fillIn } = setUp({ reply: () => inPieces("pass") });
    assert.ok(gated.fillIn);
    await collect(gated.fillIn.send(fill({ snippets: [part(secretLine, "lib/db.py")] }), never));
    const placeholder = /FLYWHEEL_SECRET_\w+/.exec(fillIn.requests[0]?.snippets[0]?.text ?? "")?.[0] ?? "";
    assert.notEqual(placeholder, "");
    const echo = setUp({ reply: () => inPieces(placeholder) });
    assert.ok(echo.gated.fillIn);
    assert.equal((await collect(echo.gated.fillIn.send(fill(), never))).text, placeholder);
  });

  it("restores on request, for text that is about to be written", async () => {
    const { gate, gated } = setUp({ reply: (sent) => inPieces(sent) });
    const { text } = await collect(gated.chat.send(ask([part(secretLine, "src/a.py")]), never));
    assert.ok(gate.restoreInto("src\\a.py", text).text.includes(secret));
    assert.deepEqual(gate.restoreInto("src/b.py", text), { text, left: 1 });
  });

  it("redacts a secret that is divided by the cursor", async () => {
    const { gated, fillIn } = setUp();
    assert.ok(gated.fillIn);
    await collect(
      gated.fillIn.send(
        fill({
          prefix: part(`password = "${secret.slice(0, 6)}`, "src/a.py"),
          suffix: part(`${secret.slice(6)}"\n`, "src/a.py"),
        }),
        never,
      ),
    );
    const sent = fillIn.requests[0];
    assert.ok(!sent?.prefix.includes(secret.slice(0, 6)));
    assert.ok(!sent?.suffix.includes(secret.slice(6)));
  });
});

describe("EgressGate: a hole in a chat", () => {
  it("redacts a secret that is divided between two parts of one file, in either order", async () => {
    const before: OutboundPart = {
      text: `x = 1\npassword = "${secret.slice(0, 6)}`,
      source: { path: "src/a.py", startLine: 1, endLine: 2 },
    };
    const after: OutboundPart = {
      text: `${secret.slice(6)}"\n`,
      source: { path: "src/a.py", startLine: 2, endLine: 3 },
    };
    for (const parts of [
      [before, part("<cursor/>"), after],
      [after, part("<cursor/>"), before],
    ]) {
      const { gated, chat } = setUp({ reply: (sent) => inPieces(sent) });
      const request = ask(parts, { feature: "completion", restoreInto: "src/a.py" });
      const { text } = await collect(gated.chat.send(request, never));
      const sent = JSON.stringify(chat.requests);
      assert.ok(!sent.includes(secret.slice(0, 6)) && !sent.includes(secret.slice(6)));
      assert.ok(text.includes(before.text) && text.includes(after.text));
    }
  });
});

describe("EgressGate: replies", () => {
  it("makes unseen controls visible in a chat, reasoning included", async () => {
    const { gated } = setUp({
      reply: () => [
        { kind: "reasoning", text: "\u001b[31m" },
        { kind: "text", text: "a\u202eb\u001b]0;x\u0007" },
        { kind: "text", text: "\ud83d" },
        { kind: "text", text: "\ude00" },
        { kind: "end", reason: "stop" },
      ],
    });
    const { text, chunks } = await collect(gated.chat.send(ask([part("x")]), never));
    assert.equal(text, "a⟦U+202E⟧b␛]0;x␇😀");
    assert.deepEqual(chunks[0], { kind: "reasoning", text: "␛[31m" });
  });

  it("drops a completion that holds them", async () => {
    for (const bad of ["a\u202eb", "a\0b", "\u001b[2J"]) {
      const { gated, record } = setUp({ reply: () => inPieces(`ok ${bad}`, 1) });
      assert.ok(gated.fillIn);
      await assert.rejects(collect(gated.fillIn.send(fill(), never)), isError("badReply", ""));
      await assert.rejects(
        collect(gated.chat.send(ask([part("x")], { feature: "completion" }), never)),
        isError("badReply", ""),
      );
      assert.equal(record.list()[0]?.errorKind, "badReply");
    }
  });

  it("lets a text end in half a placeholder or half a character", async () => {
    const { gated } = setUp({ reply: () => [{ kind: "text", text: "FLYWHEEL_SE" }] });
    const { text } = await collect(gated.chat.send(ask([part("x")], { restoreInto: "a.py" }), never));
    assert.equal(text, "FLYWHEEL_SE");
  });
});

describe("EgressGate: record", () => {
  it("keeps what left, with usage and outcome", async () => {
    const usage = { promptTokens: 7, completionTokens: 2, isEstimated: false };
    const { gated, record } = setUp({
      reply: () => [
        { kind: "text", text: "a" },
        { kind: "usage", usage },
        { kind: "end", reason: "length" },
      ],
    });
    await collect(gated.chat.send(ask([part("code", "src/a.py"), part(" and why")]), never));
    const [entry] = record.list();
    assert.equal(entry?.text, "[system]\nBe brief.\n\n[user]\ncode and why");
    assert.deepEqual(entry?.sources, [{ path: "src/a.py", startLine: 3, endLine: 9 }]);
    assert.deepEqual(
      [entry?.timeMs, entry?.feature, entry?.outcome, entry?.usage],
      [1_000, "ask", "ok", usage],
    );
    assert.ok((entry?.estimatedTokens ?? 0) > 5);
  });

  it("records a fill-in with its snippets", async () => {
    const { gated, record } = setUp();
    assert.ok(gated.fillIn);
    await collect(gated.fillIn.send(fill({ snippets: [part("s", "b.py")] }), never));
    assert.deepEqual(
      record.list()[0]?.sources.map(({ path }) => path),
      ["src/a.py", "src/a.py", "b.py"],
    );
    assert.equal(record.list()[0]?.text, "[b.py]\ns\n\n[prefix src/a.py]\nx = 1\n\n\n[suffix]\n\ny = 2");
  });

  it("tells how each request ended", async () => {
    const outcomes: readonly (readonly [readonly (ReplyChunk | Error)[], string])[] = [
      [[{ kind: "end", reason: "stop" }], "ok"],
      [[{ kind: "end", reason: "filtered" }], "filtered"],
      [[{ kind: "end", reason: "incomplete" }], "incomplete"],
      [[{ kind: "text", text: "a" }], "incomplete"],
      [[new AssistantError("timeout", "late")], "failed"],
      [[new DOMException("stop", "AbortError")], "cancelled"],
    ];
    for (const [reply, outcome] of outcomes) {
      const { gated, record } = setUp({ reply: () => reply });
      await collect(gated.chat.send(ask([part("x")]), never)).catch(() => undefined);
      assert.equal(record.list()[0]?.outcome, outcome);
    }
  });

  it("counts a reader that stops reading as cancelled", async () => {
    const { gated, record } = setUp();
    for await (const chunk of gated.chat.send(ask([part("x")]), never)) {
      assert.equal(chunk.kind, "text");
      break;
    }
    assert.equal(record.list()[0]?.outcome, "cancelled");
  });

  it("gives a chat-only backend no fill-in", () => {
    const { gate, chat } = setUp();
    assert.equal(gate.gateBackend({ chat }).fillIn, undefined);
  });
});

describe("EgressGate and the form of infill", () => {
  it("tells the model's form as it is now", () => {
    const { gated, chat } = setUp();
    assert.equal(gated.chat.chatInfill, undefined);
    chat.chatInfill = "continuation";
    assert.equal(gated.chat.chatInfill, "continuation");
    chat.chatInfill = "hole";
    assert.equal(gated.chat.chatInfill, "hole");
  });

  it("passes on that the last message is to be continued, and only then", async () => {
    const { gated, chat } = setUp();
    await collect(gated.chat.send(ask([part("a", "src/a.py")], { continuesLast: true }), never));
    await collect(gated.chat.send(ask([part("a", "src/a.py")]), never));
    assert.equal(chat.requests[0]?.continuesLast, true);
    assert.ok(chat.requests[1] !== undefined && !("continuesLast" in chat.requests[1]));
  });

  it("redacts a secret that the cursor cuts, between a message of the user and one of the assistant", async () => {
    const { gated, chat } = setUp();
    const secret = ["sk-proj-", "Zq3vT8mL2xW9kR4nB7cY6dF1gH5jP0sA"].join("");
    const side = (text: string, startLine: number, endLine: number): OutboundPart => ({
      text,
      source: { path: "src/a.py", startLine, endLine },
    });
    const messages: OutboundChat["messages"] = [
      { role: "user", parts: [side(`${secret.slice(20)}"\n`, 2, 3)] },
      { role: "assistant", parts: [side(`a = 1\nkey = "${secret.slice(0, 20)}`, 1, 2)] },
    ];
    await collect(gated.chat.send(ask([], { messages, continuesLast: true }), never));
    const sent = JSON.stringify(chat.requests[0]?.messages);
    assert.ok(!sent.includes(secret.slice(0, 20)) && !sent.includes(secret.slice(20)), sent);
  });
});
