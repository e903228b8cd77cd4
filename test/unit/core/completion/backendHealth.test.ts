import assert from "node:assert/strict";
import { AssistantError } from "../../../../src/core/errors.ts";
import { BackendHealth } from "../../../../src/core/completion/backendHealth.ts";

describe("BackendHealth", () => {
  it("rests longer with each failure, up to a minute, and not at all after a reply", () => {
    const health = new BackendHealth();
    const error = new AssistantError("unreachable", "no");
    const rests = Array.from({ length: 6 }, () => {
      health.noteFailure(error, 0);
      return [4_999, 9_999, 19_999, 39_999, 59_999, 60_001].filter((ms) => health.isResting(ms)).length;
    });
    assert.deepEqual(rests, [1, 2, 3, 4, 5, 5]);
    health.noteReply(100);
    assert.equal(health.isResting(0), false);
    health.noteFailure(error, 0);
    assert.equal(health.isResting(5_001), false);
  });

  it("waits as long as the server asks", () => {
    const health = new BackendHealth();
    health.noteFailure(new AssistantError("rateLimited", "slow", { retryAfterMs: 90_000 }), 1000);
    assert.equal(health.isResting(90_999), true);
    health.wake();
    assert.equal(health.isResting(1001), false);
  });

  it("does not rest for what the network has no part in", () => {
    const health = new BackendHealth();
    health.noteFailure(new AssistantError("hostNotConfirmed", "no"), 0);
    health.noteFailure(new AssistantError("fileWithheld", "no"), 0);
    assert.equal(health.isResting(1), false);
  });

  it("learns how long the first text takes, from silence too", () => {
    const health = new BackendHealth();
    assert.equal(health.expectedFirstTextMs, undefined);
    health.noteReply(100);
    health.noteReply(200);
    assert.equal(health.expectedFirstTextMs, 130);
    health.noteSilence(50);
    assert.equal(health.expectedFirstTextMs, 130);
    health.noteSilence(1130);
    assert.equal(health.expectedFirstTextMs, 430);
  });
});
