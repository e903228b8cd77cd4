import assert from "node:assert/strict";
import { join } from "node:path";
import * as fc from "fast-check";
import { ratioEstimates, seededUniform } from "../../../../src/core/efficiency/bootstrap.ts";
import { formulaVersion } from "../../../../src/core/efficiency/effect.ts";
import { gateVerdicts } from "../../../../src/core/efficiency/gateVerdicts.ts";
import { mayShowPercentages, type GateVerdicts } from "../../../../src/core/efficiency/gates.ts";
import { rollUp, rowsIn } from "../../../../src/core/efficiency/rollUp.ts";
import { summarize } from "../../../../src/core/efficiency/summary.ts";
import { aYear, countsOnly, PersonaLog, type Persona } from "../../../fakes/seededEvents.ts";
import { isWithin } from "../../../simulate/binomial.ts";
import { formulaHash } from "../../../simulate/formulaFiles.ts";

const lastDayMs = Date.UTC(2026, 10, 24, 9);
const query = { fromDay: null, toDay: "2026-11-24", ws: null };

function passed(isPassed: boolean, version = formulaVersion): GateVerdicts {
  const row = { id: "a", grades: ["B", "C"], target: "", figure: "", isPassed } as const;
  return { formulaVersion: version, sourceHash: "", runsPerCell: 200, rows: [row] };
}

function effectOf(persona: Persona, verdicts: GateVerdicts): ReturnType<typeof summarize>["effect"] {
  const rows = rollUp(new PersonaLog(persona).write(lastDayMs));
  return summarize(query, rowsIn(rows), query.toDay, rows[0]?.day ?? null, { verdicts, draws: 300 }).effect;
}

describe("gate verdicts", () => {
  it("belong to the formulas of this build", () => {
    const root = join(import.meta.dirname, "..", "..", "..", "..");
    assert.equal(gateVerdicts.formulaVersion, formulaVersion, "run npm run simulate");
    assert.equal(gateVerdicts.sourceHash, formulaHash(root), "a formula has changed: run npm run simulate");
    assert.ok(gateVerdicts.runsPerCell >= 200);
    assert.ok(gateVerdicts.rows.length >= 30);
  });

  it("let a percentage appear only where every row of the grade passed for these formulas", () => {
    assert.equal(mayShowPercentages(passed(true), "C", formulaVersion), true);
    assert.equal(mayShowPercentages(passed(false), "C", formulaVersion), false);
    assert.equal(mayShowPercentages(passed(true, "ledger 1"), "C", formulaVersion), false);
    assert.equal(mayShowPercentages(passed(true), "D", formulaVersion), false);
    assert.equal(mayShowPercentages({ ...passed(true), rows: [] }, "C", formulaVersion), false);
  });
});

describe("effectOf", () => {
  it("gives readings with intervals in both forms after twenty active days", () => {
    const effect = effectOf(aYear, passed(true));
    assert.deepEqual(effect.missing, []);
    assert.equal(effect.grade, "C");
    const overall = effect.rows.find(({ phase }) => phase === "overall");
    assert.ok(overall?.low !== null && overall?.low !== undefined);
    const { tr, su, interval, netSeconds } = overall.low;
    assert.ok(interval[0] <= tr && tr <= interval[1]);
    assert.ok(Math.abs(su - netSeconds / overall.activeSeconds) < 1e-9);
    assert.ok(Math.abs(1 / (1 - tr) - 1 - su) < 1e-9);
    assert.equal(overall.high, null);
  });

  it("is the mean of the phases, weighted by the time without the assistant", () => {
    const { rows } = effectOf(aYear, passed(true));
    const parts = rows.filter(({ phase, low }) => phase !== "overall" && low !== null);
    const mean = parts.reduce((sum, { share, low }) => sum + share * (low?.tr ?? 0), 0);
    const overall = rows.find(({ phase }) => phase === "overall")?.low?.tr ?? 0;
    const rest = 1 - parts.reduce((sum, { share }) => sum + share, 0);
    assert.ok(Math.abs(mean - overall) <= 1e-9 + Math.abs(rest), `${mean} ${overall}`);
  });

  it("gives no reading where a gate failed, days are few or nothing has a price", () => {
    const failed = effectOf(aYear, passed(false));
    assert.deepEqual(failed.missing, [{ reason: "gates" }]);
    const few = effectOf(countsOnly, passed(true));
    assert.equal(few.grade, "D");
    assert.ok(few.missing.some(({ reason }) => reason === "days"));
    for (const { low, mid, high } of [...failed.rows, ...few.rows]) {
      assert.deepEqual([low, mid, high], [null, null, null]);
    }
    assert.ok([...failed.cutoffs, ...few.cutoffs].every(({ tr }) => tr === null));
  });
});

