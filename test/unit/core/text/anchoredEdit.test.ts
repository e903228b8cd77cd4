import assert from "node:assert/strict";
import {
  applyAnchoredEdits,
  type EditPlan,
  type RefusalReason,
} from "../../../../src/core/text/anchoredEdit.ts";

interface FoundCase {
  readonly name: string;
  readonly text: string;
  readonly original: string;
  readonly replacement: string;
  readonly expected: string;
}

const foundCases: readonly FoundCase[] = [
  {
    name: "python, exact lines",
    text: "def area(w, h):\n    return w * w\n",
    original: "    return w * w",
    replacement: "    return w * h",
    expected: "def area(w, h):\n    return w * h\n",
  },
  {
    name: "python, quote without its indentation: the replacement is indented with it",
    text: "class Box:\n    def area(self):\n        if self.w:\n            return self.w * self.w\n        return 0\n",
    original: "if self.w:\n    return self.w * self.w",
    replacement: "if self.w and self.h:\n    area = self.w * self.h\n    return area",
    expected:
      "class Box:\n    def area(self):\n        if self.w and self.h:\n            area = self.w * self.h\n            return area\n        return 0\n",
  },
  {
    name: "python, one line quoted without indentation and replaced by several",
    text: "def f():\n    x = 1\n    return x\n",
    original: "x = 1",
    replacement: "if y:\n    x = 1",
    expected: "def f():\n    if y:\n        x = 1\n    return x\n",
  },
  {
    name: "python, only the first line of the quote lost its indentation",
    text: "def f():\n    if a:\n        x()\n",
    original: "if a:\n        x()",
    replacement: "if b:\n        y()",
    expected: "def f():\n    if b:\n        y()\n",
  },
  {
    name: "java, CRLF text and LF quote: the text keeps CRLF",
    text: "int f() {\r\n    int a = 1;\r\n    return a;\r\n}\r\n",
    original: "int a = 1;\n    return a;",
    replacement: "int a = 2;\n    return a;",
    expected: "int f() {\r\n    int a = 2;\r\n    return a;\r\n}\r\n",
  },
  {
    name: "typescript, tabs in the file and blanks in the reply",
    text: "function f() {\n\tif (a) {\n\t\treturn 1;\n\t}\n}\n",
    original: "    if (a) {\n        return 1;\n    }",
    replacement: "    if (a) {\n        if (b) {\n            return 2;\n        }\n    }",
    expected: "function f() {\n\tif (a) {\n\t\tif (b) {\n\t\t\treturn 2;\n\t\t}\n\t}\n}\n",
  },
  {
    name: "javascript, part of a line",
    text: "const total = sum(a, b) ;\n",
    original: "sum(a, b)",
    replacement: "sum(a, b, c)",
    expected: "const total = sum(a, b, c) ;\n",
  },
  {
    name: "c++, trailing blanks differ",
    text: "int get() const {   \n  return size_;\n}\n",
    original: "int get() const {\n  return size_;\n}",
    replacement: "int get() const noexcept {\n  return size_;\n}",
    expected: "int get() const noexcept {\n  return size_;\n}\n",
  },
  {
    name: "Chinese text beside the quote",
    text: 'print("总计：", total)  # 输出总计\n',
    original: "total)",
    replacement: "total_cents)",
    expected: 'print("总计：", total_cents)  # 输出总计\n',
  },
  {
    name: "whole lines taken out take their line break with them",
    text: "a();\n    b();\nc();\n",
    original: "  b();\n",
    replacement: "",
    expected: "a();\nc();\n",
  },
  {
    name: "a lone ... under a Python header is code",
    text: "class P(Protocol):\n    def a(self): return 1\n",
    original: "    def a(self): return 1",
    replacement: "    def a(self) -> int:\n        ...",
    expected: "class P(Protocol):\n    def a(self) -> int:\n        ...\n",
  },
  {
    name: "a comment that the quote has too is no elision",
    text: "// ... existing code ...\nlet a = 1;\n",
    original: "// ... existing code ...\nlet a = 1;",
    replacement: "// ... existing code ...\nlet a = 2;",
    expected: "// ... existing code ...\nlet a = 2;\n",
  },
];

function refused(reason: RefusalReason): EditPlan {
  return { kind: "refused", reason };
}

