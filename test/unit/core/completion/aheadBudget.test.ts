import assert from "node:assert/strict";
import { AheadBudget } from "../../../../src/core/completion/aheadBudget.ts";

/** Requests ahead that are made for `shown` texts when each is asked for as soon as it may be. */
function madeFor(shown: number, isFree: boolean, usedShare: number): number {
  const budget = new AheadBudget();
  let made = 0;
  let used = 0;
  for (let index = 0; index < shown; index += 1) {
    budget.noteShown();
    if (budget.isOpen(isFree)) {
      budget.noteMade();
      made += 1;
      if (used < made * usedShare) {
        budget.noteUsed();
        used += 1;
      }
    }
  }
  return made;
}

describe("AheadBudget", () => {
  it("makes one for each shown text at home", () => {
    assert.equal(madeFor(100, true, 1), 100);
  });

  it("makes at most three for ten shown texts where requests cost money", () => {
    const made = madeFor(200, false, 1);
    assert.ok(made >= 50 && made <= 64, String(made));
  });

  it("stops when less than a fifth was of use", () => {
    assert.equal(madeFor(100, true, 0), 10);
    assert.equal(madeFor(100, true, 0.5), 100);
  });

  it("never makes more than two over the shown texts", () => {
    const budget = new AheadBudget();
    let made = 0;
    while (budget.isOpen(true) && made < 50) {
      budget.noteMade();
      budget.noteUsed();
      made += 1;
    }
    assert.equal(made, 2);
  });
});
