import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import type { EventBody } from "../../../../src/core/efficiency/events.ts";
import type { LateRetention } from "../../../../src/editor/statistics/lateRetention.ts";
import type { RetentionTracker } from "../../../../src/editor/statistics/retentionTracker.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";
import * as vscode from "../../../fakes/vscodeEvents.ts";

const fakeUrl = new URL("../../../fakes/vscodeEvents.ts", import.meta.url).href;
const { fire, workspace } = vscode;
const address = "file:///stock.py";
const head = "def total(prices):\n";
const accepted = "    return sum(prices)\n";

/** A file in an editor, whose text is changed as the editor would tell of it. */
class Desk {
  readonly clock = new FakeClock();
  readonly tracker: RetentionTracker;
  /** Kept characters at ten minutes; null where the look was set aside. */
  kept: number | null | undefined;
  reworkMs = 0;
  #text = "";
  #version = 1;

  constructor(Tracker: typeof RetentionTracker) {
    workspace.textDocuments = [];
    workspace.files.clear();
    const record = (body: EventBody): void => {
      if (body.type === "suggest.retain" && body.horizon === "10m") {
        this.kept = body.isCensored ? null : body.keptChars;
      } else if (body.type === "suggest.rework") {
        this.reworkMs += body.editMs;
      }
    };
    const late = { add: () => undefined, didSwitch: () => undefined } as unknown as LateRetention;
    this.tracker = new Tracker({ record }, { clock: this.clock, late, hash: (text) => text });
  }

  open(text: string): void {
    const read = (): string => this.#text;
    const version = (): number => this.#version;
    this.#text = text;
    workspace.textDocuments = [
      {
        uri: address,
        isClosed: false,
        getText: read,
        get version() {
          return version();
        },
      },
    ];
  }

  edit(...changes: readonly (readonly [offset: number, deletedChars: number, text: string])[]): void {
    for (const [offset, deleted, text] of [...changes].sort(([a], [b]) => b - a)) {
      this.#text = this.#text.slice(0, offset) + text + this.#text.slice(offset + deleted);
    }
    this.#version += 1;
    const contentChanges = changes.map(([rangeOffset, rangeLength, text]) => ({
      rangeOffset,
      rangeLength,
      text,
    }));
    fire.change.fire({ document: { uri: address, version: this.#version }, contentChanges });
  }

  save(): void {
    workspace.files.set(address, this.#text);
  }

  close(): void {
    workspace.textDocuments = [];
    fire.closeDocument.fire({ uri: address });
  }

  accept(text = accepted, offset = head.length): void {
    this.edit([offset, 0, text]);
    this.tracker.add({
      ...{ rid: "r", feature: "completion", uri: address, languageId: "python", phase: "development" },
      pieces: [{ offset, text }],
    });
  }

  async wait(seconds: number): Promise<void> {
    for (let passed = 0; passed < seconds; passed += 2) {
      await this.clock.advance(2000);
      await this.tracker.tick();
    }
  }
}

describe("RetentionTracker", () => {
  let Tracker: typeof RetentionTracker;
  let desk: Desk;

  before(async () => {
    const hooks = registerHooks({
      resolve: (name, context, next) =>
        name === "vscode"
          ? { url: fakeUrl, format: "module-typescript", shortCircuit: true }
          : next(name, context),
    });
    ({ RetentionTracker: Tracker } = await import("../../../../src/editor/statistics/retentionTracker.ts"));
    hooks.deregister();
  });

  beforeEach(() => {
    desk = new Desk(Tracker);
    desk.open(head);
  });

  afterEach(() => desk.tracker.dispose());

  it("keeps what undo took and redo brought back, and charges the two edits", async () => {
    desk.accept();
    await desk.wait(10);
    desk.edit([head.length, accepted.length, ""]);
    await desk.wait(4);
    desk.edit([head.length, 0, accepted]);
    await desk.wait(600);
    assert.equal(desk.kept, accepted.length);
    assert.equal(desk.reworkMs, 2000);
  });

  it("keeps once what was taken, undone and taken again", async () => {
    const looks: (number | null | undefined)[] = [];
    desk.accept();
    await desk.wait(10);
    desk.edit([head.length, accepted.length, ""]);
    await desk.wait(10);
    desk.accept();
    await desk.wait(584);
    looks.push(desk.kept);
    await desk.wait(20);
    looks.push(desk.kept);
    assert.deepEqual(looks, [0, accepted.length]);
  });

  it("does not keep what was closed without saving", async () => {
    desk.save();
    desk.accept();
    await desk.wait(60);
    desk.close();
    await desk.wait(600);
    assert.equal(desk.kept, 0);
  });

  it("keeps what was saved, closed and opened again, whatever was typed before it meanwhile", async () => {
    desk.accept();
    desk.save();
    desk.close();
    await desk.wait(60);
    desk.open(`# in another window\n${head}${accepted}`);
    await desk.wait(600);
    assert.equal(desk.kept, accepted.length);
  });

  it("sees what another window made of it, with the file open here and without", async () => {
    desk.accept();
    await desk.wait(60);
    // The reload of a file that the other window saved.
    desk.edit([head.length + 11, 11, "0"]);
    await desk.wait(600);
    assert.equal(desk.kept, accepted.length - 11);
    desk = new Desk(Tracker);
    desk.open(head);
    desk.accept();
    desk.close();
    workspace.files.set(address, `${head}    return 0\n`);
    await desk.wait(600);
    assert.equal(desk.kept, 0);
  });

  it("sets aside a file that is gone and believes one that was restored", async () => {
    desk.accept();
    desk.save();
    desk.close();
    workspace.files.delete(address);
    await desk.wait(602);
    assert.equal(desk.kept, null);
    desk = new Desk(Tracker);
    desk.open(head);
    desk.accept();
    desk.save();
    desk.close();
    workspace.files.delete(address);
    await desk.wait(300);
    workspace.files.set(address, head + accepted);
    await desk.wait(302);
    assert.equal(desk.kept, accepted.length);
  });

  it("charges nobody for a formatter right after the acceptance, and keeps the text", async () => {
    desk.accept();
    await desk.clock.advance(1500);
    desk.edit([head.length, 4, "\t"], [head.length + accepted.length, 0, "\n"]);
    await desk.wait(600);
    assert.equal(desk.kept, accepted.length);
    assert.equal(desk.reworkMs, 0);
  });

  it("keeps but the rest where a name is changed in many places, and charges the change once", async () => {
    desk.accept();
    await desk.wait(4);
    desk.edit([10, 6, "amounts"], [head.length + 15, 6, "amounts"]);
    await desk.wait(600);
    assert.equal(desk.kept, accepted.length - 6);
    assert.equal(desk.reworkMs, 2000);
  });

  it("sets aside what a switched branch may have replaced", async () => {
    desk.accept();
    await desk.wait(60);
    desk.edit([0, head.length + accepted.length, "def other():\n    pass\n"]);
    desk.tracker.didChangeBranch();
    await desk.wait(600);
    assert.equal(desk.kept, null);
  });
});
