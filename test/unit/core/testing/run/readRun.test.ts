import assert from "node:assert/strict";
import { readExpectation } from "../../../../../src/core/testing/run/expectation.ts";
import { parseJestJson, parseMochaJson } from "../../../../../src/core/testing/run/jsonReports.ts";
import { parseJUnitXml } from "../../../../../src/core/testing/run/junitXml.ts";
import { reportsFor } from "../../../../../src/core/testing/run/matchCases.ts";
import { planRun, namesFile } from "../../../../../src/core/testing/run/planRun.ts";
import { readRun } from "../../../../../src/core/testing/run/readRun.ts";
import type { RunEnd } from "../../../../../src/core/ports.ts";
import type { CaseReport } from "../../../../../src/core/testing/run/runResults.ts";
import { parseUnittestText } from "../../../../../src/core/testing/run/unittestText.ts";
import type { TestFramework, TestProject } from "../../../../../src/core/testing/testProject.ts";

const project = {
  language: "python",
  sourcePath: "shop.py",
  testPath: "tests/test_shop.py",
  rootDir: "",
  buildTool: null,
  reference: { kind: "python", module: "shop" },
} as unknown as TestProject;

function read(output: string, more: { exitCode?: number; end?: RunEnd; xml?: string } = {}) {
  return readRun({
    project,
    framework: "pytest",
    format: "junit",
    step: { kind: "test", argv: ["python3"], dir: "", env: {} },
    result: { end: more.end ?? "exited", exitCode: more.exitCode ?? 0, output, durationMs: 1 },
    reports: more.xml === undefined ? [] : [{ path: "r.xml", text: more.xml }],
  });
}

describe("readRun", () => {
  it("believes only a report: exit code 0 alone is no pass", () => {
    assert.equal(read("all good").kind, "cannotRun");
    assert.equal(read("", { xml: "<testsuites></testsuites>" }).kind, "cannotRun");
  });

  it("tells a test file that cannot be loaded from a project that cannot run tests", () => {
    const error =
      '<testsuite name="pytest"><testcase classname="" name="tests.test_shop"><error message="collection failure">E   ImportError: no</error></testcase></testsuite>';
    assert.deepEqual(read("tests/test_shop.py:1: ImportError", { exitCode: 2, xml: error }).kind, "broken");
    assert.equal(read("tests/test_shop.py:3: SyntaxError", { exitCode: 2 }).kind, "broken");
    assert.equal(read("/usr/bin/python3: No module named pytest", { exitCode: 1 }).kind, "cannotRun");
    assert.equal(read("spawn ENOENT", { end: "notStarted" }).kind, "cannotRun");
    assert.equal(read("", { end: "memoryLimit" }).kind, "limit");
  });

  it("ignores passes of a run that was ended", () => {
    assert.equal(
      read("", { end: "timeLimit", xml: '<testsuite><testcase name="test_a"/></testsuite>' }).kind,
      "limit",
    );
  });
});

describe("parseJUnitXml", () => {
  it("reads passes, failures, errors and skips, with entities and CDATA", () => {
    const cases = parseJUnitXml(`<?xml version="1.0"?><testsuites><testsuite name="s">
      <testcase classname="shop.ATest" name="ok" time="0.026"/>
      <testcase classname="shop.ATest" name="no"><failure message="expected: &lt;5&gt; but was: &lt;4&gt;" type="org.opentest4j.AssertionFailedError"><![CDATA[org.opentest4j.AssertionFailedError: expected: <5> but was: <4>]]></failure></testcase>
      <testcase classname="shop.ATest" name="bad"><error type="java.lang.NullPointerException">java.lang.NullPointerException
	at shop.ATest.bad(ATest.java:9)</error></testcase>
      <testcase classname="shop.ATest" name="off"><skipped/></testcase></testsuite></testsuites>`);
    assert.deepEqual(
      cases.map(({ name, state, expected, actual, durationMs }) => [
        name,
        state,
        expected,
        actual,
        durationMs,
      ]),
      [
        ["ok", "passed", undefined, undefined, 26],
        ["no", "failed", "5", "4", 0],
        ["bad", "error", undefined, undefined, 0],
        ["off", "skipped", undefined, undefined, 0],
      ],
    );
  });

  it("survives what is no XML", () => {
    assert.deepEqual(parseJUnitXml("<testsuite><testcase name='a'"), []);
    assert.deepEqual(parseJUnitXml("]]> & < >"), []);
  });
});

