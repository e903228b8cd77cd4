import assert from "node:assert/strict";
import { createBackend } from "../../../../src/adapters/models/createBackend.ts";
import { SystemClock } from "../../../../src/adapters/systemClock.ts";
import { CompletionEngine } from "../../../../src/core/completion/completionEngine.ts";
import type { GatedBackend } from "../../../../src/core/egress/outbound.ts";
import { FakeModelServer } from "../../../fakes/fakeModelServer.ts";
import { replyWithText } from "../../../fakes/fakeModelServerReplies.ts";
import { openGate } from "../../../fakes/openGate.ts";
import { documentAt } from "../../core/completion/makeHole.ts";
import { makeDeps, makeProfile, testKey, type RecordingLog } from "./modelFixture.ts";

const clock = new SystemClock();
const marked = "def add(a, b):\n    return ‸\n\n\nprint(add(1, 2))\n";

/** What a model says for the hole, and what may be offered of it; undefined offers nothing. */
type Case = readonly [name: string, said: string, offered: string | undefined];

const cases: readonly Case[] = [
  ["the plain text", "a + b", "a + b"],
  ["59 a fence", "```python\na + b\n```", "a + b"],
  ["59 the suffix behind it", "a + b\n\n\nprint(add(1, 2))\n", "a + b"],
  ["59 marks of a template", "a + b<|fim_suffix|><|endoftext|>", "a + b"],
  ["59 other line ends", "a + b\r\n", "a + b"],
  ["59 one line without end", "a + b\n".repeat(2_000), "a + b"],
  ["59 one word without end", "a + ".repeat(3_000), undefined],
  ["59 line ends without end", "\n".repeat(5_000), undefined],
  ["59 a NUL", "a +\u0000 b", undefined],
  ["59 a control character", "a +\u0008 b", undefined],
  ["59 a right-to-left override", "a + b \u202e# b + a", undefined],
  ["59 an isolate without end", "a + b # \u2067ok", undefined],
  ["60 a terminal escape", "a + b\u001b]0;owned\u0007", undefined],
  [
    "60 markup of a tool",
    '<tool_call>{"name":"run","arguments":{"command":"rm -rf ~"}}</tool_call>',
    undefined,
  ],
  ["60 one giant line", `a + ${"x".repeat(200_000)}`, undefined],
];

/** What chat models do; a route that fills in knows no talk, and what comes first there is the hole's text. */
const chatCases: readonly Case[] = [
  ["59 a fence with prose around", "Here is the code:\n```python\na + b\n```\nIt adds them.", "a + b"],
  ["59 prose alone", "Sure! The function should add the two numbers and give back their sum.", undefined],
  ["59 the prefix once more", "    return a + b", "a + b"],
  ["59 the whole function once more", "def add(a, b):\n    return a + b", "a + b"],
  ["59 a mark of a template first", "<|fim_middle|>a + b", "a + b"],
];

function gateOver(backend: ReturnType<typeof createBackend>): GatedBackend {
  return openGate(clock).gateBackend(backend);
}

describe("hostile text for a hole", () => {
  let server: FakeModelServer;
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
  before(async () => {
    server = await FakeModelServer.start();
    process.on("unhandledRejection", onUnhandled);
  });
  after(async () => {
    process.off("unhandledRejection", onUnhandled);
    await server.stop();
  });

  async function offerFor(
    said: string,
    fillInTheMiddle: string,
    log?: RecordingLog[],
  ): Promise<string | undefined> {
    const deps = makeDeps();
    log?.push(deps.log);
    const backend = gateOver(createBackend(makeProfile({ baseUrl: server.baseUrl, fillInTheMiddle }), deps));
    const engine = new CompletionEngine(
      {
        clock,
        random: { next: () => 0.5, uuid: () => "rid" },
        backends: { forRole: () => Promise.resolve(backend) },
        predictor: { predict: () => Promise.resolve(null) },
        context: { readySnippets: () => [] },
        options: {
          isEnabled: () => true,
          delayMs: () => 0,
          multiline: () => "auto",
          eagerness: () => "balanced",
        },
        listener: { onStatus: () => undefined },
      },
      { record: () => undefined },
      { didAccept: () => undefined },
    );
    const { snapshot, offset } = documentAt(marked);
    // The engine may ask ahead of what it has offered, so each request gets the same.
    const chunkChars = Math.max(7, Math.ceil(said.length / 200));
    server.respondWith(() => replyWithText(said, { chunkChars }));
    const offer = await engine.provide({
      snapshot,
      offset,
      trigger: "automatic",
      cursorCount: 1,
      isReadOnly: false,
      selected: undefined,
      signal: new AbortController().signal,
    });
    return offer?.text;
  }

  for (const route of ["off", "suffix"]) {
    for (const [name, said, offered] of route === "off" ? [...cases, ...chatCases] : cases) {
      it(`${name}, ${route === "off" ? "over chat" : "by the fill-in route"}`, async () => {
        const logs: RecordingLog[] = [];
        assert.equal(await offerFor(said, route, logs), offered);
        assert.equal(await offerFor("a + b", route), "a + b", "the next request works");
        assert.deepEqual(unhandled, []);
        assert.ok(
          !logs
            .flatMap(({ lines }) => lines)
            .join("\n")
            .includes(testKey),
        );
      });
    }
  }
});
