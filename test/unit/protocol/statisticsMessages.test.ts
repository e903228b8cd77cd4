import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  decodeFromStatisticsPage,
  decodeToStatisticsPage,
} from "../../../src/protocol/statisticsMessages.ts";

describe("decodeFromStatisticsPage", () => {
  it("reads the four messages and drops what does not belong to them", () => {
    assert.deepEqual(decodeFromStatisticsPage({ kind: "ready", extra: 1 }), { kind: "ready" });
    assert.deepEqual(decodeFromStatisticsPage({ kind: "export" }), { kind: "export" });
    assert.deepEqual(decodeFromStatisticsPage({ kind: "setEnabled", isEnabled: false }), {
      kind: "setEnabled",
      isEnabled: false,
    });
    assert.deepEqual(decodeFromStatisticsPage({ kind: "show", range: "90", scope: "this", folder: "/etc" }), {
      kind: "show",
      range: "90",
      scope: "this",
    });
  });

  const hostile: readonly unknown[] = [
    undefined,
    null,
    "ready",
    42,
    [],
    [{ kind: "ready" }],
    {},
    { kind: "READY" },
    { kind: { toString: () => "ready" } },
    { kind: "show" },
    { kind: "show", range: 30, scope: "all" },
    { kind: "show", range: "30'; DROP TABLE events", scope: "all" },
    { kind: "show", range: "30", scope: "../../other" },
    { kind: "setEnabled", isEnabled: "false" },
    { kind: "setEnabled" },
    { kind: "__proto__" },
    JSON.parse('{"__proto__": {"kind": "export"}}'),
  ];
  for (const value of hostile) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      assert.equal(decodeFromStatisticsPage(value), undefined);
    });
  }

  it("never throws", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        decodeFromStatisticsPage(value);
        decodeToStatisticsPage(value);
      }),
    );
  });
});

describe("decodeToStatisticsPage", () => {
  it("refuses a report of another version", () => {
    assert.equal(decodeToStatisticsPage({ kind: "report", report: { v: 2 }, store: {} }), undefined);
    assert.equal(decodeToStatisticsPage({ kind: "failure" }), undefined);
  });
});
