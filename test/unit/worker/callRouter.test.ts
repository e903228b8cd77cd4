import assert from "node:assert/strict";
import { AssistantError } from "../../../src/core/errors.ts";
import type { CallHandlers, FromWorker, WorkerCalls } from "../../../src/protocol/workerMessages.ts";
import { CallRouter } from "../../../src/worker/callRouter.ts";

function makeRouter(search: (signal: AbortSignal) => Promise<unknown>) {
  const posted: FromWorker[] = [];
  const handlers = { "context.search": (_params: unknown, signal: AbortSignal) => search(signal) };
  const router = new CallRouter(handlers as unknown as CallHandlers<WorkerCalls>, (message) =>
    posted.push(message),
  );
  return { router, posted };
}

const call = { kind: "call", id: 7, name: "context.search", params: {} };

describe("CallRouter", () => {
  it("posts the handler's result under the call's id", async () => {
    const { router, posted } = makeRouter(async () => ["a"]);
    await router.receive(call);
    assert.deepEqual(posted, [{ kind: "result", id: 7, value: ["a"] }]);
  });

  it("posts a failure with kind and detail", async () => {
    const { router, posted } = makeRouter(async () => {
      throw new AssistantError("badReply", "unreadable", { detail: "x" });
    });
    await router.receive(call);
    assert.deepEqual(posted, [
      { kind: "failure", id: 7, error: { kind: "badReply", message: "unreadable", detail: "x" } },
    ]);
  });

  it("answers a cancelled call by nothing", async () => {
    const { router, posted } = makeRouter(
      (signal) =>
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("late")))),
    );
    const running = router.receive(call);
    await router.receive({ kind: "cancel", id: 7 });
    await running;
    assert.deepEqual(posted, []);
  });

  it("refuses what it does not know", async () => {
    const { router, posted } = makeRouter(async () => null);
    await router.receive({ kind: "call", id: 1, name: "no.such", params: {} });
    await router.receive("nonsense");
    assert.equal(posted[0]?.kind, "failure");
    assert.equal(posted[1]?.kind, "log");
  });
});
