import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import { DwellMeter } from "../../../../src/core/efficiency/dwellMeter.ts";
import type { EventBody, EventContext } from "../../../../src/core/efficiency/events.ts";
import { PhaseClock } from "../../../../src/core/efficiency/phaseRules.ts";
import type { ActivityTracker } from "../../../../src/editor/statistics/activityTracker.ts";
import type { DocumentNames } from "../../../../src/editor/statistics/documentNames.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";
import * as vscode from "../../../fakes/vscodeEvents.ts";

const fakeUrl = new URL("../../../fakes/vscodeEvents.ts", import.meta.url).href;
const { fire } = vscode;
const testTask = { execution: { task: { group: vscode.TaskGroup.Test } } };

interface Slice {
  readonly state: string;
  readonly phase: string | undefined;
  readonly activeMs: number;
}

class Desk {
  readonly clock = new FakeClock();
  readonly slices: Slice[] = [];
  readonly testRuns: boolean[] = [];
  readonly dwellMs: number[] = [];
  readonly dwell = new DwellMeter((_subject, ms) => this.dwellMs.push(ms));
  readonly tracker: ActivityTracker;

  constructor(Tracker: typeof ActivityTracker) {
    const record = (body: EventBody, context: EventContext = {}): void => {
      if (body.type === "activity.slice") {
        this.slices.push({ state: body.state, phase: context.phase, activeMs: body.activeMs });
      }
    };
    const names = { nameOf: (path: string) => ({ path, hash: `h-${path}` }) } as unknown as DocumentNames;
    this.tracker = new Tracker({ record }, new PhaseClock(), names, this.clock, {
      dwell: this.dwell,
      onTestRun: (hasPassed) => this.testRuns.push(hasPassed),
    });
  }

  open(path: string): void {
    vscode.window.activeTextEditor = { document: { uri: path, languageId: "python" }, selections: [0] };
    fire.activeEditor.fire(vscode.window.activeTextEditor);
  }

  write(): void {
    this.change([{ text: "x", rangeLength: 0 }]);
  }

  change(contentChanges: readonly { text: string; rangeLength: number }[], isDirty = true): void {
    const document = vscode.window.activeTextEditor?.document;
    fire.change.fire({ document: Object.assign(document ?? {}, { isDirty }), contentChanges });
  }

  async wait(seconds: number): Promise<void> {
    await this.clock.advance(seconds * 1000);
  }

  /** Active seconds by state and phase; ends the tracker. */
  close(): Record<string, number> {
    this.tracker.dispose();
    const sums: Record<string, number> = {};
    for (const { state, phase, activeMs } of this.slices) {
      const key = `${state} ${phase}`;
      sums[key] = (sums[key] ?? 0) + activeMs / 1000;
    }
    return sums;
  }
}

