import assert from "node:assert/strict";
import * as fc from "fast-check";
import { planApply } from "../../../../src/core/text/planApply.ts";

interface Case {
  readonly name: string;
  readonly text: string;
  readonly code: string;
  /** The hinted part of `text`. */
  readonly hint?: string;
  /** The new text, or a `RefusalReason`. */
  readonly expected: string;
}

const python = `"""Stock of a shop."""
import math

LIMIT = 3


@cached
def total(items):
    # sums up
    return sum(items)


class Box:
    def area(self):
        return self.w * self.w

    def name(self):
        return "box"
`;

const java = `package org.example;

import java.util.List;

public class Orders {
    private final List<Order> orders;

    /** Number of orders. */
    public int count() {
        return orders.size();
    }

    public int count(String city) {
        int n = 0;
        for (Order o : orders) {
            if (o.city() == city) {
                n++;
            }
        }
        return n;
    }
}
`;

const typescript = `import { a } from "./a";

export function first(list: number[]): number {
  return list[0] as number;
}

export const last = (list: number[]): number => {
  return list[list.length - 1] as number;
};

console.log(first([1]), last([2]));
`;

const cpp = `#include <string>

namespace shelf {

int Cache::size() const {
    return size_;
}

void Cache::clear() {
    const char* note = "} not a brace";
    size_ = 0; // }
}

}  // namespace shelf
`;

const go = `package shop

import "fmt"

func (s *Shop) Total() int {
\treturn s.a + s.a
}

func Hello() {
\tfmt.Println("hi")
}
`;

const cases: readonly Case[] = [
  {
    name: "python: a method given without its class, at another indentation",
    text: python,
    code: "def area(self):\n    return self.w * self.h\n",
    expected: python.replace("self.w * self.w", "self.w * self.h"),
  },
  {
    name: "python: comments and decorators above stay when the code has none",
    text: python,
    code: "def total(items):\n    return math.fsum(items)",
    expected: python.replace("    # sums up\n    return sum(items)", "    return math.fsum(items)"),
  },
  {
    name: "python: a new import goes under the last import",
    text: python,
    code: "import decimal\n\ndef total(items):\n    return decimal.Decimal(sum(items))",
    expected: python
      .replace("import math\n", "import math\nimport decimal\n")
      .replace("    # sums up\n    return sum(items)", "    return decimal.Decimal(sum(items))"),
  },
  {
    name: "python: a helper given with the function goes before it",
    text: python,
    code: "def half(x):\n    return x / 2\n\ndef total(items):\n    return half(sum(items))",
    expected: "ambiguousPlace",
  },
  {
    name: "python: a class given with one of its two methods would drop the other",
    text: python,
    code: "class Box:\n    def area(self):\n        return self.w * self.h\n",
    expected: "elided",
  },
  {
    name: "python: a function that is not there",
    text: python,
    code: "def volume(self):\n    return 1",
    expected: "missing",
  },
  {
    name: "python: a usage line beside the function has no place to go",
    text: python,
    code: "def total(items):\n    return 0\n\nprint(total([1]))",
    expected: "missing",
  },
  {
    name: "java: overloads are told apart by their signature",
    text: java,
    code: "public int count(String city) {\n    return (int) orders.stream().filter(o -> o.city().equals(city)).count();\n}",
    expected: java.replace(
      /        int n = 0;[\s\S]*?return n;\n/,
      "        return (int) orders.stream().filter(o -> o.city().equals(city)).count();\n",
    ),
  },
  {
    name: "java: an overload with another signature is not certain",
    text: java,
    code: "public int count(Town town) {\n    return 0;\n}",
    expected: "ambiguous",
  },
  {
    name: "java: ... unless the conversation was about one of them",
    text: java,
    code: "public int count(final String town) {\n    return 0;\n}",
    hint: "public int count(String city) {",
    expected: java.replace(
      /    public int count\(String city\) \{[\s\S]*?return n;\n    \}/,
      "    public int count(final String town) {\n        return 0;\n    }",
    ),
  },
  {
    name: "java: a doc comment in the code replaces the one in the text",
    text: java,
    code: "/** How many orders there are. */\npublic int count() {\n    return orders.size();\n}",
    expected: java.replace("Number of orders.", "How many orders there are."),
  },
  {
    name: "java: CRLF stays CRLF",
    text: java.replaceAll("\n", "\r\n"),
    code: "public int count() {\n    return 0;\n}",
    expected: java.replace("return orders.size();", "return 0;").replaceAll("\n", "\r\n"),
  },
  {
    name: "typescript: an arrow function bound to a name",
    text: typescript,
    code: "export const last = (list: number[]): number => {\n  return list.at(-1) as number;\n};",
    expected: typescript.replace("list[list.length - 1]", "list.at(-1)"),
  },
  {
    name: "typescript: the whole file",
    text: typescript,
    code: typescript.replace("list[0]", "list.at(0)").trimEnd(),
    expected: typescript.replace("list[0]", "list.at(0)"),
  },
  {
    name: "typescript: rest unchanged",
    text: typescript,
    code: "export function first(list: number[]): number {\n  return 1;\n}\n// ... rest of the file unchanged",
    expected: "elided",
  },
  {
    name: "typescript: selected lines",
    text: typescript,
    code: "console.log(first([1]));\nconsole.log(last([2]));",
    hint: "console.log(first([1]), last([2]));",
    expected: typescript.replace(
      "console.log(first([1]), last([2]));",
      "console.log(first([1]));\nconsole.log(last([2]));",
    ),
  },
  {
    name: "typescript: code that has nothing of the selected lines",
    text: typescript,
    code: "npm install something",
    hint: "console.log(first([1]), last([2]));",
    expected: "missing",
  },
  {
    name: "c++: a member function, with braces in strings and comments around",
    text: cpp,
    code: 'void Cache::clear() {\n    size_ = 0;\n    note_ = "{";\n}',
    expected: cpp.replace(/    const char\* note[\s\S]*?\/\/ \}\n/, '    size_ = 0;\n    note_ = "{";\n'),
  },
  {
    name: "c++: an included header is added",
    text: cpp,
    code: "#include <vector>\n#include <string>\n\nint Cache::size() const {\n    return 1;\n}",
    expected: cpp
      .replace("#include <string>\n", "#include <string>\n#include <vector>\n")
      .replace("return size_;", "return 1;"),
  },
  {
    name: "go: a method with tabs, given with blanks",
    text: go,
    code: "func (s *Shop) Total() int {\n    return s.a + s.b\n}",
    expected: go.replace("s.a + s.a", "s.a + s.b"),
  },
  {
    name: "lines framed by two lines of the text",
    text: "steps:\n  - run: npm ci\n  - run: npm test\n  - run: npm pack\n  - run: echo done now\n",
    code: "- run: npm ci\n- run: npm run lint\n- run: npm test",
    expected:
      "steps:\n  - run: npm ci\n  - run: npm run lint\n  - run: npm test\n  - run: npm pack\n  - run: echo done now\n",
  },
  {
    name: "Chinese names and comments",
    text: "def 合计(项目):\n    # 求和\n    return sum(项目)\n\nprint(合计([1]))\n",
    code: "def 合计(项目):\n    # 求和，跳过空值\n    return sum(x for x in 项目 if x)\n",
    expected:
      "def 合计(项目):\n    # 求和，跳过空值\n    return sum(x for x in 项目 if x)\n\nprint(合计([1]))\n",
  },
  {
    name: "javascript: a class on one line becomes one of several lines",
    text: "class A extends B { x = 1; }\n\nclass C {\n  y = 2;\n}\n",
    code: "class A extends B {\n  x = 5;\n}\n",
    expected: "class A extends B {\n  x = 5;\n}\n\nclass C {\n  y = 2;\n}\n",
  },
  {
    name: "javascript: ... and back",
    text: "class A extends B {\n  x = 1;\n}\n\nclass C {\n  y = 2;\n}\n",
    code: "class A extends B { x = 7; }\n",
    expected: "class A extends B { x = 7; }\n\nclass C {\n  y = 2;\n}\n",
  },
  {
    name: "c++: a derived class whose brace stands on the next line",
    text: "class A : public B,\n          private C<int>\n{\n  int x = 1;\n};\n\nclass D : public B { int y; };\n",
    code: "class A : public B, private C<int> { int x = 2; };\n",
    expected: "class A : public B, private C<int> { int x = 2; };\n\nclass D : public B { int y; };\n",
  },
  {
    name: "python: classes of one line, with braces of later code behind them",
    text: "class A: pass\n\n\nclass B(A):\n    names = {1}\n\n\nclass C: x = {}\n",
    code: "class A: size = 2\n",
    expected: "class A: size = 2\n\n\nclass B(A):\n    names = {1}\n\n\nclass C: x = {}\n",
  },
  { name: "an empty file takes the code", text: "\n", code: "a = 1\n", expected: "a = 1\n" },
  { name: "an empty block", text: "a = 1\n", code: " \n", expected: "missing" },
  {
    name: "the same code",
    text: "def f():\n    return 1\n\ng()\n",
    code: "def f():\n    return 1",
    expected: "unchanged",
  },
];

