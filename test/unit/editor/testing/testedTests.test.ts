import assert from "node:assert/strict";
import type { TestCaseId } from "../../../../src/core/testing/run/runResults.ts";
import type { TestProject } from "../../../../src/core/testing/testProject.ts";
import { testTests, type TestingCall } from "../../../../src/editor/testing/testedTests.ts";
import { createTestingHandlers } from "../../../../src/worker/testingHandlers.ts";
import { createTestParser } from "../../../fakes/testParser.ts";

const project = {
  ...{ language: "javascript", languageId: "javascript", framework: "vitest", testPath: "a.test.js" },
  ...{ packages: [], extras: [], reference: { kind: "none" } },
} as unknown as TestProject;

const code =
  "it('adds', () => {\n  expect(add(1, 2)).toBe(3);\n});\n\nit('fails', () => {\n  expect(add(1, 1)).toBe(3);\n});\n";

describe("testTests", () => {
  it("hands over what was run: the tests in the project's own layout, each text formatted once", async () => {
    const handlers = createTestingHandlers({ parser: createTestParser() } as never);
    const call: TestingCall = (name, params, signal) =>
      (handlers[name] as (given: unknown, aborts: AbortSignal) => Promise<never>)(params, signal);
    const formatted: string[] = [];
    const ran: string[] = [];
    const outcome = await testTests(
      {
        ...{ project, source: "", code, prompt: {} as never, existing: "", files: [], maxRepairs: 0 },
        formatter: ["prettier"],
        session: {
          format: (text) => {
            formatted.push(text);
            return Promise.resolve(text.replaceAll("'", '"'));
          },
          run: (files, cases) => {
            ran.push(files.at(-1)?.text ?? "");
            return Promise.resolve({ kind: "ran", cases: (cases ?? []).map(reportFor) });
          },
        },
        ask: () => Promise.reject(new Error("The model is not asked.")),
        onProgress: () => undefined,
      },
      call,
      new AbortController().signal,
    );
    assert.match(ran[0] ?? "", /^it\("adds"/);
    assert.equal(outcome.code, 'it("adds", () => {\n  expect(add(1, 2)).toBe(3);\n});\n');
    assert.match(outcome.codeWithContradictions ?? "", /^it\("adds"[^]*it\("fails"/);
    assert.equal(outcome.placed?.text, outcome.code);
    assert.equal(new Set(formatted).size, formatted.length);
  });
});

function reportFor({ name }: TestCaseId) {
  const isGood = name === "adds";
  return {
    ...{ suite: "", name, durationMs: 1, message: isGood ? "" : "AssertionError: expected 2 to be 3" },
    state: isGood ? ("passed" as const) : ("failed" as const),
    ...{ details: "", expected: isGood ? undefined : "3", actual: isGood ? undefined : "2" },
  };
}
