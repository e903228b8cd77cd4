import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import type { EventBody } from "../../../../src/core/efficiency/events.ts";
import type { DocumentNames } from "../../../../src/editor/statistics/documentNames.ts";
import type { EditBurstTracker } from "../../../../src/editor/statistics/editBurstTracker.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";
import * as vscode from "../../../fakes/vscodeEvents.ts";

const fakeUrl = new URL("../../../fakes/vscodeEvents.ts", import.meta.url).href;
const { fire } = vscode;

/** A document in the active editor, with automatic saving: clean whenever nothing was changed for a second. */
class Desk {
  readonly clock = new FakeClock();
  readonly tracker: EditBurstTracker;
  readonly chars: Record<string, readonly [number, number]> = {};
  readonly document = { uri: "file:///a.py", languageId: "python", isDirty: false };

  constructor(Tracker: typeof EditBurstTracker) {
    vscode.window.activeTextEditor = { document: this.document, selections: [0] };
    const record = (body: EventBody): void => {
      if (body.type === "edit.burst") {
        const [inserted, deleted] = this.chars[body.origin] ?? [0, 0];
        this.chars[body.origin] = [inserted + body.insertedChars, deleted + body.deletedChars];
      }
    };
    const names = { nameOf: (path: string) => ({ path, hash: `h-${path}` }) } as unknown as DocumentNames;
    this.tracker = new Tracker({ record }, names, this.clock, () => undefined);
  }

  /** As the editor tells of it: the word that the document is dirty comes after the first change. */
  async edit(offset: number, deletedChars: number, text: string, waitMs = 200): Promise<void> {
    await this.editAt([offset], deletedChars, text, waitMs);
  }

  /** The same key at several cursors; the editor tells of the last place first. */
  async editAt(
    offsets: readonly number[],
    deletedChars: number,
    text: string,
    waitMs = 200,
    dirtyAfterMs = 0,
  ): Promise<void> {
    const contentChanges = offsets.map((rangeOffset) => ({ rangeOffset, rangeLength: deletedChars, text }));
    fire.change.fire({ document: this.document, contentChanges });
    await this.clock.advance(dirtyAfterMs);
    this.document.isDirty = true;
    await this.clock.advance(waitMs - dirtyAfterMs);
  }

  async save(): Promise<void> {
    this.document.isDirty = false;
    fire.saveDocument.fire(this.document);
    await this.clock.advance(1000);
    this.tracker.tick();
  }

  async reload(text: string, document: object = this.document): Promise<void> {
    const contentChanges = [{ rangeOffset: 0, rangeLength: 0, text }];
    fire.change.fire({ document, contentChanges });
    await this.clock.advance(1200);
    this.tracker.tick();
  }

  async rest(): Promise<void> {
    await this.clock.advance(3000);
    this.tracker.tick();
  }

  /** Characters inserted and deleted by origin; ends the tracker. */
  close(): Record<string, readonly [number, number]> {
    this.tracker.dispose();
    return this.chars;
  }
}

