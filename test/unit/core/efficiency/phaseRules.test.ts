import assert from "node:assert/strict";
import * as fc from "fast-check";
import { PhaseClock, phaseOfFile } from "../../../../src/core/efficiency/phaseRules.ts";

const cases: readonly [path: string, languageId: string, phase: string][] = [
  ["python/tests/test_stock.py", "python", "testing"],
  ["python/inventory/stock.py", "python", "development"],
  ["inventory/stock_test.go", "go", "testing"],
  ["conftest.py", "python", "testing"],
  ["java/src/test/java/org/example/orders/OrderBookTest.java", "java", "testing"],
  ["java/src/main/java/org/example/orders/OrderBook.java", "java", "development"],
  ["src/LatestOrders.java", "java", "development"],
  ["src/Testament.java", "java", "development"],
  ["src/Contest.kt", "kotlin", "development"],
  ["cpp/tests/lru_cache_test.cpp", "cpp", "testing"],
  ["cpp/include/shelf/lru_cache.hpp", "cpp", "development"],
  ["src/table.test.ts", "typescript", "testing"],
  ["src/latest.ts", "typescript", "development"],
  ["src/attestation/index.ts", "typescript", "development"],
  ["src/__snapshots__/a.snap", "plaintext", "testing"],
  ["vitest.config.ts", "typescript", "testing"],
  ["README.md", "markdown", "design"],
  ["tests/README.md", "markdown", "design"],
  ["docs/adr/0001.adoc", "asciidoc", "design"],
  ["docs/conf.py", "python", "development"],
  ["docs/flow.drawio", "xml", "design"],
  ["api/openapi.yaml", "yaml", "design"],
  ["Dockerfile", "dockerfile", "development"],
  ["package.json", "json", "development"],
  [".vscode/settings.json", "jsonc", "other"],
  ["COMMIT_EDITMSG", "git-commit", "other"],
];

describe("phaseOfFile", () => {
  for (const [path, languageId, phase] of cases) {
    it(`takes ${path} for ${phase}`, () => {
      assert.equal(phaseOfFile(path, languageId), phase);
    });
  }

  it("takes no file for other", () => {
    assert.equal(phaseOfFile(undefined, undefined), "other");
  });
});

describe("PhaseClock", () => {
  it("believes the first file at once", () => {
    const clock = new PhaseClock();
    assert.equal(clock.observe("a_test.py", "python", 0), "testing");
  });

  it("waits twenty seconds before it follows to another phase", () => {
    const clock = new PhaseClock();
    clock.observe("a.py", "python", 0);
    assert.equal(clock.observe("README.md", "markdown", 1000), "development");
    assert.equal(clock.observe("README.md", "markdown", 20_999), "development");
    assert.equal(clock.observe("README.md", "markdown", 21_000), "design");
  });

  it("lets a look at production code for under thirty seconds stay testing", () => {
    const clock = new PhaseClock();
    clock.observe("a_test.py", "python", 0);
    clock.observe("a.py", "python", 1000);
    assert.equal(clock.observe("a.py", "python", 30_000), "testing");
    assert.equal(clock.observe("a_test.py", "python", 30_500), "testing");
    assert.equal(clock.observe("a.py", "python", 31_500), "testing", "the wait begins anew");
    assert.equal(clock.observe("a.py", "python", 61_500), "development");
  });

  it("follows writing at once, in both directions", () => {
    const clock = new PhaseClock();
    clock.observe("a_test.py", "python", 0, true);
    clock.observe("a.py", "python", 1000);
    assert.equal(clock.observe("a.py", "python", 4000, true), "development");
    assert.equal(clock.observe("a_test.py", "python", 5000), "development", "a look waits");
    assert.equal(clock.observe("a_test.py", "python", 6000, true), "testing");
  });

  it("does not take writing without a file for another phase", () => {
    const clock = new PhaseClock();
    assert.equal(clock.observe(undefined, undefined, 0, true), "other");
    assert.equal(clock.observe("README.md", "markdown", 100), "design", "the first file is believed at once");
    assert.equal(clock.observe(undefined, undefined, 200, true), "design");
  });

  it("keeps what is held while something else is written", () => {
    const clock = new PhaseClock();
    clock.observe("a_test.py", "python", 0);
    clock.hold("testing");
    assert.equal(clock.observe("a.py", "python", 1000, true), "testing");
    clock.hold(undefined);
    assert.equal(clock.observe("a.py", "python", 2000), "development");
  });

  it("books writing to the phase of its file, whatever was looked at before", () => {
    const files = [
      "src/a.py",
      "tests/test_a.py",
      "docs/plan.md",
      ".vscode/settings.json",
      undefined,
    ] as const;
    const acts = fc.array(
      fc.record({ path: fc.constantFrom(...files), waitMs: fc.nat({ max: 40_000 }), isEdit: fc.boolean() }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(acts, (list) => {
        const clock = new PhaseClock();
        let nowMs = 0;
        let before: string | undefined;
        for (const { path, waitMs, isEdit } of list) {
          nowMs += waitMs;
          const phase = clock.observe(path, "python", nowMs, isEdit);
          if (path === undefined) {
            assert.equal(phase, before ?? "other");
          } else if (isEdit) {
            assert.equal(phase, phaseOfFile(path, "python"));
          } else {
            assert.ok(
              before === undefined ||
                before === "other" ||
                [before, phaseOfFile(path, "python")].includes(phase),
            );
          }
          assert.equal(clock.current, phase);
          before = phase;
        }
      }),
    );
  });

  it("stays in its phase while a terminal or a panel has the focus", () => {
    const clock = new PhaseClock();
    clock.observe("a.py", "python", 0);
    assert.equal(clock.observe(undefined, undefined, 90_000), "development");
  });
});
