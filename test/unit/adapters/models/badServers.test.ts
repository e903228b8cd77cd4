import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { createBackend } from "../../../../src/adapters/models/createBackend.ts";
import type { BackendError } from "../../../../src/core/backends/backendError.ts";
import { backendMessages } from "../../../../src/core/backends/backendMessages.ts";
import { isCancellation } from "../../../../src/core/errors.ts";
import { formatMessage, type MessageTable } from "../../../../src/core/messages.ts";
import type { Backend, ReplyChunk } from "../../../../src/core/ports.ts";
import { FakeClock, settle } from "../../../fakes/fakeClock.ts";
import { FakeModelServer } from "../../../fakes/fakeModelServer.ts";
import { replyWithText } from "../../../fakes/fakeModelServerReplies.ts";
import { certificateFiles, placeCases, type BadPlaceCase } from "./badPlaceCases.ts";
import { badServerCases, type BadServerCase } from "./badServerCases.ts";
import { checkSentence } from "./badServerSentences.ts";
import {
  chatRequest,
  hear,
  makeDeps,
  makeProfile,
  testKey,
  wholeTextOf,
  type Heard,
  type RecordingLog,
} from "./modelFixture.ts";

/** Stands still like its parent, but the one wait before a second try is over at once. */
class RetryClock extends FakeClock {
  readonly waits: number[] = [];
  readonly #retryMs: number;

  constructor(retryMs: number) {
    super();
    this.#retryMs = retryMs;
  }

  override delay(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms !== this.#retryMs) {
      return super.delay(ms, signal);
    }
    this.waits.push(ms);
    return Promise.resolve();
  }
}

/** Unasked, a second try waits for as long. */
const unaskedRetryMs = 1_000;

const endless = new AbortController().signal;
const groups = badServerCases("Hel", "lo");
const allCases: readonly (BadServerCase | BadPlaceCase)[] = [...Object.values(groups).flat(), ...placeCases];

/** The last part of the list is about the text that a good stream holds: `hostileReplies.test.ts`. */
const behavioursOfText = [59, 60];

function assertError(heard: Heard, badCase: BadServerCase | BadPlaceCase, log: RecordingLog): void {
  const { error } = heard;
  const wanted = badCase.error === undefined ? undefined : `backends.error.${badCase.error}`;
  assert.equal(error?.text.id, wanted, wholeTextOf(error));
  if (error !== undefined) {
    assert.equal(error.kind, badCase.kind ?? badCase.error);
    assert.ok(error.detail.includes(badCase.says ?? ""), error.detail);
    assert.ok(error.detail.length < 400, "the server's words are cut short");
    assert.ok(!/[\u0000-\u001f\u202a-\u202e]/.test(error.detail));
    assert.ok(!isCancellation(error));
    checkSentence(badCase.name, sentenceOf(error));
  }
  assert.ok(!wholeTextOf(error).includes(testKey), "the key is in the error");
  assert.ok(!log.lines.join("\n").includes(testKey), "the key is in the log");
  assert.ok(!JSON.stringify(error?.text ?? {}).includes(testKey), "the key is in the message");
}

/** What the user reads, in English and without what differs between runs and machines. */
function sentenceOf({ text }: BackendError): string {
  const sentence = formatMessage((backendMessages as MessageTable)[text.id] ?? "", text.args);
  assert.ok(!/\{\d\}|undefined/.test(sentence), sentence);
  // Codes of the system differ from one to the next.
  return sentence.replace(/127\.0\.0\.1:\d+/g, "HOST").replace(/“[A-Z0-9_]{5,}”/g, "“CODE”");
}

/** Resolves when no connection is left; a test that waits for one that stays runs out of its time. */
async function allClosed(sockets: ReadonlySet<Socket>): Promise<void> {
  await Promise.all(
    [...sockets].map(
      (socket) =>
        new Promise<void>((resolve) => void (socket.closed ? resolve() : socket.once("close", resolve))),
    ),
  );
}