describe("applyAnchoredEdits", () => {
  for (const { name, text, original, replacement, expected } of foundCases) {
    it(name, () => {
      const plan = applyAnchoredEdits(text, [{ original, replacement }]);
      assert.equal(plan.kind, "found", JSON.stringify(plan));
      assert.equal(plan.kind === "found" && plan.newText, expected);
    });
  }

  it("gives the replaced part of the old text", () => {
    const text = "a = 1\nb = 2\nc = 3\n";
    const plan = applyAnchoredEdits(text, [
      { original: "c = 3", replacement: "c = 33" },
      { original: "b = 2", replacement: "b = 22" },
    ]);
    assert.ok(plan.kind === "found");
    assert.equal(plan.newText, "a = 1\nb = 22\nc = 33\n");
    assert.equal(text.slice(plan.startOffset, plan.endOffset), "b = 2\nc = 3");
  });

  it("refuses a quote that stands nowhere, or only inside a word", () => {
    assert.deepEqual(
      applyAnchoredEdits("a = 1\n", [{ original: "b = 1", replacement: "b = 2" }]),
      refused("missing"),
    );
    assert.deepEqual(
      applyAnchoredEdits("max = 1\n", [{ original: "x = 1", replacement: "x = 2" }]),
      refused("missing"),
    );
    assert.deepEqual(
      applyAnchoredEdits("a = 1\n", [{ original: " \n", replacement: "x" }]),
      refused("missing"),
    );
  });

  it("refuses a quote that stands twice, exactly or but for indentation", () => {
    const twice = "if a:\n    go()\nif b:\n    go()\n";
    assert.deepEqual(
      applyAnchoredEdits(twice, [{ original: "    go()", replacement: "    stop()" }]),
      refused("ambiguous"),
    );
    const loosely = "if (a) {\n  go(1);\n  go(2);\n}\n    go(1);\n    go(2);\n";
    assert.deepEqual(
      applyAnchoredEdits(loosely, [{ original: "\tgo(1);\n\tgo(2);", replacement: "\tstop();" }]),
      refused("ambiguous"),
    );
  });

  it("refuses edits that overlap, and makes none of several when one cannot be placed", () => {
    const text = "one();\ntwo();\nthree();\n";
    const overlapping = [
      { original: "one();\ntwo();", replacement: "1();" },
      { original: "two();\nthree();", replacement: "2();" },
    ];
    assert.deepEqual(applyAnchoredEdits(text, overlapping), refused("ambiguous"));
    const oneMissing = [
      { original: "one();", replacement: "1();" },
      { original: "four();", replacement: "4();" },
    ];
    assert.deepEqual(applyAnchoredEdits(text, oneMissing), refused("missing"));
  });

  it("refuses an edit that changes nothing", () => {
    assert.deepEqual(applyAnchoredEdits("a\n", [{ original: "a", replacement: "a" }]), refused("unchanged"));
    assert.deepEqual(applyAnchoredEdits("a\n", []), refused("unchanged"));
  });

  it("refuses an indentation that fits no rule of the text", () => {
    const text = "if a:\n      one()\n         two()\n";
    const edit = { original: "if a:\n  one()\n      two()", replacement: "if b:\n  one()" };
    assert.deepEqual(applyAnchoredEdits(text, [edit]), refused("missing"));
  });

  const elisions = [
    "// ... existing code ...",
    "# ... rest of the function unchanged",
    "// rest unchanged",
    "/* remaining methods unchanged */",
    "{/* ... other props ... */}",
    "<!-- ... existing markup ... -->",
    "-- rest of the script",
    "; ...",
    "# omitted for brevity",
    "// Same as before",
    "...",
    "...existing code...",
    "…",
    "# 其余代码保持不变",
    "// 省略其他方法",
    "// ... 其他代码不变 ...",
    "# 现有代码",
    "foo(); // ... unchanged",
  ];
  for (const elision of elisions) {
    it(`refuses a reply that leaves code out: ${elision}`, () => {
      const edit = { original: "a();", replacement: `b();\n${elision}\n` };
      assert.deepEqual(applyAnchoredEdits("a();\n", [edit]), refused("elided"));
    });
  }

  const honest = [
    "// wait for other workers...",
    "# keep the order unchanged by sorting on the index",
    "// The rest of the arguments are optional.",
    "const rest = [...items];",
    "f(...existing);",
    "# 兼容原有代码的调用方式",
    "// 保证顺序不变，再写入",
    "#!/usr/bin/env python",
  ];
  for (const line of honest) {
    it(`takes an honest line for what it is: ${line}`, () => {
      assert.equal(
        applyAnchoredEdits("a();\n", [{ original: "a();", replacement: `${line}\nb();` }]).kind,
        "found",
      );
    });
  }
});
