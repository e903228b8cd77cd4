import assert from "node:assert/strict";
import { createBackend } from "../../../../src/adapters/models/createBackend.ts";
import { isCancellation } from "../../../../src/core/errors.ts";
import { backendMessages } from "../../../../src/core/backends/backendMessages.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";
import { FakeModelServer } from "../../../fakes/fakeModelServer.ts";
import { replyWithText } from "../../../fakes/fakeModelServerReplies.ts";
import {
  connectionCases,
  framingCases,
  httpCases,
  meaningCases,
  type BadServerCase,
} from "./badServerCases.ts";
import { chatRequest, hear, makeDeps, makeProfile, testKey, wholeTextOf } from "./modelFixture.ts";

/** Stands still like its parent, but a wait before a second try is over at once. */
class RetryClock extends FakeClock {
  override delay(ms: number, signal?: AbortSignal): Promise<void> {
    return ms === 1_000 ? Promise.resolve() : super.delay(ms, signal);
  }
}

function promiseOf(): { promise: Promise<void>; resolve: () => void } {
  return Promise.withResolvers<void>();
}

describe("bad servers", () => {
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
  beforeEach(() => {
    server.requests.length = 0;
    unhandled.length = 0;
  });

  async function run(badCase: BadServerCase): Promise<void> {
    // Waits are moved by hand where the case has one; else only the wait before a second try is short.
    const clock = badCase.wait === undefined ? new RetryClock() : new FakeClock();
    const deps = makeDeps({ clock });
    const backend = createBackend(makeProfile({ baseUrl: server.baseUrl }), deps);
    server.enqueue(...badCase.replies);
    const firstText = promiseOf();
    async function* watched(): AsyncGenerator<never> {
      for await (const chunk of backend.chat.streamChat(chatRequest, new AbortController().signal)) {
        if (chunk.kind === "text") {
          firstText.resolve();
        }
        yield chunk as never;
      }
    }
    const hearing = hear(watched());
    if (badCase.wait !== undefined) {
      await (badCase.wait.after === "text" ? firstText.promise : server.waitForRequests(1));
      const state = { isOver: false };
      void hearing.then(() => (state.isOver = true));
      for (let moved = 0; moved < badCase.wait.ms || !state.isOver; moved += 100) {
        await clock.advance(100);
      }
    }
    const heard = await hearing;

    assert.equal(
      heard.error?.text.id,
      badCase.error === undefined ? undefined : `backends.error.${badCase.error}`,
    );
    if (badCase.error !== undefined) {
      assert.equal(heard.error?.kind, badCase.kind ?? badCase.error);
      assert.ok(heard.error !== undefined && heard.error.text.id in backendMessages);
      assert.ok(heard.error.detail.includes(badCase.says ?? ""), heard.error.detail);
      assert.ok(heard.error.detail.length < 400, "the server's words are cut short");
      assert.ok(!/[\u0000-\u001f\u202a-\u202e]/.test(heard.error.detail));
      assert.ok(!isCancellation(heard.error));
    }
    if (badCase.text !== undefined) {
      assert.equal(heard.text, badCase.text);
    }
    assert.equal(heard.end, badCase.end);
    assert.equal(heard.reasoning, badCase.reasoning ?? "");
    assert.equal(server.requests.length, badCase.replies.length);
    assert.ok(!wholeTextOf(heard.error).includes(testKey), "the key is in the error");
    assert.ok(!deps.log.lines.join("\n").includes(testKey), "the key is in the log");
    assert.ok(!JSON.stringify(heard.error?.text ?? {}).includes(testKey), "the key is in the message");
    if (badCase.closesSocket === true) {
      await server.requests.at(-1)?.closed;
      assert.equal(server.requests.at(-1)?.wasCutOff, true);
    }

    server.enqueue(replyWithText("fine"));
    const next = await hear(backend.chat.streamChat(chatRequest, new AbortController().signal));
    assert.equal(next.text, "fine", "the next request works");
    assert.deepEqual(unhandled, []);
  }

  for (const [title, cases] of Object.entries({ connectionCases, framingCases, meaningCases, httpCases })) {
    describe(title, () => {
      for (const badCase of cases) {
        it(badCase.name, () => run(badCase));
      }
    });
  }
});