describe("ratioEstimates", () => {
  const day = fc.record({
    net: fc.double({ min: -50, max: 50, noNaN: true }),
    active: fc.double({ min: 60, max: 900, noNaN: true }),
  });

  it("is finite, repeatable, holds its own estimate, and does not depend on the unit", () => {
    fc.assert(
      fc.property(fc.array(day, { minLength: 20, maxLength: 40 }), (days) => {
        const series = (unit: number) => ({
          net: Float64Array.from(days, ({ net }) => net * unit),
          without: Float64Array.from(days, ({ net, active }) => (net + active) * unit),
          baselineVariance: 0,
        });
        const [seconds, again, minutes] = [series(1), series(1), series(1 / 64)].map(
          (one) => ratioEstimates([one], days.length, 200)[0],
        );
        assert.deepEqual(seconds, again);
        assert.ok(Math.abs((seconds?.ratio ?? 0) - (minutes?.ratio ?? 1)) < 1e-9);
        for (const bound of seconds?.interval ?? []) {
          assert.ok(Number.isFinite(bound));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("widens with the uncertainty of the baselines", () => {
    const net = Float64Array.from({ length: 30 }, (_, index) => 20 + (index % 5));
    const without = Float64Array.from({ length: 30 }, () => 400);
    const [sure] = ratioEstimates([{ net, without, baselineVariance: 0 }], 30);
    const [unsure] = ratioEstimates([{ net, without, baselineVariance: 60 ** 2 }], 30);
    const width = (estimate: typeof sure): number =>
      (estimate?.interval?.[1] ?? 0) - (estimate?.interval?.[0] ?? 0);
    assert.ok(width(unsure) > width(sure));
    // With hardly any chance of days, what is left is the normal interval of the baselines' error.
    const usual = (2 * 1.96 * 60 * (1 - 22 / 400)) / (30 * 400);
    assert.ok(Math.abs(width(unsure) - usual) < 0.1 * usual, `${width(unsure)} ${usual}`);
  });

  it("covers a known ratio of chance days in 93 to 97 of 100 cases, with unsure baselines too", () => {
    const uniform = seededUniform(99);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    const runs = 400;
    for (const rateError of [0, 0.2]) {
      let covered = 0;
      for (let run = 0; run < runs; run += 1) {
        const rate = 1 + rateError * normal();
        const days = Array.from({ length: 24 }, () => {
          const active = 3000 * Math.exp(0.4 * normal());
          return { active, gain: active * (0.25 + 0.08 * normal()) };
        });
        const net = Float64Array.from(days, ({ gain }) => gain * rate);
        const without = Float64Array.from(days, ({ active, gain }) => active + gain * rate);
        const gains = net.reduce((sum, value) => sum + value, 0);
        const series = { net, without, baselineVariance: (rateError * gains) ** 2 };
        const interval = ratioEstimates([series], days.length, 400)[0]?.interval ?? [1, 0];
        covered += interval[0] <= 0.2 && 0.2 <= interval[1] ? 1 : 0;
      }
      assert.ok(isWithin(runs, covered, 0.93, 0.97), `${covered} of ${runs}`);
    }
  });
});
