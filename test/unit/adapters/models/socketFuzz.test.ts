import assert from "node:assert/strict";
import { createBackend } from "../../../../src/adapters/models/createBackend.ts";
import { BackendError } from "../../../../src/core/backends/backendError.ts";
import { FakeModelServer } from "../../../fakes/fakeModelServer.ts";
import { chatChunk, replyWithPieces, sseEvent } from "../../../fakes/fakeModelServerReplies.ts";
import { chatRequest, hear, makeDeps, makeProfile } from "./modelFixture.ts";

/** Repeatable numbers in [0, 1): a linear congruential generator (Numerical Recipes). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

const streams = 500;

describe("socket fuzzer", () => {
  it(`reads ${streams} damaged streams off a real socket without an untyped error`, async function () {
    this.timeout(60_000);
    const server = await FakeModelServer.start();
    const backend = createBackend(makeProfile({ baseUrl: server.baseUrl }), makeDeps());
    const whole = new TextEncoder().encode(
      ["<1>", "<2>", "<3>"].map((content) => sseEvent(chatChunk({ content }))).join("") +
        `${sseEvent(chatChunk({}, "stop"))}data: [DONE]\n\n`,
    );
    let ends = 0;
    for (let seed = 1; seed <= streams; seed += 1) {
      const random = seeded(seed);
      const bytes = whole.slice();
      for (let count = Math.floor(random() * 3); count > 0; count -= 1) {
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      }
      const cut = random() < 0.3 ? Math.floor(random() * bytes.length) : bytes.length;
      const middle = Math.floor(random() * cut);
      const reply = (): ReturnType<typeof replyWithPieces> =>
        replyWithPieces([bytes.slice(0, middle), bytes.slice(middle, cut)], {
          end: random() < 0.1 ? "reset" : "close",
        });
      server.enqueue(reply());
      // Not asking to think means: not tried again.
      const heard = await hear(
        backend.chat.streamChat({ ...chatRequest, isBackground: true }, new AbortController().signal),
      );
      assert.ok(
        heard.error === undefined || heard.error instanceof BackendError,
        `seed ${seed}: ${String(heard.error)}`,
      );
      assert.ok((heard.end === undefined) === (heard.error !== undefined), `seed ${seed}`);
      assert.ok(heard.text.length <= 3 * 9, `seed ${seed}: ${heard.text}`);
      ends += heard.end === undefined ? 0 : 1;
    }
    assert.ok(ends > streams / 4 && ends < streams, "the damage is neither nothing nor everything");
    await server.stop();
  });
});
