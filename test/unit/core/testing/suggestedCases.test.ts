import assert from "node:assert/strict";
import { buildCasesPrompt, withSuggestedCases } from "../../../../src/core/testing/suggestedCases.ts";
import {
  countCases,
  originOf,
  type PlannedUnit,
  type TestPlan,
} from "../../../../src/core/testing/testPlan.ts";
import { estimateTokens } from "../../../../src/core/text/tokens.ts";

const unit = (name: string): PlannedUnit => ({
  name,
  className: undefined,
  reach: "free",
  isAsync: false,
  parameters: [],
  constructorParameters: undefined,
  exportKind: "named",
  namespaceName: "",
  cases: [{ kind: "branch", title: { id: "testing.case.when", args: ["a < 0"] }, outcome: { kind: "open" } }],
});

const plan: TestPlan = { units: [unit("parse"), unit("total")] };

function suggested(reply: string): string[] {
  return withSuggestedCases(plan, reply).units.flatMap(({ name, cases }) =>
    cases.filter((each) => originOf(each) === "model").map(({ title }) => `${name}: ${title.args[0]}`),
  );
}

describe("withSuggestedCases", () => {
  it("reads one case a line in the ways that models write lists, each at its function", () => {
    assert.deepEqual(
      suggested(
        "Here are some:\n- `parse`: keeps a trailing comma\n2. **total**(order): sums negative prices.\n* Shop.total： 空订单返回 0\n",
      ),
      ["parse: keeps a trailing comma", "total: sums negative prices", "total: 空订单返回 0"],
    );
  });

  it("drops what is planned already, what names no function, and what is no case", () => {
    assert.deepEqual(
      suggested(
        "parse: when a < 0\nparse: WHEN `a < 0`!\nother: x is kept\nparse: no\nprose without a name\n",
      ),
      [],
    );
    assert.equal(withSuggestedCases(plan, "").units.length, 2);
  });

  it("takes twelve at most, and leaves the plan as it was", () => {
    const lines = Array.from({ length: 30 }, (_value, index) => `parse: case number ${index}`).join("\n");
    assert.equal(suggested(lines).length, 12);
    assert.equal(countCases(plan), 2);
  });
});

describe("buildCasesPrompt", () => {
  const question = {
    languageId: "python",
    code: "def parse(a): ...",
    source: { path: "a.py", startLine: 1, endLine: 1 },
    plan,
    answersInChinese: false,
    limits: { contextTokens: 8_000, outputTokens: 4_000 },
  };

  it("is small, names the functions and the planned cases, and tells where its code is from", () => {
    const request = buildCasesPrompt(question);
    const parts = request.messages.flatMap((message) => message.parts);
    const text = parts.map((part) => part.text).join("");
    assert.match(text, /the functions are parse, total/);
    assert.match(text, /- total: when a < 0/);
    assert.ok(request.maxOutputTokens <= 500);
    assert.equal(parts.find((part) => part.text.includes("def parse"))?.source?.path, "a.py");
  });

  it("fits a small model", () => {
    const limits = { contextTokens: 2_048, outputTokens: 1_024 };
    const request = buildCasesPrompt({ ...question, code: "x = 1\n".repeat(10_000), limits });
    const tokens = request.messages
      .flatMap(({ parts }) => parts)
      .reduce((sum, { text }) => sum + estimateTokens(text), 0);
    assert.ok(tokens + request.maxOutputTokens <= 2_048, String(tokens));
  });
});