async function assertNextWorks(backend: Backend, unhandled: readonly unknown[]): Promise<void> {
  const next = await hear(backend.chat.streamChat(chatRequest, endless));
  assert.deepEqual([next.error, next.text], [undefined, "fine"], "the next request works");
  await settle();
  assert.deepEqual(unhandled, []);
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

  it("are all of the list of sixty", () => {
    const tried = new Set(allCases.map(({ name }) => Number(/^\d+/.exec(name)?.[0])));
    const missing = Array.from({ length: 60 }, (_none, index) => index + 1).filter(
      (number) => !tried.has(number) && !behavioursOfText.includes(number),
    );
    assert.deepEqual(missing, []);
  });

  async function run(badCase: BadServerCase): Promise<void> {
    // Waits are moved by hand where the case has one; else only the wait before a second try is short.
    const clock =
      badCase.wait === undefined ? new RetryClock(badCase.retryAfterMs ?? unaskedRetryMs) : new FakeClock();
    const deps = makeDeps({ clock });
    const backend = createBackend(makeProfile({ baseUrl: server.baseUrl }), deps);
    server.enqueue(...badCase.replies);
    const firstText = Promise.withResolvers<void>();
    async function* watched(): AsyncGenerator<ReplyChunk> {
      for await (const chunk of backend.chat.streamChat(chatRequest, endless)) {
        if (chunk.kind === "text") {
          firstText.resolve();
        }
        yield chunk;
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

    assertError(heard, badCase, deps.log);
    if (badCase.text !== undefined) {
      assert.equal(heard.text, badCase.text);
    }
    assert.equal(heard.end, badCase.end);
    assert.equal(heard.reasoning, badCase.reasoning ?? "");
    assert.equal(server.requests.length, badCase.replies.length);
    if (badCase.retryAfterMs !== undefined) {
      assert.deepEqual(clock instanceof RetryClock && clock.waits, [badCase.retryAfterMs]);
    }
    if (badCase.closesSocket === true) {
      await server.requests.at(-1)?.closed;
      assert.equal(server.requests.at(-1)?.wasCutOff, true);
    }
    server.enqueue(replyWithText("fine"));
    await assertNextWorks(backend, unhandled);
    await settle();
    server.closeIdle();
    await allClosed(server.sockets);
  }

  async function runAt(badCase: BadPlaceCase): Promise<void> {
    const place = await badCase.open();
    try {
      const readFile = (path: string): Promise<string> => Promise.resolve(certificateFiles[path] ?? "");
      const deps = makeDeps({ clock: new RetryClock(unaskedRetryMs), readFile });
      const backend = createBackend(makeProfile(place.profile), deps);
      const stop = new AbortController();
      const chunks: ReplyChunk[] = [];
      async function* watched(): AsyncGenerator<ReplyChunk> {
        for await (const chunk of backend.chat.streamChat(chatRequest, stop.signal)) {
          chunks.push(chunk);
          if (badCase.isAborted === true) {
            stop.abort();
          }
          yield chunk;
        }
      }
      const heard = await hear(watched());
      assertError(heard, badCase, deps.log);
      assert.deepEqual([heard.text, heard.end], [badCase.text ?? "", badCase.end]);
      assert.equal(place.requestCount(), badCase.requests);
      if (badCase.error !== undefined || badCase.isAborted === true) {
        await allClosed(place.sockets);
      }
      const healed = await place.heal();
      const isSame = JSON.stringify(healed) === JSON.stringify(place.profile);
      await assertNextWorks(isSame ? backend : createBackend(makeProfile(healed), deps), unhandled);
    } finally {
      await place.stop();
    }
  }

  for (const [title, cases] of Object.entries(groups)) {
    describe(title, () => {
      for (const badCase of cases) {
        it(badCase.name, () => run(badCase));
      }
    });
  }

  describe("placeCases", () => {
    for (const badCase of placeCases) {
      it(badCase.name, async function test() {
        try {
          await runAt(badCase);
        } catch (error) {
          if (badCase.name.startsWith("16 ") && (error as NodeJS.ErrnoException).code === "EADDRNOTAVAIL") {
            process.stdout.write("    skipped: this machine has no ::1\n");
            this.skip();
          }
          throw error;
        }
      });
    }
  });
});
