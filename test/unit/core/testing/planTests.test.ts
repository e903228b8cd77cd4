import assert from "node:assert/strict";
import { codeFamilyOf } from "../../../../src/core/code/codeFamily.ts";
import { formatMessage } from "../../../../src/core/messages.ts";
import { planTests } from "../../../../src/core/testing/planTests.ts";
import { testCaseMessages } from "../../../../src/core/testing/testingMessages.ts";
import type { PlannedUnit, TestPlan } from "../../../../src/core/testing/testPlan.ts";
import { createTestParser } from "../../../fakes/testParser.ts";

const parser = createTestParser();

async function plan(languageId: string, text: string, at?: string): Promise<TestPlan> {
  const family = codeFamilyOf(languageId);
  const tree = await parser.parse(languageId, text);
  assert.ok(tree !== undefined && family !== undefined);
  const start = at === undefined ? 0 : text.indexOf(at);
  assert.ok(start >= 0, `${at} is in the text`);
  const planned = planTests(tree.rootNode, family, start, at === undefined ? text.length : start);
  tree.delete();
  return planned;
}

function titles(unit: PlannedUnit | undefined): string[] {
  const table: Readonly<Record<string, string>> = testCaseMessages;
  return (unit?.cases ?? []).map(({ title }) => formatMessage(table[title.id] ?? "", title.args));
}

const tables: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    "python",
    "guards, elif and else",
    "def f(a, b):\n    if a < 0 or b is None:\n        raise ValueError('x')\n    if a == 1:\n        r = 1\n    elif a == 2:\n        r = 2\n    else:\n        r = 3\n    return r\n",
    [
      "raises ValueError when a < 0",
      "raises ValueError when b is None",
      "at the boundary a == 0",
      "when a == 1",
      "when a == 2",
      "when a == 2 does not hold",
      "returns r in the ordinary case",
    ],
  ],
  [
    "python",
    "loops, failures, chained comparison and a conditional value",
    "def f(xs, n):\n    for x in xs:\n        try:\n            use(x)\n        except (KeyError, OSError) as error:\n            pass\n    while n:\n        n -= 1\n    if 0 <= n < 10:\n        n = 1\n    return 'a' if n else 'b'\n",
    [
      "when there is nothing in xs",
      "when there are several elements in xs",
      "when the guarded code raises KeyError, OSError",
      "when n is false from the start",
      "when n holds for several rounds",
      "when 0 <= n < 10",
      "at the boundary 0 == n",
      "at the boundary n == 10",
      "when 0 <= n < 10 does not hold",
      "returns 'a' when n",
      "returns 'b' when n does not hold",
    ],
  ],
  [
    "java",
    "a switch without default, an enhanced loop and a catch of two",
    "class A { int f(int k, java.util.List<String> xs) { switch (k) { case 1: return 10; case 2: throw new IllegalStateException(); } for (String x : xs) { } try { g(); } catch (A | B e) { } return 0; } }",
    [
      "returns 10 when k is 1",
      "raises IllegalStateException when k is 2",
      "when k is none of the listed values",
      "when there is nothing in xs",
      "when there are several elements in xs",
      "when the guarded code raises A | B",
      "returns 0 in the ordinary case",
    ],
  ],
  [
    "javascript",
    "a switch that nothing comes after",
    "function f(u) { switch (u) { case 's': case 'm': return 1; case 'h': { return 60; } default: throw new RangeError(u); } }",
    [
      "when u is 's'",
      "returns 1 when u is 'm'",
      "returns 60 when u is 'h'",
      "raises RangeError when u is none of the listed values",
    ],
  ],
  [
    "typescript",
    "an arrow's conditional, a default value and a nullish side",
    "export const f = (a?: number): string => ((a ?? 1) >= 2 ? 'x' : 'y');",
    [
      "returns 'x' when (a ?? 1) >= 2",
      "at the boundary (a ?? 1) === 2",
      "returns 'y' when (a ?? 1) >= 2 does not hold",
      "when a is null or undefined",
    ],
  ],
  [
    "cpp",
    "a condition with an initialiser and a ranged loop",
    "int f(const M& m) { if (auto it = m.find(1); it != m.end()) { return 1; } for (const auto& x : m) { } return 0; }",
    [
      "returns 1 when it != m.end()",
      "when there is nothing in m",
      "when there are several elements in m",
      "returns 0 in the ordinary case",
    ],
  ],
];

