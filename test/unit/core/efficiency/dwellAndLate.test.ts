import assert from "node:assert/strict";
import { ActiveMeters } from "../../../../src/core/efficiency/activeMeters.ts";
import { DwellMeter } from "../../../../src/core/efficiency/dwellMeter.ts";
import { EditBurstMeter, type EditBurst } from "../../../../src/core/efficiency/editBursts.ts";
import { lastHeadMove } from "../../../../src/core/efficiency/headLog.ts";
import { fingerprint, shareFound } from "../../../../src/core/efficiency/lineFingerprint.ts";
import { autoCharsOf, RetainedText } from "../../../../src/core/efficiency/retention.ts";

const hash = (text: string): string =>
  `h${text.length}-${text.charCodeAt(0)}-${text.charCodeAt(text.length - 1)}`;

describe("DwellMeter", () => {
  function dwells(act: (meter: DwellMeter) => void): readonly number[] {
    const found: number[] = [];
    const meter = new DwellMeter((_subject, dwellMs) => found.push(dwellMs));
    meter.begin({ rid: "r", feature: "completion" }, 0);
    act(meter);
    return found;
  }

  it("lasts to the next edit, not to the echo of the acceptance", () => {
    assert.deepEqual(
      dwells((meter) => {
        meter.edit(20);
        meter.input(3000);
        meter.edit(5000);
        meter.edit(9000);
      }),
      [5000],
    );
  });

  it("counts half the cut-off for a gap without a sign of life, and three minutes at most", () => {
    assert.deepEqual(
      dwells((meter) => meter.edit(500_000)),
      [30_000],
    );
    assert.deepEqual(
      dwells((meter) => {
        for (let ms = 10_000; ms <= 400_000; ms += 10_000) {
          meter.input(ms);
        }
      }),
      [180_000],
    );
  });
});

describe("pauses of one's own", () => {
  it("count after the writing of new text only", () => {
    const bursts: EditBurst[] = [];
    const meter = new EditBurstMeter((burst) => bursts.push(burst));
    const write = (origin: "typed" | "ai_inline", chars: number, nowMs: number): void =>
      meter.add("a", { origin, insertedChars: chars, deletedChars: 0, lines: 0 }, false, nowMs);
    write("typed", 12, 0);
    write("typed", 12, 5000);
    write("ai_inline", 30, 9000);
    write("typed", 3, 15_000);
    write("typed", 12, 20_000);
    meter.end();
    assert.deepEqual(
      bursts.map(({ pauseMs }) => pauseMs),
      [undefined, 5000, undefined, undefined, undefined],
    );
  });
});

describe("ActiveMeters", () => {
  it("counts the same inputs by four cut-offs", () => {
    let usual = 0;
    const others = new Map<string, number>();
    const meters = new ActiveMeters(
      ({ activeMs }) => (usual += activeMs),
      ({ cutoffS, activeMs }) => others.set(cutoffS, (others.get(cutoffS) ?? 0) + activeMs),
      true,
    );
    const activity = { state: "edit", file: "f", phase: "development", languageId: "python" } as const;
    for (const second of [0, 10, 100, 350]) {
      meters.input(activity, second * 1000);
    }
    meters.end(360_000);
    assert.equal(usual, 10_000 + 30_000 + 30_000 + 10_000);
    assert.deepEqual(Object.fromEntries(others), {
      16: 10_000 + 8000 + 8000 + 10_000,
      120: 100_000 + 60_000 + 10_000,
      300: 360_000,
    });
  });
});

describe("late looks", () => {
  const text = "def total(prices):\n    return sum(prices)\n";

  it("recognise lines by their hashes, each once, wherever they went", () => {
    const lines = fingerprint([text], hash);
    assert.equal(shareFound(lines, `# moved\n\t${text}`, hash), 1);
    assert.equal(shareFound(lines, "def total(prices):\n    return 0\n", hash), 18 / 36);
    assert.equal(shareFound(lines, "", hash), 0);
    assert.deepEqual(fingerprint(["}\n"], hash), []);
    assert.ok(!JSON.stringify(lines).includes("total"));
  });

  it("tell a commit from everything that may replace files", () => {
    const log = (message: string): string =>
      `0 1 A <a@b> 1 +0000\tclone: x\n1 2 A <a@b> 2 +0000\t${message}\n`;
    assert.equal(lastHeadMove(log("commit: add total")), "commit");
    assert.equal(lastHeadMove(log("commit (initial): first")), "commit");
    for (const message of [
      "checkout: moving from a to b",
      "rebase (finish): x",
      "reset: moving to HEAD~1",
      "pull: ff",
      "merge b: ff",
      "commit (merge): b",
      "commit (amend): c",
    ]) {
      assert.equal(lastHeadMove(log(message)), "switch", message);
    }
    assert.equal(lastHeadMove(""), "other");
  });
});

describe("accepted text", () => {
  it("tells what an editor would have put in itself", () => {
    assert.equal(autoCharsOf("if (a) {\n    b();\n}"), 4 + 3);
    assert.equal(autoCharsOf("x)"), 0);
  });

  it("counts edits inside it as rework, edits beside it not", () => {
    const retained = new RetainedText([{ offset: 10, text: "abcdefghij" }]);
    assert.deepEqual(retained.follow([{ offset: 0, deletedChars: 2, insertedChars: 5 }]), {
      insertedChars: 0,
      deletedChars: 0,
    });
    assert.deepEqual(retained.follow([{ offset: 15, deletedChars: 3, insertedChars: 4 }]), {
      insertedChars: 4,
      deletedChars: 3,
    });
    assert.deepEqual(retained.follow([{ offset: 40, deletedChars: 0, insertedChars: 1 }]), {
      insertedChars: 0,
      deletedChars: 0,
    });
    assert.equal(retained.keptChars(undefined), 7);
  });
});
