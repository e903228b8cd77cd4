import assert from "node:assert/strict";
import type { EfficiencyEvent } from "../../../../src/core/efficiency/events.ts";
import { PhaseClock } from "../../../../src/core/efficiency/phaseRules.ts";
import { AssistantError } from "../../../../src/core/errors.ts";
import { EventRecorder, type WorkerCaller } from "../../../../src/editor/statistics/eventRecorder.ts";
import type { StoreState } from "../../../../src/protocol/efficiencyCalls.ts";
import { FakeClock, settle } from "../../../fakes/fakeClock.ts";
import { QuietLog } from "../../../fakes/quietLog.ts";

/** Answers the store's calls and remembers them; fails when told. */
class FakeStoreWorker {
  readonly calls: string[] = [];
  readonly written: EfficiencyEvent[] = [];
  failures: Error[] = [];
  state: StoreState = { state: "ok", setAsidePath: null, reason: null, databasePath: "/s/events.sqlite" };

  async call(name: string, params: unknown): Promise<unknown> {
    this.calls.push(name);
    const failure = name === "events.append" ? this.failures.shift() : undefined;
    if (failure !== undefined) {
      throw failure;
    }
    if (name === "events.open") {
      return this.state;
    }
    const { events } = params as { events: readonly EfficiencyEvent[] };
    this.written.push(...events);
    return { written: events.length, waiting: 0, dropped: 0, setAsidePath: null };
  }
}

const body = { type: "session.start", reason: "test" } as const;

function setUp() {
  const worker = new FakeStoreWorker();
  const clock = new FakeClock();
  const phase = new PhaseClock();
  const switches = { isEnabled: true };
  const states: StoreState[] = [];
  let ids = 0;
  const recorder = new EventRecorder(
    worker as unknown as WorkerCaller,
    {
      windowId: "w1",
      sessionId: "s1",
      extensionVersion: "0.1.0",
      storageDir: "/s",
      workspaceHash: "ws1",
      tzMinutes: () => 480,
    },
    phase,
    { isEnabled: () => switches.isEnabled, onStoreState: (state) => states.push(state) },
    { clock, random: { next: () => 0, uuid: () => `id-${(ids += 1)}` }, log: new QuietLog() },
  );
  return { worker, clock, phase, switches, states, recorder };
}

describe("EventRecorder", () => {
  it("writes a batch after two seconds, each event in its envelope", async () => {
    const { worker, clock, recorder } = setUp();
    recorder.record(
      { type: "findings", rid: "r", reported: 1, dropped: 0, dismissed: 0 },
      { languageId: "java", path: "a/BTest.java" },
    );
    await clock.advance(1999);
    assert.deepEqual(worker.calls, []);
    await clock.advance(1);
    assert.deepEqual(worker.calls, ["events.open", "events.append"]);
    const [start, event] = worker.written;
    assert.equal(start?.type, "session.start");
    assert.deepEqual(event, {
      v: 1,
      id: "id-2",
      ts: Date.UTC(2026, 10, 24, 9),
      mono: 0,
      tz: 480,
      win: "w1",
      seq: 2,
      sess: "s1",
      ws: "ws1",
      lang: "java",
      phase: "testing",
      ext: "0.1.0",
      type: "findings",
      rid: "r",
      reported: 1,
      dropped: 0,
      dismissed: 0,
    });
  });

  it("books an event of the file in focus to the phase with its inertia", async () => {
    const { worker, phase, recorder } = setUp();
    phase.observe("src/a.py", "python", 0);
    phase.observe("test_a.py", "python", 1000);
    recorder.record(body, { path: "test_a.py", languageId: "python" });
    recorder.record(body, { path: "b_test.py", languageId: "python" });
    recorder.record(body, { path: "b_test.py", languageId: "python", phase: "design" });
    await recorder.flush();
    assert.deepEqual(
      worker.written.slice(1).map((event) => event.phase),
      ["development", "testing", "design"],
    );
  });

  it("touches nothing while switched off", async () => {
    const { worker, clock, switches, recorder } = setUp();
    switches.isEnabled = false;
    recorder.record(body);
    await clock.advance(10_000);
    await recorder.close("test");
    assert.deepEqual(worker.calls, []);
  });

  it("forgets what was not yet written when it is switched off", async () => {
    const { worker, clock, switches, recorder } = setUp();
    recorder.record(body);
    switches.isEnabled = false;
    await clock.advance(5000);
    switches.isEnabled = true;
    await recorder.flush();
    assert.deepEqual(worker.calls, []);
  });

  it("opens the store again when the thread was replaced, and writes the batch once", async () => {
    const { worker, recorder } = setUp();
    recorder.record(body);
    await recorder.flush();
    worker.failures = [new AssistantError("unexpected", "not open", { detail: "notOpen" })];
    recorder.record(body);
    await recorder.flush();
    assert.deepEqual(worker.calls.slice(2), ["events.append", "events.open", "events.append"]);
    assert.equal(worker.written.length, 3);
  });

  it("keeps events that could not be written and tries again with the next", async () => {
    const { worker, recorder } = setUp();
    worker.failures = [new Error("no"), new Error("no")];
    recorder.record(body);
    await recorder.flush();
    recorder.record(body);
    await recorder.flush();
    assert.equal(worker.written.length, 0);
    recorder.record(body);
    await recorder.flush();
    assert.deepEqual(
      worker.written.map(({ seq }) => seq),
      [1, 2, 3, 4],
    );
  });

  it("tells of a database that was set aside", async () => {
    const { worker, states, recorder } = setUp();
    worker.state = {
      ...worker.state,
      state: "setAside",
      setAsidePath: "/s/events.corrupt-2026-11-24.sqlite",
    };
    recorder.record(body);
    await recorder.flush();
    assert.equal(states.length, 1);
  });

  it("records nothing after it was closed", async () => {
    const { worker, clock, recorder } = setUp();
    recorder.record(body);
    await recorder.close("deactivate");
    recorder.record(body);
    await clock.advance(5000);
    await settle();
    assert.deepEqual(
      worker.written.map(({ type }) => type),
      ["session.start", "session.start", "session.end"],
    );
  });
});