describe("planApply, whatever it is given", () => {
  const line = fc.constantFrom(
    ...'def f(a):|    return a|class A:|function g() {|}|  x = 1;|import b|// note|\'open|"""|{|)|中文|\tif (x) {|/*|`'.split(
      "|",
    ),
    "",
  );
  const code = fc.array(line, { maxLength: 12 }).map((lines) => lines.join("\n"));

  it("never throws, and changes nothing outside the range that it names", () => {
    fc.assert(
      fc.property(code, code, fc.nat(80), fc.nat(80), (text, block, start, length) => {
        const hint = {
          startOffset: Math.min(start, text.length),
          endOffset: Math.min(start + length, text.length),
        };
        for (const plan of [planApply(text, block), planApply(text, block, hint)]) {
          if (plan.kind === "found") {
            assert.ok(plan.newText.startsWith(text.slice(0, plan.startOffset)));
            assert.ok(plan.newText.endsWith(text.slice(plan.endOffset)));
            assert.notEqual(plan.newText, text);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps every line of the code that it puts in", () => {
    fc.assert(
      fc.property(code, code, (text, block) => {
        const plan = planApply(text, block);
        if (plan.kind === "found") {
          const lines = new Set(plan.newText.split("\n").map((placed) => placed.trim()));
          const lost = block
            .split("\n")
            .filter((own) => own.trim() !== "" && !own.includes("//") && !lines.has(own.trim()));
          assert.deepEqual(lost, []);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("planApply", () => {
  for (const { name, text, code, hint, expected } of cases) {
    it(name, () => {
      const at = hint === undefined ? -1 : text.indexOf(hint);
      const plan = planApply(
        text,
        code,
        hint === undefined ? undefined : { startOffset: at, endOffset: at + hint.length },
      );
      if (expected === "ambiguousPlace") {
        assert.ok(plan.kind === "found");
        assert.match(
          plan.newText,
          /def half\(x\):\n {4}return x \/ 2\n\ndef total\(items\):\n {4}return half/,
        );
        return;
      }
      assert.equal(plan.kind === "found" ? plan.newText : plan.reason, expected);
    });
  }
});