describe("ActivityTracker", () => {
  let Tracker: typeof ActivityTracker;
  let desk: Desk;

  before(async () => {
    const hooks = registerHooks({
      resolve: (name, context, next) =>
        name === "vscode"
          ? { url: fakeUrl, format: "module-typescript", shortCircuit: true }
          : next(name, context),
    });
    ({ ActivityTracker: Tracker } = await import("../../../../src/editor/statistics/activityTracker.ts"));
    hooks.deregister();
  });

  beforeEach(() => {
    desk = new Desk(Tracker);
    desk.open("src/a.py");
    desk.write();
  });

  afterEach(() => {
    desk.tracker.dispose();
    vscode.debug.activeDebugSession = undefined;
    vscode.window.activeTextEditor = undefined;
    assert.equal(fire.change.size, 0, "nothing listens any more");
  });

  async function debugFor(seconds: number): Promise<void> {
    vscode.debug.activeDebugSession = {};
    fire.debugStart.fire({});
    await desk.wait(seconds);
    vscode.debug.activeDebugSession = undefined;
    fire.debugEnd.fire({});
    desk.open("src/a.py");
  }

  it("takes the window's word that nobody moves for no sign of life", async () => {
    await desk.wait(44);
    fire.windowState.fire({ focused: true });
    await desk.wait(70);
    assert.deepEqual(desk.close(), { "edit development": 30 });
  });

  it("takes a log that grows, a build that writes the file again and their scrolling for no sign of life", async () => {
    for (let round = 0; round < 10; round += 1) {
      await desk.wait(30);
      desk.change([{ text: "one more line of the log\n", rangeLength: 0 }], false);
      fire.visibleRanges.fire({ textEditor: vscode.window.activeTextEditor });
      fire.selection.fire({ textEditor: vscode.window.activeTextEditor });
    }
    assert.deepEqual(desk.close(), { "edit development": 30 });
  });

  it("takes an undo back to the saved state and the first key after it for a sign of life", async () => {
    await desk.wait(40);
    fire.change.fire({
      document: Object.assign(vscode.window.activeTextEditor?.document ?? {}, { isDirty: false }),
      contentChanges: [{ text: "old text", rangeLength: 3 }],
      reason: 1,
    });
    await desk.wait(40);
    desk.change([{ text: "x", rangeLength: 0 }], false);
    await desk.wait(5);
    assert.deepEqual(desk.close(), { "edit development": 85 });
  });

  it("goes on looking at accepted text while a formatter changes the file", async () => {
    desk.dwell.begin({ rid: "r", feature: "completion" }, desk.clock.monotonicMs());
    await desk.wait(2);
    desk.change([
      { text: "    ", rangeLength: 2 },
      { text: "\n", rangeLength: 0 },
    ]);
    await desk.wait(8);
    desk.write();
    assert.deepEqual(desk.dwellMs, [10_000]);
  });

  it("begins anew when the window gets the focus back", async () => {
    await desk.wait(5);
    fire.windowState.fire({ focused: false });
    await desk.wait(40);
    fire.windowState.fire({ focused: true });
    await desk.wait(3);
    assert.deepEqual(desk.close(), { "edit development": 5, "read development": 3 });
  });

  it("books debugging to development", async () => {
    await desk.wait(5);
    await debugFor(8);
    assert.equal(desk.close()["debug development"], 8);
  });

  it("books debugging that began with a failing test to testing, until it ends", async () => {
    fire.taskStart.fire(testTask);
    await desk.wait(3);
    fire.taskProcessEnd.fire({ ...testTask, exitCode: 1 });
    fire.taskEnd.fire(testTask);
    desk.write();
    await desk.wait(4);
    await debugFor(8);
    desk.write();
    await desk.wait(6);
    desk.write();
    assert.deepEqual(desk.testRuns, [false]);
    assert.deepEqual(desk.close(), {
      "test_run testing": 3,
      "edit development": 4 + 6,
      "debug testing": 8,
    });
  });

  it("holds it over the sessions within the session, and leaves writing in it to testing", async () => {
    fire.taskProcessEnd.fire({ ...testTask, exitCode: 2 });
    fire.debugStart.fire({});
    fire.debugStart.fire({});
    fire.debugEnd.fire({});
    desk.write();
    await desk.wait(5);
    fire.debugEnd.fire({});
    desk.write();
    await desk.wait(2);
    desk.write();
    const sums = desk.close();
    assert.equal(sums["edit testing"], 5);
    assert.equal(sums["edit development"], 2);
  });

  it("leaves it to development after a passed run, and five minutes after a failed one", async () => {
    fire.taskProcessEnd.fire({ ...testTask, exitCode: 1 });
    fire.taskProcessEnd.fire({ ...testTask, exitCode: 0 });
    await debugFor(4);
    fire.taskProcessEnd.fire({ ...testTask, exitCode: 1 });
    await desk.wait(301);
    desk.open("src/a.py");
    await debugFor(4);
    assert.deepEqual(desk.testRuns, [false, true, false]);
    const sums = desk.close();
    assert.equal(sums["debug development"], 8);
    assert.equal(sums["debug testing"], undefined);
  });

  it("takes looking around for the tests' while they run, but not while they watch files for hours", async () => {
    fire.shellStart.fire({ execution: { commandLine: { value: "npx vitest" } } });
    await desk.wait(5);
    desk.open("tests/test_a.py");
    await desk.wait(700);
    desk.open("tests/test_b.py");
    await desk.wait(5);
    desk.open("tests/test_a.py");
    const sums = desk.close();
    assert.equal(sums["test_run testing"], 5 + 30);
    assert.equal(sums["read testing"], 5);
  });

  it("knows the tests of a terminal, and no other task or command for tests", async () => {
    const command = (value: string, exitCode?: number) => ({
      execution: { commandLine: { value } },
      exitCode,
    });
    fire.shellStart.fire(command("ls"));
    fire.shellEnd.fire(command("ls", 1));
    fire.taskProcessEnd.fire({ execution: { task: { group: vscode.TaskGroup.Build } }, exitCode: 1 });
    assert.deepEqual(desk.testRuns, []);
    fire.shellStart.fire(command("npm test"));
    await desk.wait(4);
    fire.shellEnd.fire(command("npm test", 1));
    fire.shellEnd.fire(command("npm test"));
    assert.deepEqual(desk.testRuns, [false], "a run without an exit code says nothing");
    await debugFor(7);
    const sums = desk.close();
    assert.equal(sums["test_run testing"], 4);
    assert.equal(sums["debug testing"], 7);
  });
});
