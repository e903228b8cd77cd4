import assert from "node:assert/strict";
import { rowsIn, rollUp, type RollUpRow } from "../../../../src/core/efficiency/rollUp.ts";
import { summarize } from "../../../../src/core/efficiency/summary.ts";
import { glanceOf } from "../../../../src/core/efficiency/today.ts";
import { countsOnly, harmed, helped, PersonaLog } from "../../../fakes/seededEvents.ts";

const lastDayMs = Date.UTC(2026, 10, 24, 9);

describe("glanceOf", () => {
  it("agrees with the page about the same day, for the helped, the harmed and the new", () => {
    for (const persona of [helped, harmed, countsOnly]) {
      const rows = rollUp(new PersonaLog(persona).write(lastDayMs));
      const day = rows.findLast(({ metric }) => metric === "active")?.day ?? "";
      const glance = glanceOf(rowsIn(rows), day);
      assert.ok(glance !== null);
      const page = summarize({ fromDay: day, toDay: day, ws: null }, rowsIn(rows), day, day);
      assert.equal(glance.keptChars, page.totals.keptChars);
      const cost = page.ledger.phases.reduce((sum, { costSeconds }) => sum + costSeconds, 0);
      assert.ok(Math.abs(glance.costSeconds - cost) < 1e-9);
      const active = page.active.reduce((sum, { activeMs }) => sum + activeMs, 0) / 1000;
      assert.ok(Math.abs(glance.activeSeconds - active) < 1e-6);
      if (glance.netSeconds !== null) {
        // A phase without a price gains nothing and still costs.
        const gain = page.ledger.phases.reduce((sum, { gainSeconds }) => sum + (gainSeconds ?? 0), 0);
        assert.ok(Math.abs(glance.netSeconds - (gain - cost)) < 1e-9);
      }
    }
  });

  it("has no net where nothing that was kept has a price, and nothing for a day that cannot be believed", () => {
    const row = (metric: string, dim: string, n: number, total: number): RollUpRow => ({
      ...{ day: "2026-11-24", ws: "", phase: "development", lang: "python" },
      ...{ metric, dim, n, total },
    });
    const kept = [row("kept@10m", "completion", 1, 40), row("credited@10m", "completion", 1, 40)];
    const active = row("active", "edit", 1, 60_000);
    const waiting = row("waiting", "ask", 1, 2500);
    const unpriced = glanceOf(rowsIn([...kept, active, waiting]), "2026-11-24");
    assert.deepEqual(unpriced, {
      day: "2026-11-24",
      activeSeconds: 60,
      keptChars: 40,
      unpricedChars: 40,
      gainSeconds: null,
      costSeconds: 2.5,
      netSeconds: null,
    });
    const typing = [row("typingChars", "typed", 60, 1200), row("typingMs", "typed", 60, 300_000)];
    const much = row("credited@10m", "completion", 1, 100_000);
    assert.equal(glanceOf(rowsIn([...typing, active, much]), "2026-11-24"), null);
    assert.equal(glanceOf(rowsIn([]), "2026-11-24")?.keptChars, 0);
  });
});
