import assert from "node:assert/strict";
import { RejectionStreak } from "../../../../src/core/completion/rejectionStreak.ts";

function streakOf(count: number): RejectionStreak {
  const streak = new RejectionStreak();
  for (let index = 0; index < count; index += 1) {
    streak.noteRejected();
  }
  return streak;
}

describe("RejectionStreak", () => {
  it("is not quiet before patience ends, and doubles the wait from there", () => {
    assert.deepEqual(
      [0, 4, 5, 6, 7, 8, 50].map((count) => streakOf(count).quietMs(5)),
      [0, 0, 300, 600, 1200, 2400, 2400],
    );
  });

  it("ends with the first text that is kept", () => {
    const streak = streakOf(9);
    assert.equal(streak.count, 9);
    streak.noteKept();
    assert.equal(streak.count, 0);
    assert.equal(streak.quietMs(0), 300);
    assert.equal(streak.quietMs(1), 0);
  });

  it("is never quiet with endless patience", () => {
    assert.equal(streakOf(1000).quietMs(Infinity), 0);
  });
});
