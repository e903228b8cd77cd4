import assert from "node:assert/strict";
import { decodeEvent } from "../../../../src/core/efficiency/eventSchema.ts";
import type { EventBody, EventContext } from "../../../../src/core/efficiency/events.ts";
import { fingerprint } from "../../../../src/core/efficiency/lineFingerprint.ts";
import {
  LateRetention,
  type LateText,
  type OpenDocument,
} from "../../../../src/editor/statistics/lateRetention.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";

const hourMs = 3_600_000;
const text = "total = sum(prices)\nreturn total / len(prices)\n}";

function hash(value: string): string {
  return `h:${value}`;
}

/** A window on one machine: its state outlives it, as over a restart. */
class Machine {
  readonly clock = new FakeClock();
  readonly documents = new Map<string, string>();
  readonly looks: (Extract<EventBody, { type: "suggest.retain" }> & EventContext)[] = [];
  stored: unknown;

  window(): LateRetention {
    return new LateRetention(
      {
        record: (body, context = {}) => {
          assert.equal(body.type, "suggest.retain");
          this.looks.push({ ...body, ...context });
        },
      },
      {
        clock: this.clock,
        hash,
        state: {
          get: () => this.stored,
          update: async (_key: string, value: unknown) => {
            this.stored = JSON.parse(JSON.stringify(value));
          },
        },
        openDocuments: (): readonly OpenDocument[] =>
          [...this.documents].map(([address, content]) => ({ address, getText: () => content })),
      },
    );
  }

  text(more: Partial<LateText> = {}): LateText {
    return {
      rid: "r1",
      feature: "completion",
      fileHash: hash("file:///a.py"),
      languageId: "python",
      phase: "development",
      chars: 46,
      lines: fingerprint([text], hash),
      acceptedMs: this.clock.nowMs(),
      isCensored: false,
      isCommitLooked: false,
      next: 0,
      ...more,
    };
  }

  /** Horizon, kept characters and whether it was set aside, of each look so far. */
  seen(): readonly (readonly [string, number, boolean])[] {
    return this.looks.map(({ horizon, keptChars, isCensored }) => [horizon, keptChars, isCensored]);
  }
}

describe("LateRetention", () => {
  it("looks after a day and a week, over restarts, in the file wherever its lines have moved", async () => {
    const machine = new Machine();
    machine.documents.set("file:///a.py", text);
    machine.window().add(machine.text());
    await machine.clock.advance(24 * hourMs - 1);
    machine.window().tick();
    assert.deepEqual(machine.seen(), []);
    machine.documents.set(
      "file:///a.py",
      `def mean(prices):\n    return total / len(prices)\n\n    total = sum(prices)\n`,
    );
    await machine.clock.advance(1);
    machine.window().tick();
    machine.window().tick();
    assert.deepEqual(machine.seen(), [["24h", 46, false]]);
    machine.documents.set("file:///a.py", "    total = sum(prices)\n");
    await machine.clock.advance(144 * hourMs);
    machine.window().tick();
    const share = 19 / (19 + 26);
    assert.deepEqual(machine.seen().at(-1), ["7d", Math.round(share * 46), false]);
    assert.deepEqual(machine.stored, [], "nothing is kept after the last look");
    for (const look of machine.looks) {
      assert.deepEqual([look.phase, look.languageId, look.rid], ["development", "python", "r1"]);
      const envelope = {
        v: 1,
        id: "e",
        ts: 1,
        mono: 1,
        tz: 0,
        win: "w",
        seq: 1,
        sess: "s",
        ws: "ws",
        ext: "0",
      };
      assert.notEqual(
        decodeEvent({ ...envelope, lang: "python", ...look }),
        undefined,
        "the schema takes it",
      );
    }
  });

  it("waits for the file to be opened, three days at most, and then sets the look aside", async () => {
    const machine = new Machine();
    const window = machine.window();
    window.add(machine.text());
    await machine.clock.advance(30 * hourMs);
    window.tick();
    assert.deepEqual(machine.seen(), []);
    machine.documents.set("file:///a.py", text);
    window.tick();
    assert.deepEqual(machine.seen(), [["24h", 46, false]]);
    machine.documents.clear();
    await machine.clock.advance(306 * hourMs + 1);
    window.tick();
    assert.deepEqual(machine.seen().at(-1), ["7d", 0, true]);
  });

  it("does not take another file with the same text for it", async () => {
    const machine = new Machine();
    machine.documents.set("file:///b.py", text);
    const window = machine.window();
    window.add(machine.text());
    await machine.clock.advance(73 * hourMs);
    window.tick();
    assert.deepEqual(machine.seen(), [["24h", 0, true]]);
  });

  it("sets every look aside after the repository was switched, also over a restart", async () => {
    const machine = new Machine();
    machine.documents.set("file:///a.py", text);
    const window = machine.window();
    window.add(machine.text());
    window.didSwitch();
    window.didCommit();
    await machine.clock.advance(24 * hourMs);
    machine.window().tick();
    assert.deepEqual(machine.seen(), [
      ["commit", 0, true],
      ["24h", 0, true],
    ]);
  });

  it("looks at the next commit once, and only where the file is open", () => {
    const machine = new Machine();
    const window = machine.window();
    window.add(machine.text());
    window.didCommit();
    assert.deepEqual(machine.seen(), []);
    machine.documents.set("file:///a.py", text);
    window.didCommit();
    window.didCommit();
    assert.deepEqual(machine.seen(), [["commit", 46, false]]);
  });

  it("gives up the oldest of more than a thousand as not looked at", () => {
    const machine = new Machine();
    const window = machine.window();
    for (let index = 0; index <= 1000; index += 1) {
      window.add(machine.text({ rid: `r${index}` }));
    }
    assert.deepEqual(
      machine.looks.map(({ rid, horizon, isCensored }) => [rid, horizon, isCensored]),
      [
        ["r0", "24h", true],
        ["r0", "7d", true],
      ],
    );
    assert.equal((machine.stored as unknown[]).length, 1000);
  });

  it("does not search a document above its limit", async () => {
    const machine = new Machine();
    machine.documents.set("file:///a.py", `${text}\n${"x\n".repeat(1 << 20)}`);
    const window = machine.window();
    window.add(machine.text());
    await machine.clock.advance(24 * hourMs);
    window.tick();
    assert.deepEqual(machine.seen(), [["24h", 0, true]]);
  });

  it("keeps no text, starts anew from a state that cannot be read, and forgets when told", async () => {
    const machine = new Machine();
    const window = machine.window();
    window.add(machine.text({ lines: [] }));
    assert.equal(machine.stored, undefined, "a text of brackets alone proves nothing");
    window.add(machine.text({ lines: fingerprint([text], () => "0f") }));
    assert.ok(!JSON.stringify(machine.stored).includes("prices"));
    window.forgetAll();
    assert.deepEqual(machine.stored, []);
    for (const broken of ["x", 7, { a: 1 }, [null, { rid: 1 }, { rid: "r", lines: 3 }]]) {
      machine.stored = broken;
      await machine.clock.advance(400 * hourMs);
      machine.window().tick();
    }
    assert.deepEqual(machine.seen(), []);
  });
});
