import assert from "node:assert/strict";
import { joinSentences } from "../../../../src/core/text/joinSentences.ts";

describe("joinSentences", () => {
  it("puts a blank between sentences, but none behind a full-width stop", () => {
    assert.equal(joinSentences("One.", "Two.", "Three."), "One. Two. Three.");
    assert.equal(joinSentences("一。", "二！", "三？", "four."), "一。二！三？four.");
    assert.equal(joinSentences("", "One.", "", "二。"), "One. 二。");
    assert.equal(joinSentences(), "");
  });
});