describe("EditBurstTracker", () => {
  let Tracker: typeof EditBurstTracker;
  let desk: Desk;

  before(async () => {
    const hooks = registerHooks({
      resolve: (name, context, next) =>
        name === "vscode"
          ? { url: fakeUrl, format: "module-typescript", shortCircuit: true }
          : next(name, context),
    });
    ({ EditBurstTracker: Tracker } = await import("../../../../src/editor/statistics/editBurstTracker.ts"));
    hooks.deregister();
  });

  beforeEach(() => {
    desk = new Desk(Tracker);
  });

  afterEach(() => {
    desk.tracker.dispose();
    vscode.window.activeTextEditor = undefined;
  });

  it("knows an acceptance and a paste that are the first change since an automatic save", async () => {
    await desk.edit(0, 0, "return total", 20);
    desk.tracker.didAccept("file:///a.py", "return total");
    await desk.save();
    await desk.edit(12, 0, "pasted from elsewhere()");
    await desk.save();
    await desk.save();
    assert.deepEqual(desk.close(), { ai_inline: [12, 0], paste_ext: [23, 0] });
  });

  it("takes a reload from the disk for no paste, however small", async () => {
    await desk.reload("what git has brought()\n");
    await desk.reload("x");
    await desk.rest();
    desk.tracker.didChangeBranch();
    await desk.reload("what another branch has()\n");
    assert.deepEqual(desk.close(), { external: [24, 0], vcs: [26, 0] });
  });

  it("knows a checkout whose files are written before the repository says that it has moved", async () => {
    const other = { uri: "file:///b.py", languageId: "python", isDirty: false };
    await desk.reload("what another branch has()\n");
    await desk.reload("what another branch has there\n", other);
    desk.tracker.didChangeBranch();
    await desk.rest();
    assert.deepEqual(desk.close(), { vcs: [56, 0] });
  });

  it("books the first change in a clean document as what it is", async () => {
    const at3 = { document: desk.document, selections: [0, 1, 2] };
    vscode.window.activeTextEditor = at3;
    await desk.editAt([20, 10, 0], 0, "x");
    await desk.save();
    await desk.editAt([20, 10, 0], 1, "");
    await desk.save();
    vscode.window.activeTextEditor = { ...at3, selections: [0] };
    await desk.edit(5, 3, "");
    await desk.save();
    await desk.edit(5, 12, "y");
    await desk.save();
    assert.deepEqual(desk.close(), { typed: [4, 18] });
  });

  it("does not need the word that the document is dirty at once, nor at all before a save", async () => {
    await desk.editAt([0], 0, "a", 200, 150);
    await desk.save();
    fire.change.fire({
      document: desk.document,
      contentChanges: [
        { rangeOffset: 9, rangeLength: 0, text: " " },
        { rangeOffset: 4, rangeLength: 0, text: "  " },
      ],
    });
    await desk.clock.advance(20);
    fire.saveDocument.fire(desk.document);
    await desk.rest();
    assert.deepEqual(desk.close(), { typed: [1, 0], format: [3, 0] });
  });

  it("books keys in their order where the second comes before the first was decided", async () => {
    await desk.edit(0, 0, "a", 50);
    await desk.edit(1, 0, "b", 50);
    await desk.edit(2, 0, "c", 50);
    await desk.save();
    assert.deepEqual(desk.close(), { typed: [3, 0] });
  });

  it("counts what an input method leaves, and nothing that it replaced on the way", async () => {
    await desk.edit(0, 0, "n");
    await desk.edit(0, 1, "ni");
    await desk.edit(0, 2, "ni h");
    await desk.edit(0, 4, "ni ha");
    await desk.edit(0, 5, "ni hao");
    await desk.edit(0, 6, "你好");
    await desk.edit(2, 0, "h");
    await desk.edit(2, 1, "ha");
    await desk.edit(2, 2, "哈哈哈");
    await desk.clock.advance(3000);
    desk.tracker.tick();
    assert.deepEqual(desk.close(), { typed: [5, 0] });
  });

  it("keeps what a selection held out of the corrections of the typing around it", async () => {
    const bursts: (readonly [number, number])[] = [];
    desk.tracker.dispose();
    const record = (body: EventBody): void => {
      if (body.type === "edit.burst") {
        bursts.push([body.insertedChars, body.deletedChars]);
      }
    };
    const names = { nameOf: (path: string) => ({ path, hash: path }) } as unknown as DocumentNames;
    const tracker = new Tracker({ record }, names, desk.clock, () => undefined);
    for (const [index, key] of "total = 0".split("").entries()) {
      await desk.edit(index, 0, key);
    }
    await desk.edit(8, 1, "");
    await desk.edit(20, 300, "");
    await desk.edit(8, 0, "1");
    tracker.dispose();
    assert.deepEqual(bursts, [
      [9, 1],
      [0, 300],
      [1, 0],
    ]);
  });
});