describe("JSON reports", () => {
  it("reads Jest's and Vitest's, a file that did not load included", () => {
    const text = JSON.stringify({
      testResults: [
        {
          status: "failed",
          assertionResults: [
            { ancestorTitles: ["", "cart"], title: "adds", status: "passed", duration: 2.4 },
            {
              ancestorTitles: ["cart"],
              title: "takes",
              status: "failed",
              failureMessages: ["AssertionError: expected 5 to be 4 // Object.is equality\n at x"],
            },
            { ancestorTitles: [], title: "later", status: "todo" },
          ],
        },
      ],
    });
    assert.deepEqual(
      parseJestJson(text)?.cases.map(({ suite, name, state, expected, actual }) => [
        suite,
        name,
        state,
        expected,
        actual,
      ]),
      [
        ["cart", "adds", "passed", undefined, undefined],
        ["cart", "takes", "failed", "4", "5"],
        ["", "later", "skipped", undefined, undefined],
      ],
    );
    const unloaded = JSON.stringify({
      testResults: [{ status: "failed", assertionResults: [], message: "Cannot find './x'" }],
    });
    assert.equal(parseJestJson(unloaded)?.loadFailure, "Cannot find './x'");
    assert.equal(parseJestJson("[]"), undefined);
  });

  it("reads Mocha's", () => {
    const text = JSON.stringify({
      tests: [
        { title: "adds", fullTitle: "cart adds", duration: 3, err: {} },
        {
          title: "takes",
          fullTitle: "cart takes",
          err: { message: "x", code: "ERR_ASSERTION", expected: "4", actual: "5" },
        },
        { title: "later", fullTitle: "cart later", err: {} },
      ],
      pending: [{ fullTitle: "cart later" }],
    });
    assert.deepEqual(
      parseMochaJson(text)?.cases.map(({ suite, name, state, expected }) => [suite, name, state, expected]),
      [
        ["cart", "adds", "passed", undefined],
        ["cart", "takes", "failed", "4"],
        ["cart", "later", "skipped", undefined],
      ],
    );
  });
});

describe("parseUnittestText", () => {
  it("reads the verbose output, doc strings included, and nothing without its closing count", () => {
    const text = `test_a (tests.test_shop.ShopTest.test_a) ... ok
test_b (tests.test_shop.ShopTest.test_b)
What b does. ... FAIL
test_c (tests.test_shop.ShopTest.test_c) ... skipped 'x'

======================================================================
FAIL: test_b (tests.test_shop.ShopTest.test_b)
What b does.
----------------------------------------------------------------------
Traceback (most recent call last):
  File "tests/test_shop.py", line 9, in test_b
AssertionError: 5 != 0

----------------------------------------------------------------------
Ran 3 tests in 0.001s
`;
    assert.deepEqual(
      parseUnittestText(text).map(({ suite, name, state, expected, actual }) => [
        suite,
        name,
        state,
        expected,
        actual,
      ]),
      [
        ["ShopTest", "test_a", "passed", undefined, undefined],
        ["ShopTest", "test_b", "failed", "0", "5"],
        ["ShopTest", "test_c", "skipped", undefined, undefined],
      ],
    );
    assert.deepEqual(parseUnittestText(text.replace(/Ran .*/, "")), []);
  });
});

describe("readExpectation", () => {
  const texts: readonly [string, string | undefined, string | undefined][] = [
    ["expected:<0> but was:<5>", "0", "5"],
    ["expected [0] but found [5]", "0", "5"],
    ["Expected: is <0>\n     but: was <5>", "is <0>", "<5>"],
    ["expect(received).toBe(expected)\n\nExpected: 0\nReceived: 5", "0", "5"],
    ["a.cpp:3: Failure\nExpected equality of these values:\n  f(1)\n    Which is: 5\n  0", "0", "5"],
    ["CHECK( f(1) == 0 )\nwith expansion:\n  5 == 0", "0", "5"],
    ["E       assert 5 == 0\nE        +  where 5 = f(50)", "0", "5"],
    ["Failed: DID NOT RAISE <class 'ValueError'>", "<class 'ValueError'>", undefined],
    ["Expected values to be strictly equal:\n\n5 !== 0\n", "0", "5"],
    ["something else", undefined, undefined],
  ];
  for (const [text, expected, actual] of texts) {
    it(`reads ${JSON.stringify(text.slice(0, 50))}`, () => {
      const found = readExpectation(text);
      assert.deepEqual([found.expected, found.actual], [expected, actual]);
    });
  }
});

