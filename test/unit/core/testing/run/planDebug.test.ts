import assert from "node:assert/strict";
import { planDebug } from "../../../../../src/core/testing/run/planDebug.ts";
import type { TestFramework, TestProject } from "../../../../../src/core/testing/testProject.ts";

function plan(framework: TestFramework | null, argv: readonly string[] = ["node", "run.js"]) {
  return planDebug({
    project: {
      ...{ framework, testPath: "t/a.test", sourcePath: "src/shop/a.py" },
      reference: { kind: "python", module: "shop.a" },
    } as unknown as TestProject,
    cases: [
      { container: "Cart", name: "adds" },
      { container: "", name: "takes (2)" },
    ],
    argv,
    dir: "",
    cwd: "/w",
    target: "/w/t/a.test",
    program: "/w/run.js",
  });
}

describe("planDebug", () => {
  it("debugs only the given tests, by the project's own Python", () => {
    const pytest = plan("pytest", ["/w/.venv/bin/python", "-m", "pytest"]);
    assert.deepEqual(
      [pytest?.type, pytest?.["module"], pytest?.["python"], pytest?.["args"]],
      ["debugpy", "pytest", "/w/.venv/bin/python", ["/w/t/a.test::Cart::adds", "/w/t/a.test::takes (2)"]],
    );
    assert.deepEqual(pytest?.["env"], { PYTHONPATH: "src" });
    assert.deepEqual(plan("unittest")?.["args"], ["/w/t/a.test", "-k", "Cart.adds", "-k", "takes (2)"]);
  });

  it("starts script runners without their limits of time, titles as patterns that match nothing else", () => {
    const pattern = /\(\?:adds\|takes\W+\(2\W*\)\)\$$/;
    for (const framework of ["vitest", "jest", "mocha"] as const) {
      const found = plan(framework);
      assert.equal(found?.["program"], "/w/run.js");
      assert.ok(
        wordsOf(found["args"]).some((word) => pattern.test(word)),
        wordsOf(found["args"]).join(" "),
      );
    }
    assert.match(wordsOf(plan("vitest")?.["args"]).join(" "), /--testTimeout=0/);
    assert.match(wordsOf(plan("mocha")?.["args"]).join(" "), /--timeout 0/);
    const own = plan("node-test", ["node", "--import", "tsx", "--test"]);
    assert.equal(own?.["program"], "/w/t/a.test");
    assert.match(String(own["runtimeArgs"]), /^--import,tsx,--test,--test-name-pattern=\^\(\?:adds/);
  });

  it("leaves a command of more words to Node, which knows which of them are its own", () => {
    const found = plan("mocha", ["node", "--import", "tsx", "node_modules/mocha/bin/mocha.js"]);
    assert.equal(found?.["program"], undefined);
    assert.equal(found?.["runtimeExecutable"], "node");
    assert.deepEqual(wordsOf(found["runtimeArgs"]).slice(0, 4), [
      "--import",
      "tsx",
      "node_modules/mocha/bin/mocha.js",
      "/w/t/a.test",
    ]);
    assert.equal(plan("vitest", ["npx", "vitest"])?.["runtimeExecutable"], "npx");
  });

  it("has none for what is built first, and for no framework", () => {
    for (const framework of ["junit4", "junit5", "testng", "gtest", "catch2", null] as const) {
      assert.equal(plan(framework), undefined);
    }
  });
});

function wordsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
