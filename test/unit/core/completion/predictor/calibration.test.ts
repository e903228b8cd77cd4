import assert from "node:assert/strict";
import { Calibration } from "../../../../../src/core/completion/predictor/calibration.ts";
import type { LineTrace } from "../../../../../src/core/completion/predictor/holdOut.ts";

/** Lines with one prediction of the given sureness each, right in `right` of `total`. */
function lines(sureness: number, right: number, total: number): LineTrace[] {
  return Array.from({ length: total }, (_, index) => [
    { sureness: [sureness], lengths: [3], rightCount: index < right ? 1 : 0 },
  ]);
}

describe("Calibration", () => {
  it("promises 9 in 10 to the surest only before anything is measured", () => {
    const cautious = Calibration.cautious();
    assert.ok((cautious.surenessForShare(0.9) ?? 0) >= 0.98);
    assert.ok((cautious.surenessForShare(0.3) ?? 1) <= 0.6);
  });

  it("takes what was measured", () => {
    const measured = Calibration.of([...lines(0.95, 195, 200), ...lines(0.75, 120, 200)]);
    assert.equal(measured.surenessForShare(0.9), 0.8);
    assert.ok((measured.pointAt(0.75)?.share ?? 1) < 0.9);
    assert.ok((measured.pointAt(0.96)?.share ?? 0) > 0.9);
  });

  it("never falls with sureness and never exceeds what is proven", () => {
    const odd = Calibration.of([...lines(0.99, 50, 100), ...lines(0.6, 100, 100)]);
    const precisions = odd.points.map(({ share }) => share);
    assert.deepEqual(
      precisions,
      [...precisions].sort((a, b) => a - b),
    );
    assert.equal(Calibration.of(lines(0.95, 0, 200)).surenessForShare(0.9), undefined);
  });

  it("counts a right text once and goes on behind it, and nothing behind a wrong one", () => {
    const wrong = { sureness: [0.9], lengths: [2], rightCount: 0 };
    const right = { sureness: [0.9], lengths: [2], rightCount: 1 };
    const none = { sureness: [], lengths: [], rightCount: 0 };
    const { points } = Calibration.of([[right, right, none, right, right, wrong, wrong, right]]);
    assert.equal(points.find(({ sureness }) => sureness === 0.9)?.shown, 3);
    assert.equal(points.find(({ sureness }) => sureness === 0.93)?.shown, 0);
  });

  it("takes the longest text that is sure enough, and is wrong when that goes too far", () => {
    const column = { sureness: [0.99, 0.7], lengths: [2, 6], rightCount: 1 };
    const { points } = Calibration.of(Array.from({ length: 60 }, () => [column]));
    const at = (sureness: number): number => points.find((point) => point.sureness === sureness)?.share ?? -1;
    assert.ok(at(0.7) < 0.1);
    assert.ok(at(0.8) > 0.9);
  });

  it("tells how sure a text is by itself apart from how sure all such texts are together", () => {
    const measured = Calibration.of([...lines(0.995, 400, 400), ...lines(0.75, 30, 100)]);
    const low = measured.pointAt(0.75);
    assert.ok((low?.share ?? 0) > 0.8);
    assert.ok((low?.confidence ?? 1) < 0.3 && (low?.confidence ?? 0) > 0.15);
    assert.equal(measured.surenessForConfidence(0.9), 0.99);
    assert.equal(measured.pointAt(0.1), undefined);
  });

  it("joins steps whose texts would be less often right than those below", () => {
    const measured = Calibration.of([
      ...lines(0.72, 60, 100),
      ...lines(0.82, 40, 100),
      ...lines(0.995, 100, 100),
    ]);
    const low = measured.pointAt(0.72)?.confidence ?? 0;
    assert.ok(low > 0.4 && low < 0.5, String(low));
    assert.equal(measured.pointAt(0.82)?.confidence, low);
    assert.ok((measured.pointAt(0.995)?.confidence ?? 0) > 0.95);
  });

  it("goes by the cautious table where too little was shown", () => {
    const few = Calibration.of(lines(0.9, 20, 20));
    assert.deepEqual(
      few.points.map(({ share }) => share),
      Calibration.cautious().points.map(({ share }) => share),
    );
    assert.equal(
      Calibration.of(lines(0.9, 40, 40)).points.find(({ sureness }) => sureness === 0.9)?.shown,
      40,
    );
  });
});