describe("planTests lists the cases of", () => {
  for (const [languageId, name, text, expected] of tables) {
    it(`${languageId}: ${name}`, async () => {
      const { units } = await plan(languageId, text);
      const found = titles(units[0]);
      assert.deepEqual(found, expected);
    });
  }
});

describe("planTests knows how a test gets at", () => {
  const reach: readonly (readonly [string, string, string, Partial<PlannedUnit>])[] = [
    [
      "python",
      "class A:\n    def __init__(self, x, *, y=1):\n        self.x = x\n    def m(self, a, *rest, **more):\n        return a\n",
      "def m",
      {
        name: "m",
        className: "A",
        reach: "instance",
        parameters: ["a", "rest", "more"],
        constructorParameters: ["x", "y"],
      },
    ],
    [
      "python",
      "class A:\n    @staticmethod\n    def s(a: int = 1) -> int:\n        return a\n",
      "def s",
      { reach: "static", parameters: ["a"] },
    ],
    ["python", "async def f():\n    return 1\n", "def f", { reach: "free", isAsync: true }],
    [
      "java",
      "class Outer { static class Inner { private int p() { return 1; } } }",
      "int p",
      { reach: "hidden", className: "Outer.Inner" },
    ],
    [
      "java",
      "record R(int a, String b) { static int s(int... n) { return 1; } }",
      "int s",
      { reach: "static", className: "R", constructorParameters: ["a", "b"], parameters: ["n"] },
    ],
    [
      "typescript",
      "function a() { return 1; }\nexport { a as b };",
      "function a",
      { exportKind: "named", reach: "free" },
    ],
    [
      "typescript",
      "export default class Shop { run({ x }: { x: number }, y?: string) { return x; } }",
      "run(",
      { exportKind: "default", className: "Shop", reach: "instance", parameters: ["options", "y"] },
    ],
    [
      "javascript",
      "function only() { return 1; }\nmodule.exports = only;",
      "function only",
      { exportKind: "default" },
    ],
    [
      "javascript",
      "class A { #secret() { return 1; } }\nmodule.exports = { A };",
      "#secret()",
      { exportKind: "named", reach: "hidden" },
    ],
    [
      "javascript",
      "function outer() { function inner() { return 1; } return inner; }\nexports.outer = outer;",
      "function inner",
      { reach: "hidden" },
    ],
    [
      "cpp",
      "namespace a::b { namespace { int f(int x) { return x; } } }",
      "int f",
      { reach: "hidden", namespaceName: "a::b" },
    ],
    [
      "cpp",
      "namespace n { double C::area(const Box& box, int) const { return 1; } }",
      "double C",
      { className: "C", name: "area", reach: "instance", namespaceName: "n" },
    ],
  ];
  for (const [languageId, text, at, expected] of reach) {
    it(`${languageId}: ${at}`, async () => {
      const { units } = await plan(languageId, text, at);
      assert.equal(units.length, 1);
      for (const [key, value] of Object.entries(expected)) {
        assert.deepEqual(units[0]?.[key as keyof PlannedUnit], value, key);
      }
    });
  }

  it("several functions: those that nobody can reach are left out", async () => {
    const { units } = await plan(
      "java",
      "class A { A() { } private int p() { return 1; } int q() { return 2; } }",
    );
    assert.deepEqual(
      units.map(({ name }) => name),
      ["q"],
    );
  });

  it("a part of a function: the whole function", async () => {
    const text = "def f(a):\n    x = a\n    return x\n\ndef g():\n    return 2\n";
    assert.deepEqual(
      (await plan("python", text, "x = a")).units.map(({ name }) => name),
      ["f"],
    );
  });

  it("a file without functions: nothing", async () => {
    assert.deepEqual((await plan("python", "x = 1\n")).units, []);
  });
});
