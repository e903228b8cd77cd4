import assert from "node:assert/strict";
import { WorkerClient, type WorkerEvents } from "../../../src/editor/workerClient.ts";
import type { ToWorker } from "../../../src/protocol/workerMessages.ts";

class FakeThread {
  readonly posted: ToWorker[] = [];
  events: WorkerEvents | undefined;
  isTerminated = false;

  post(message: ToWorker): void {
    this.posted.push(message);
  }

  async terminate(): Promise<void> {
    this.isTerminated = true;
  }
}

function makeClient(): { client: WorkerClient; threads: FakeThread[]; logged: string[]; lives: string[] } {
  const threads: FakeThread[] = [];
  const logged: string[] = [];
  const lives: string[] = [];
  const client = new WorkerClient(
    (events) => {
      const thread = new FakeThread();
      thread.events = events;
      threads.push(thread);
      return thread;
    },
    {
      info: (text) => logged.push(text),
      warn: (text) => logged.push(text),
      error: (text) => logged.push(text),
    },
    { onRestarted: () => lives.push("restarted"), onGivenUp: () => lives.push("given up") },
  );
  return { client, threads, logged, lives };
}

const search = { query: "x", limit: 1 };

describe("WorkerClient", () => {
  it("starts no thread before the first call, and one for many", async () => {
    const { client, threads } = makeClient();
    assert.equal(threads.length, 0);
    const first = client.call("context.search", search);
    void client.call("context.search", search);
    assert.equal(threads.length, 1);
    threads[0]?.events?.onMessage({ kind: "result", id: 1, value: ["found"] });
    assert.deepEqual(await first, ["found"]);
  });

  it("rejects with the worker's error", async () => {
    const { client, threads } = makeClient();
    const call = client.call("context.search", search);
    threads[0]?.events?.onMessage({
      kind: "failure",
      id: 1,
      error: { kind: "badReply", message: "no", detail: "d" },
    });
    await assert.rejects(call, { kind: "badReply", message: "no", detail: "d" });
  });

  it("tells the worker about a cancelled call and ignores its late result", async () => {
    const { client, threads } = makeClient();
    const controller = new AbortController();
    const call = client.call("context.search", search, controller.signal);
    controller.abort();
    await assert.rejects(call, { name: "AbortError" });
    assert.deepEqual(threads[0]?.posted.at(-1), { kind: "cancel", id: 1 });
    threads[0]?.events?.onMessage({ kind: "result", id: 1, value: [] });
  });

  it("rejects what was waiting when the thread dies, and starts another for the next call", async () => {
    const { client, threads } = makeClient();
    const call = client.call("context.search", search);
    threads[0]?.events?.onExit("killed");
    await assert.rejects(call, { kind: "workerDead" });
    const next = client.call("context.search", search);
    assert.equal(threads.length, 2);
    threads[1]?.events?.onMessage({ kind: "result", id: 2, value: [] });
    assert.deepEqual(await next, []);
  });

  it("takes the error and the end of one thread for one death", async () => {
    const { client, threads, lives } = makeClient();
    const call = client.call("context.search", search);
    threads[0]?.events?.onExit("out of memory");
    await assert.rejects(call, { kind: "workerDead" });
    const next = client.call("context.search", search);
    threads[0]?.events?.onExit("exit code 1");
    threads[1]?.events?.onMessage({ kind: "result", id: 2, value: ["found"] });
    assert.deepEqual(await next, ["found"]);
    assert.deepEqual(lives, ["restarted"]);
  });

  it("gives up after four starts and says so, once", async () => {
    const { client, threads, lives } = makeClient();
    for (let start = 0; start < 4; start += 1) {
      const call = client.call("context.search", search);
      threads.at(-1)?.events?.onExit("killed");
      await assert.rejects(call, { kind: "workerDead" });
    }
    assert.equal(client.isUsable, false);
    await assert.rejects(client.call("context.search", search), { kind: "workerDead" });
    assert.equal(threads.length, 4);
    assert.deepEqual(lives, ["restarted", "restarted", "restarted", "given up"]);
  });

  it("logs what it cannot read and what the worker logs", () => {
    const { client, threads, logged } = makeClient();
    client.call("context.search", search).catch(() => undefined);
    threads[0]?.events?.onMessage("nonsense");
    threads[0]?.events?.onMessage({ kind: "log", level: "info", text: "hello" });
    assert.equal(logged.length, 2);
    assert.equal(logged[1], "hello");
  });

  it("stops the thread when disposed", async () => {
    const { client, threads } = makeClient();
    const call = client.call("context.search", search);
    await Promise.all([assert.rejects(call, { kind: "workerDead" }), client.dispose()]);
    assert.equal(threads[0]?.isTerminated, true);
    assert.equal(client.isUsable, false);
  });
});
