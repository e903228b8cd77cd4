import assert from "node:assert/strict";
import { programFor, programOfSource, readListed } from "../../../../../src/core/testing/run/cppProgram.ts";
import { cppBuildSteps, cppPlan, filterArgs } from "../../../../../src/core/testing/run/cppRun.ts";
import type { TestProject } from "../../../../../src/core/testing/testProject.ts";

const listed = JSON.stringify({
  kind: "ctestInfo",
  tests: [
    { name: "core", command: ["/b/core_tests"] },
    {
      name: "net",
      command: ["/b/net/net_tests", "--verbose"],
      properties: [{ name: "WORKING_DIRECTORY", value: "/b/net" }],
    },
    { name: "missing" },
  ],
});

function target(name: string, type: string, sources: readonly string[]) {
  const artifacts = [{ path: `net/${name}.pdb` }, { path: `net/${name}` }];
  return {
    path: `reply/target-${name}-0a1b.json`,
    text: JSON.stringify({ name, type, artifacts, sources: sources.map((path) => ({ path })) }),
  };
}

const answers = [
  { path: "reply/codemodel-v2-0a.json", text: "{}" },
  target("core_tests", "EXECUTABLE", ["tests/core_test.cpp"]),
  target("objects", "OBJECT_LIBRARY", ["net/tests/net_test.cpp"]),
  target("net_tests", "EXECUTABLE", ["net/tests/net_test.cpp"]),
  { path: "reply/target-broken.json", text: "{" },
];

describe("programs of C++ tests", () => {
  it("reads what CTest lists, and nothing in anything else", () => {
    assert.deepEqual(
      readListed(`Test project /b\n${listed}\n`).map(({ name, workingDir }) => [name, workingDir]),
      [
        ["core", undefined],
        ["net", "/b/net"],
        ["missing", undefined],
      ],
    );
    assert.deepEqual(readListed("No tests were found"), []);
  });

  it("finds the executable that a test file is compiled into", () => {
    const place = { testPath: "lib/net/tests/net_test.cpp", rootDir: "lib" };
    assert.equal(programOfSource(answers, place), "net/net_tests");
    assert.equal(programOfSource(answers, { ...place, testPath: "lib/net/tests/other.cpp" }), undefined);
  });

  it("starts that one of several, where CTest starts it, and else what there is", () => {
    const tests = readListed(listed);
    assert.deepEqual(programFor(["Net.adds"], tests, "net/net_tests", "/b"), {
      ...{ program: "/b/net/net_tests", workingDir: "/b/net" },
    });
    assert.equal(programFor(["Net.adds"], tests, "net/unlisted", "/b").program, "/b/net/unlisted");
    assert.equal(programFor(["Net.adds"], tests, undefined, "/b").program, "/b/core_tests");
    assert.equal(programFor(["net"], tests, undefined, "/b").program, "/b/net/net_tests");
    assert.equal(programFor([], [], undefined, "b").program, "b/tests");
  });

  it("runs the program that holds the tests where CTest knows whole programs, from the project's folder", () => {
    const project = { testPath: "lib/net/tests/net_test.cpp", rootDir: "lib" } as unknown as TestProject;
    const cases = [{ container: "Net", name: "adds" }];
    const plan = cppPlan({ project, framework: "gtest", cases, base: ["cmake"], dir: "lib" });
    assert.deepEqual(plan.files, [{ path: "lib/build-flywheel/.cmake/api/v1/query/codemodel-v2", text: "" }]);
    assert.equal(plan.answerFolder, "lib/build-flywheel/.cmake/api/v1/reply");
    const inCopy = listed.replaceAll("/b/", "lib/build-flywheel/");
    const step = plan.testStep?.(inCopy, answers);
    assert.deepEqual(step?.argv, [
      "build-flywheel/net/net_tests",
      "--gtest_filter=Net.adds:Net.adds/*:Net/*.adds:*/Net.adds/*:*/Net/*.adds",
      "--gtest_output=xml:{reports}/gtest.xml",
    ]);
  });

  it("asks Catch2 for titles as they are, as scenarios and with types, its own signs escaped", () => {
    assert.deepEqual(filterArgs("catch2", ["a, [b]"]), [
      String.raw`"a\, \[b\]","Scenario: a\, \[b\]","a\, \[b\] - *"`,
    ]);
    const project = { testPath: "a_test.cpp", rootDir: "" } as unknown as TestProject;
    const cases = [{ container: "", name: "vat" }];
    const plan = cppPlan({ project, framework: "catch2", cases, base: ["cmake"], dir: "" });
    const discovered = JSON.stringify({ tests: [{ name: "Scenario: vat", command: ["t", "x"] }] });
    assert.ok(plan.testStep?.(discovered).argv.includes("^(Scenario: vat)$"));
  });

  it("builds for the debugger with symbols, whatever else the project is told", () => {
    const [configure, build, list] = cppBuildSteps(
      { base: ["/opt/bin/cmake", "-DCMAKE_BUILD_TYPE=Release"], dir: "" },
      { folder: "/w/debug", isDebug: true },
    );
    assert.equal(configure?.argv.at(-1), "-DCMAKE_BUILD_TYPE=Debug");
    assert.deepEqual(build?.argv.slice(1, 5), ["--build", "/w/debug", "--config", "Debug"]);
    assert.deepEqual(list?.argv.slice(0, 5), ["/opt/bin/ctest", "--test-dir", "/w/debug", "-C", "Debug"]);
  });
});
