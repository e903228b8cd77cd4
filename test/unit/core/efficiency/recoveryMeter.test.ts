import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { EfficiencyEvent, EventBody, Phase } from "../../../../src/core/efficiency/events.ts";
import { maxRecoveryMs, RecoveryMeter } from "../../../../src/core/efficiency/recoveryMeter.ts";
import { TestOutcomes } from "../../../../src/core/efficiency/testOutcomes.ts";

const day = "2026-11-24";
const noonMs = Date.parse(`${day}T12:00:00Z`);

function event(body: EventBody, phase: Phase = "development", ts = noonMs): EfficiencyEvent {
  const envelope = { v: 1, id: "e", mono: 0, tz: 0, win: "w", seq: 1, sess: "s", ws: "ws" } as const;
  return { ...envelope, ts, lang: "python", phase, ext: "0", ...body };
}

function slice(activeMs: number, phase: Phase = "development", ts = noonMs): EfficiencyEvent {
  return event({ type: "activity.slice", state: "read", activeMs, file: null }, phase, ts);
}

const accepted = event({
  type: "suggest.resolve",
  rid: "r",
  outcome: "accept",
  decideMs: 900,
  takenChars: 30,
  certainty: "exact",
});

function recoveries(act: (meter: RecoveryMeter) => void): readonly (readonly [string, number, Phase])[] {
  const found: [string, number, Phase][] = [];
  const meter = new RecoveryMeter((feature, activeMs, phase) => found.push([feature, activeMs, phase]));
  act(meter);
  return found;
}

describe("RecoveryMeter", () => {
  it("charges the active time from the failed to the passed run, by phase", () => {
    const found = recoveries((meter) => {
      meter.didRunTests(true, day);
      meter.see(accepted);
      meter.see(slice(50_000));
      meter.didRunTests(false, day);
      meter.see(slice(8000));
      meter.see(slice(5000, "testing"));
      meter.didRunTests(false, day);
      meter.see(slice(2000));
      meter.didRunTests(true, day);
      meter.see(slice(9000));
    });
    assert.deepEqual(found, [
      ["completion", 10_000, "development"],
      ["completion", 5000, "testing"],
    ]);
  });

  it("charges nothing where no text was accepted since the last passed run, or on another day", () => {
    const found = recoveries((meter) => {
      meter.didRunTests(false, day);
      meter.see(slice(8000));
      meter.didRunTests(true, day);
      meter.see(accepted);
      meter.didRunTests(true, day);
      meter.didRunTests(false, day);
      meter.see(slice(8000));
      meter.didRunTests(true, day);
      meter.see(accepted);
      meter.didRunTests(false, "2026-11-25");
      meter.see(slice(8000));
      meter.end();
    });
    assert.deepEqual(found, []);
  });

  it("charges nothing where no run had passed that day: nothing says that the text broke it", () => {
    const found = recoveries((meter) => {
      meter.see(accepted);
      meter.didRunTests(false, day);
      meter.see(slice(8000));
      meter.didRunTests(true, "2026-11-23");
      meter.see(accepted);
      meter.didRunTests(false, day);
      meter.see(slice(8000));
      meter.end();
    });
    assert.deepEqual(found, []);
  });

  it("leaves out what is charged under another name, and never falls below zero", () => {
    const found = recoveries((meter) => {
      meter.didRunTests(true, day);
      meter.see(accepted);
      meter.didRunTests(false, day);
      meter.see(slice(20_000));
      meter.see(event({ type: "activity.slice", state: "ai_prompt", activeMs: 7000, file: null }));
      const rework = {
        type: "suggest.rework",
        rid: "r",
        feature: "fix",
        insertedChars: 1,
        deletedChars: 0,
      } as const;
      meter.see(event({ ...rework, editMs: 4000 }));
      meter.see(event({ type: "suggest.dwell", rid: "r", feature: "fix", dwellMs: 6000 }));
      meter.see(slice(1000, "testing"));
      meter.see(event({ ...rework, editMs: 3000 }, "testing"));
      meter.didRunTests(true, day);
    });
    assert.deepEqual(found, [["completion", 10_000, "development"]]);
  });

  it("ends after half an hour, at midnight and with the window", () => {
    const long = recoveries((meter) => {
      meter.didRunTests(true, day);
      meter.see(accepted);
      meter.didRunTests(false, day);
      for (let ms = 0; ms < 2 * maxRecoveryMs; ms += 60_000) {
        meter.see(slice(60_000));
      }
      meter.end();
    });
    assert.deepEqual(long, [["completion", maxRecoveryMs, "development"]]);
    const overnight = recoveries((meter) => {
      meter.didRunTests(true, day);
      meter.see(accepted);
      meter.didRunTests(false, day);
      meter.see(slice(5000));
      meter.see(slice(7000, "development", noonMs + 86_400_000));
      meter.end();
    });
    assert.deepEqual(overnight, [["completion", 5000, "development"]]);
  });

  it("names the feature of an applied edit, and forgets what was deleted", () => {
    const applied = event({
      type: "edit.apply",
      rid: "r",
      feature: "fix",
      addedLines: 1,
      removedLines: 0,
      chars: 9,
      reviewMs: 10,
      outcome: "applied",
    });
    const found = recoveries((meter) => {
      meter.didRunTests(true, day);
      meter.see(applied);
      meter.didRunTests(false, day);
      meter.see(slice(3000));
      meter.didRunTests(true, day);
      meter.see(applied);
      meter.didRunTests(false, day);
      meter.see(slice(3000));
      meter.forget();
      meter.see(accepted);
      meter.didRunTests(false, day);
      meter.see(slice(3000));
      meter.end();
    });
    assert.deepEqual(found, [["fix", 3000, "development"]]);
  });

  it("never charges more than the active time it saw, whatever comes in which order", () => {
    const acts = fc.array(
      fc.oneof(fc.constant("accept"), fc.constant("pass"), fc.constant("fail"), fc.nat({ max: 60_000 })),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(acts, (list) => {
        let seen = 0;
        const found = recoveries((meter) => {
          for (const act of list) {
            if (typeof act === "number") {
              seen += act;
              meter.see(slice(act));
            } else if (act === "accept") {
              meter.see(accepted);
            } else {
              meter.didRunTests(act === "pass", day);
            }
          }
          meter.end();
        });
        const charged = found.reduce((sum, [, ms]) => sum + ms, 0);
        assert.ok(charged >= 0 && charged <= seen, `${charged} of ${seen}`);
      }),
    );
  });
});

describe("TestOutcomes", () => {
  it("books debugging to testing within five minutes of a failed run", () => {
    const outcomes = new TestOutcomes();
    assert.equal(outcomes.phaseOfDebugging("development", 0), undefined);
    outcomes.didRun(false, 1000);
    assert.equal(outcomes.phaseOfDebugging("development", 301_000), "testing");
    assert.equal(outcomes.phaseOfDebugging("development", 301_001), undefined);
  });

  it("leaves debugging to the file after a passed run, and to testing in a test", () => {
    const outcomes = new TestOutcomes();
    outcomes.didRun(false, 1000);
    outcomes.didRun(true, 2000);
    assert.equal(outcomes.phaseOfDebugging("development", 3000), undefined);
    assert.equal(outcomes.phaseOfDebugging("testing", 3000), "testing");
  });
});
