import assert from "node:assert/strict";
import { readDurationMs, restAfterAnswerMs } from "../../../../src/core/backends/rateHeaders.ts";

describe("rate headers", () => {
  const durations: readonly (readonly [string, number | undefined])[] = [
    ["1s", 1_000],
    ["6m0s", 360_000],
    ["20ms", 20],
    ["1h2m3.5s", 3_723_500],
    ["7", 7_000],
    ["", undefined],
    ["soon", undefined],
    ["-1s", undefined],
  ];
  for (const [text, ms] of durations) {
    it(`reads “${text}”`, () => assert.equal(readDurationMs(text), ms));
  }

  it("keeps the background still only when hardly any request is left", () => {
    const rest = (remaining: string | undefined, reset = "2s"): number | undefined =>
      restAfterAnswerMs(
        new Headers(
          remaining === undefined
            ? {}
            : { "x-ratelimit-remaining-requests": remaining, "x-ratelimit-reset-requests": reset },
        ),
      );
    assert.deepEqual(
      [rest("2"), rest("0"), rest("3"), rest("many"), rest(undefined), rest("0", "?")],
      [2_000, 2_000, undefined, undefined, undefined, undefined],
    );
  });
});