describe("reportsFor", () => {
  const report = (suite: string, name: string): CaseReport => ({
    suite,
    name,
    state: "passed",
    durationMs: 0,
    message: "",
    details: "",
  });
  const all = (...names: [string, string][]) => names.map(([container, name]) => ({ container, name }));

  it("finds parameterised tests, and tells equal names apart by their suite", () => {
    const id = { container: "", name: "test_a" };
    assert.equal(
      reportsFor(id, [id], [report("t", "test_a[1]"), report("t", "test_a[2]"), report("t", "test_ab")])
        .length,
      2,
    );
    const [one, two] = all(["A", "adds"], ["B", "adds"]);
    assert.ok(one !== undefined && two !== undefined);
    const reports = [report("shop.A", "adds"), report("shop.B", "adds()")];
    assert.deepEqual(reportsFor(two, [one, two], reports), [reports[1]]);
    const gtest = { container: "Shop", name: "adds" };
    assert.equal(reportsFor(gtest, [gtest], [report("", "Shop.adds")]).length, 1);
    const values = all(["Shop", "adds"], ["Cart", "adds"]);
    const ofValues = [report("Some/Shop", "adds/empty"), report("Shop/0", "adds"), report("Cart", "adds")];
    assert.deepEqual(reportsFor(values[0] ?? gtest, values, ofValues), ofValues.slice(0, 2));
    const table = { container: "", name: "adds %i to ${x}" };
    assert.equal(reportsFor(table, [table], [report("", "adds 1 to 2"), report("", "adds it")]).length, 1);
  });
});

describe("names in Chinese", () => {
  it("are names of functions as others are", () => {
    const report = (suite: string, name: string): CaseReport => ({
      ...{ suite, name, state: "passed", durationMs: 0, message: "", details: "" },
    });
    const id = { container: "订单Test", name: "大单免运费" };
    assert.equal(reportsFor(id, [id], [report("shop.订单Test", "大单免运费(int)[1]")], "junit5").length, 1);
    assert.equal(reportsFor(id, [id], [report("", "大单免运费(60)")], "vitest").length, 0);
    const text = "test_免运费 (订单.tests.test_运费.测试.test_免运费) ... ok\n\nRan 1 test in 0.001s\n\nOK\n";
    assert.deepEqual(
      parseUnittestText(text).map(({ suite, name, state }) => [suite, name, state]),
      [["测试", "test_免运费", "passed"]],
    );
    assert.ok(namesFile("ImportError: Failed to import test module: test_运费", "a/test_运费.py"));
    assert.ok(!namesFile("Failed to import test module: test_运费2", "a/test_运费.py"));
    assert.ok(!namesFile("x", "a/test_c++.py"));
  });
});

describe("titles as a file writes them", () => {
  it("are found without the signs that keep their quotes open", () => {
    const report: CaseReport = {
      ...{ suite: "", name: 'it\'s "free"', state: "passed", durationMs: 0, message: "", details: "" },
    };
    const id = { container: "", name: String.raw`it\'s "free"` };
    assert.equal(reportsFor(id, [id], [report], "vitest").length, 1);
    const escaped = { ...report, name: "it's &quot;free&quot;" };
    assert.equal(reportsFor(id, [id], [escaped], "node-test").length, 1);
    assert.equal(reportsFor(id, [id], [escaped], "vitest").length, 0);
  });
});

describe("tests of node:test with tests inside", () => {
  const xml = (failure: string): string =>
    `<testsuites><testsuite name="outer"><testcase name="inner" classname="test"/></testsuite><testsuite name="bad"><testcase name="deep" classname="test">${failure}</testcase></testsuite></testsuites>`;
  const read = (text: string, exitCode: number) => {
    const report = readRun({
      ...{ project, framework: "node-test", format: "junit" },
      step: { kind: "test", argv: ["node"], dir: "", env: {} },
      result: { end: "exited", exitCode, output: "", durationMs: 1 },
      reports: [{ path: "node.xml", text }],
    });
    return report.kind === "ran" ? report.cases.map(({ name, state }) => `${name} ${state}`) : report.kind;
  };

  it("pass with what is in them, but only where nothing at all has failed: their own end is not told", () => {
    assert.deepEqual(read(xml(""), 0), ["inner passed", "deep passed", "outer passed", "bad passed"]);
    assert.deepEqual(read(xml(""), 1), ["inner passed", "deep passed"]);
  });

  it("fail with what is in them", () => {
    const failure = '<failure type="testCodeFailure" message="x">AssertionError [ERR_ASSERTION]: x</failure>';
    assert.deepEqual(read(xml(failure), 1), ["inner passed", "deep failed", "bad failed"]);
  });
});

