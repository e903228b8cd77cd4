import assert from "node:assert/strict";
import {
  lowerCaution,
  raiseCaution,
  requestDelayMs,
  type DelayInput,
} from "../../../../src/core/completion/requestDelay.ts";
import { TypingRhythm } from "../../../../src/core/completion/typingRhythm.ts";

const typing: DelayInput = {
  setting: "auto",
  trigger: "automatic",
  isLoopback: false,
  linePrefix: "const total",
  medianIntervalMs: 93,
  pauseBeforeKeyMs: 93,
  caution: 1,
  isAfterDivergence: false,
  delayFactor: 1,
  quietMs: 0,
};

describe("requestDelayMs", () => {
  it("waits a little more than the key interval, less the head start", () => {
    assert.ok(Math.abs(requestDelayMs(typing) - 62.3) < 0.1);
    assert.equal(requestDelayMs({ ...typing, medianIntervalMs: 30 }), 0);
    assert.equal(requestDelayMs({ ...typing, medianIntervalMs: 900 }), 120);
  });

  it("does not wait on a new line, after an opening, after a pause, at home, or by hand", () => {
    for (const change of [
      { linePrefix: "    " },
      { linePrefix: "foo(" },
      { linePrefix: "a.b." },
      { linePrefix: "x =" },
      { linePrefix: "  return " },
      { pauseBeforeKeyMs: 500 },
      { isLoopback: true },
      { trigger: "manual" as const },
    ]) {
      assert.equal(requestDelayMs({ ...typing, ...change }), 0, JSON.stringify(change));
    }
  });

  it("does not wait after a divergence, but for a fixed setting and after repeated rejection", () => {
    const diverged = { ...typing, isAfterDivergence: true, caution: 4 };
    assert.equal(requestDelayMs(diverged), 0);
    assert.equal(requestDelayMs({ ...diverged, quietMs: 600 }), 600);
    assert.equal(requestDelayMs({ ...diverged, setting: 90 }), 90);
  });

  it("takes a fixed setting as it is, and manual before it", () => {
    assert.equal(requestDelayMs({ ...typing, setting: 1500 }), 1500);
    assert.equal(requestDelayMs({ ...typing, setting: 0 }), 0);
    assert.equal(requestDelayMs({ ...typing, setting: 1500, trigger: "manual" }), 0);
  });

  it("grows with divergence up to 250 ms and shrinks with acceptance", () => {
    let caution = 1;
    for (let times = 0; times < 50; times += 1) {
      caution = raiseCaution(caution);
    }
    assert.ok(requestDelayMs({ ...typing, caution }) > 240);
    assert.ok(requestDelayMs({ ...typing, caution, medianIntervalMs: 900 }) <= 250);
    assert.ok(requestDelayMs({ ...typing, caution: lowerCaution(1) }) < requestDelayMs(typing));
  });
});

describe("TypingRhythm", () => {
  it("knows the typical interval before its own, and forgets pauses", () => {
    const rhythm = new TypingRhythm();
    assert.equal(rhythm.medianIntervalMs(), 93);
    let now = 0;
    for (let key = 0; key < 11; key += 1) {
      now += key % 3 === 2 ? 5000 : 50;
      rhythm.noteKey(now);
    }
    assert.equal(rhythm.medianIntervalMs(), 50);
    assert.equal(rhythm.sinceLastKeyMs(now + 7), 7);
  });
});
