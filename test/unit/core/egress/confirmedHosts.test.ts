import assert from "node:assert/strict";
import {
  confirmedHosts,
  decideHost,
  decodeHostDecisions,
  joinHostDecisions,
} from "../../../../src/core/egress/confirmedHosts.ts";

const a = "https://a.example";
const b = "https://b.example";

describe("confirmed hosts", () => {
  it("stand in the order of confirmation, without those that were forgotten", () => {
    const decided = [
      [b, true, 20],
      [a, true, 10],
      ["https://c.example", true, 5],
      ["https://c.example", false, 30],
    ] as const;
    const decisions = decided.reduce(
      (known, [origin, isAllowed, nowMs]) => decideHost(known, origin, isAllowed, nowMs),
      {},
    );
    assert.deepEqual(confirmedHosts(decisions), [
      { origin: a, confirmedAtMs: 10 },
      { origin: b, confirmedAtMs: 20 },
    ]);
  });

  it("a host that is forgotten stays so when an older state with its confirmation arrives", () => {
    const confirmed = decideHost({}, a, true, 50);
    const forgotten = decideHost(confirmed, a, false, 40);
    assert.deepEqual(
      confirmedHosts(joinHostDecisions(confirmed, forgotten)),
      [],
      "though the clock was set back",
    );
    assert.deepEqual(confirmedHosts(joinHostDecisions(forgotten, confirmed)), []);
    const again = decideHost(forgotten, a, true, 40);
    assert.equal(confirmedHosts(joinHostDecisions(forgotten, again)).length, 1);
  });

  it("of two words of the same millisecond the one that sends nothing holds", () => {
    const yes = { [a]: { isAllowed: true, atMs: 5 } };
    const no = { [a]: { isAllowed: false, atMs: 5 } };
    assert.deepEqual([joinHostDecisions(yes, no), joinHostDecisions(no, yes)], [no, no]);
  });

  it("a word that is repeated keeps its time", () => {
    const confirmed = decideHost({}, a, true, 5);
    assert.equal(decideHost(confirmed, a, true, 9), confirmed);
  });

  it("are read from what an earlier version kept, and from nothing else", () => {
    const list = [{ origin: a, confirmedAtMs: 3 }, { origin: b }, { origin: 4 }, null, "https://d.example"];
    assert.deepEqual(confirmedHosts(decodeHostDecisions(list)), [
      { origin: b, confirmedAtMs: 0 },
      { origin: a, confirmedAtMs: 3 },
    ]);
    for (const bad of [
      undefined,
      null,
      7,
      "x",
      { [a]: true },
      { [a]: { isAllowed: "yes", atMs: 1 } },
      [[a]],
    ]) {
      assert.deepEqual(decodeHostDecisions(bad), {}, JSON.stringify(bad));
    }
    const stored = { [a]: { isAllowed: true, atMs: 3 }, [b]: { isAllowed: false, atMs: 4 } };
    assert.deepEqual(decodeHostDecisions(JSON.parse(JSON.stringify(stored))), stored);
  });
});