describe("reportsFor Catch2", () => {
  it("finds the sections, scenarios and types of a test under its title", () => {
    const names = ["sec, [x]", "sec, [x]/b", "vat", "list"];
    const ids = names.map((name) => ({ container: "", name }));
    const reports = [
      ...["sec, [x]/ten", "sec, [x]/b", "sec, [x]/b/deep", "Scenario: vat/Given: x", "list - int", "listing"],
    ].map((name): CaseReport => ({
      ...{ suite: "tests.global", name, state: "passed", durationMs: 0, message: "", details: "" },
    }));
    const found = ids.map((id) => reportsFor(id, ids, reports, "catch2").map(({ name }) => name));
    assert.deepEqual(found, [
      ["sec, [x]/ten"],
      ["sec, [x]/b", "sec, [x]/b/deep"],
      ["Scenario: vat/Given: x"],
      ["list - int"],
    ]);
  });
});

describe("planRun", () => {
  function command(framework: TestFramework, more: Partial<TestProject>, base: string[]): string {
    const plan = planRun({
      project: { ...project, ...more },
      framework,
      cases: [
        { container: "CartTest", name: "adds" },
        { container: "CartTest", name: "takes (2)" },
      ],
      base,
      dir: more.buildTool === "maven" || more.buildTool === "gradle" ? "" : (more.rootDir ?? ""),
    });
    return plan.steps.map(({ argv }) => argv.join(" ")).join(" && ");
  }

  it("runs only what is asked for", () => {
    assert.match(
      command("pytest", {}, ["py"]),
      /^py tests\/test_shop\.py::CartTest::adds tests\/test_shop\.py::CartTest::takes/,
    );
    assert.match(command("unittest", {}, ["py"]), /^py -v tests\.test_shop\.CartTest\.adds /);
    const java = {
      testPath: "m/src/test/java/CartTest.java",
      rootDir: "m",
      language: "java",
      reference: { kind: "java", packageName: "shop" },
    } as const;
    assert.match(
      command("junit5", { ...java, buildTool: "maven" }, ["mvn", "-o"]),
      /^mvn -o -B -pl m -am -Dtest=CartTest#adds\+takes \(2\) /,
    );
    assert.match(
      command("junit5", { ...java, buildTool: "gradle" }, ["gradle"]),
      /^gradle :m:test .*--tests shop\.CartTest\.adds --tests/,
    );
    assert.match(
      command("vitest", { testPath: "a.test.ts" }, ["node"]),
      /run a\.test\.ts .*-t \(\?:adds\|takes \\\(2\\\)\)\$$/,
    );
    assert.match(command("mocha", { testPath: "a.test.ts" }, ["node"]), /--grep \(\?:adds\|/);
    assert.match(
      command("node-test", { testPath: "a.test.ts" }, ["node", "--test"]),
      /--test-name-pattern=\^\(\?:adds\|/,
    );
  });

  it("asks CTest which tests there are, and runs those, or the program that holds them", () => {
    const question = {
      project,
      framework: "gtest" as const,
      cases: [{ container: "Cart", name: "Adds" }],
      base: ["/opt/cmake"],
      dir: "",
    };
    const plan = planRun(question);
    assert.deepEqual(
      plan.steps.map(({ kind }) => kind),
      ["compile", "compile", "list"],
    );
    assert.equal(plan.steps[2]?.argv[0], "/opt/ctest");
    const listed = (name: string): string =>
      JSON.stringify({ tests: [{ name, command: ["/b/shop_tests", "x"] }] });
    assert.ok(plan.testStep?.(listed("Cart.Adds")).argv.includes("^(Cart\\.Adds)$"));
    assert.deepEqual(plan.testStep?.(listed("shop_tests")).argv.slice(0, 2), [
      "/b/shop_tests",
      "--gtest_filter=Cart.Adds:Cart.Adds/*:Cart/*.Adds:*/Cart.Adds/*:*/Cart/*.Adds",
    ]);
  });
});
