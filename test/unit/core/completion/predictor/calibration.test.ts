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
    assert.ok((cautious.surenessFor(0.9) ?? 0) >= 0.98);
    assert.ok((cautious.surenessFor(0.3) ?? 1) <= 0.6);
  });

  it("takes what was measured", () => {
    const measured = Calibration.of([...lines(0.95, 195, 200), ...lines(0.75, 120, 200)]);
    assert.equal(measured.surenessFor(0.9), 0.8);
    assert.ok(measured.confidenceOf(0.75) < 0.9);
    assert.ok(measured.confidenceOf(0.96) > 0.9);
  });

  it("never falls with sureness and never exceeds what is proven", () => {
    const odd = Calibration.of([...lines(0.99, 50, 100), ...lines(0.6, 100, 100)]);
    const precisions = odd.points.map(({ precision }) => precision);
    assert.deepEqual(
      precisions,
      [...precisions].sort((a, b) => a - b),
    );
    assert.equal(Calibration.of(lines(0.95, 0, 200)).surenessFor(0.9), undefined);
  });

  it("counts a right text once and goes on behind it, a wrong one at each key", () => {
    const wrong = { sureness: [0.9], lengths: [2], rightCount: 0 };
    const right = { sureness: [0.9], lengths: [2], rightCount: 1 };
    const { points } = Calibration.of([[wrong, wrong, right, right, right]]);
    assert.equal(points.find(({ sureness }) => sureness === 0.9)?.shown, 4);
  });
});
