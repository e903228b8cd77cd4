import assert from "node:assert/strict";
import { coverRestOfLine } from "../../../../../src/core/completion/filters/coverRestOfLine.ts";
import { cutAtMarkers } from "../../../../../src/core/completion/filters/cutAtMarkers.ts";
import { cutDuplicatesOfBelow } from "../../../../../src/core/completion/filters/cutDuplicatesOfBelow.ts";
import { cutRepetition } from "../../../../../src/core/completion/filters/cutRepetition.ts";
import { dropControlCharacters } from "../../../../../src/core/completion/filters/dropControlCharacters.ts";
import { dropDuplicateOfAbove } from "../../../../../src/core/completion/filters/dropDuplicateOfAbove.ts";
import { dropEchoedPrefix } from "../../../../../src/core/completion/filters/dropEchoedPrefix.ts";
import { fixIndentation } from "../../../../../src/core/completion/filters/fixIndentation.ts";
import { stripFences } from "../../../../../src/core/completion/filters/stripFences.ts";
import { stripProse } from "../../../../../src/core/completion/filters/stripProse.ts";
import { cutReply } from "../../../../../src/core/completion/cutReply.ts";
import type { Hole, ReplyFilter } from "../../../../../src/core/completion/hole.ts";
import { makeHole } from "../makeHole.ts";

type Row = readonly [at: string, reply: string, keeps: string];

const cut: ReplyFilter = (text, hole, isDone) => cutReply(text, hole, isDone).text;
/** With the number of characters after the cursor that are replaced, when there are any. */
const cover: ReplyFilter = (text, hole) => {
  const { text: kept, replacedLength } = coverRestOfLine(text, hole);
  return replacedLength === 0 ? kept : `${kept}⟵${replacedLength}`;
};

interface Table {
  readonly name: string;
  readonly filter: ReplyFilter;
  readonly rows: Readonly<Record<string, Row | readonly Row[]>>;
}

/** Languages whose rows are indented by tabs. */
const tabbed = new Set(["go"]);

const tables: readonly Table[] = [
  {
    name: "dropControlCharacters",
    filter: dropControlCharacters,
    rows: {
      python: ["‸", "x = 1\r\n\tif x:\r\n", "x = 1\n\tif x:\n"],
      java: ["‸", 'String s\u200b = "a";\u0000', 'String s = "a";'],
      javascript: ["‸", "if (is\u2066Admin\u2069) {}", "if (isAdmin) {}"],
      typescript: ["‸", "\ufeffconst a = 1;\r", "const a = 1;\n"],
      cpp: ["‸", "int\u00a0a;\u001b[0m", "int\u00a0a;[0m"],
      go: ["‸", "\tx := 1\r\n\ty := 2", "\tx := 1\n\ty := 2"],
      rust: ["‸", "let a = 'é';\u2028", "let a = 'é';"],
      csharp: ["‸", "var a = 1;\u202e//x", "var a = 1;//x"],
      html: ["‸", "<p>שלום</p>\u200f", "<p>שלום</p>"],
      yaml: ["‸", "a: 1\r\nb:\u00852", "a: 1\nb:2"],
      markdown: ["‸", "مرحبا بالعالم — *نص*\r\n", "مرحبا بالعالم — *نص*\n"],
      "python in Chinese": ["‸", "# 计算\u200b总价，单位：分\r\n", "# 计算总价，单位：分\n"],
    },
  },
  {
    name: "cutAtMarkers",
    filter: cutAtMarkers,
    rows: {
      python: ["‸", "return x<|endoftext|># next", "return x"],
      java: ["‸", "List<String> a = b;<|fim_pad|>", "List<String> a = b;"],
      javascript: ["‸", "a < b || c > d;<|im_end|>", "a < b || c > d;"],
      typescript: ["‸", "Map<string, Array<number>>()<|file_sep|>x", "Map<string, Array<number>>()"],
      cpp: ["‸", "std::vector<int> a;</s>", "std::vector<int> a;"],
      go: ["‸", "<-ch<｜fim▁hole｜>", "<-ch"],
      rust: ["‸", "Vec::<u8>::new()<EOT>", "Vec::<u8>::new()"],
      csharp: ["‸", "IEnumerable<T> a;[SUFFIX]b", "IEnumerable<T> a;"],
      html: [
        ["‸", "<fieldset><legend>a</legend></fieldset>", "<fieldset><legend>a</legend></fieldset>"],
        ["‸", "<section>a</section><|endoftext|>", "<section>a</section>"],
      ],
      yaml: ["‸", "image: a\n<file_sep>b", "image: a\n"],
      markdown: ["‸", "See <https://a.org>.<|im_end|>", "See <https://a.org>."],
      "python in Chinese": ["‸", "# 结束<｜end▁of▁sentence｜>再来", "# 结束"],
    },
  },
  {
    name: "stripFences",
    filter: stripFences,
    rows: {
      python: [
        ["‸", "```python\nreturn 1\n```", "return 1"],
        ["‸", "~~~python\nreturn 1\n~~~\nDone.", "return 1"],
        ["‸", '"""\nTitle\n~~~~~~~~\n"""\n', '"""\nTitle\n~~~~~~~~\n"""\n'],
        ["‸", '"""Run:\n```\nmake\n```\n"""', '"""Run:\n```\nmake\n```\n"""'],
      ],
      java: ["‸", "```java\nint a;\n```", "int a;"],
      javascript: ["‸", "const a = `\n${b}\n`;", "const a = `\n${b}\n`;"],
      typescript: ["‸", "```ts\nconst a: A = b;\n```\nThis works.", "const a: A = b;"],
      cpp: ["‸", "```c++\nint a = ~b;\n```", "int a = ~b;"],
      go: ["‸", "s := `raw`\n```\nNote", "s := `raw`\n"],
      rust: ["‸", "/// ```\n/// f();\n/// ```\nfn f() {}", "/// ```\n/// f();\n/// ```\nfn f() {}"],
      csharp: ["‸", "```csharp\r\nvar a = 1;\r\n```".replaceAll("\r", ""), "var a = 1;"],
      html: ["‸", "```html\n<b>a</b>\n```", "<b>a</b>"],
      yaml: ["‸", "Here:\n```yaml\na: 1\n```", "a: 1"],
      markdown: ["‸", "~~~sh\nls\n~~~", "~~~sh\nls\n~~~"],
      "python in Chinese": ["‸", "下面是代码：\n```python\n# 完成\npass\n```\n说明。", "# 完成\npass"],
    },
  },
  {
    name: "stripProse",
    filter: stripProse,
    rows: {
      python: [
        ["‸", "Here is the code:\nimport os", "import os"],
        ["    # ‸", "the code above is slow", "the code above is slow"],
        ["x = 1  # ‸", "note that this is old", "note that this is old"],
      ],
      java: [
        ["‸", "The completion is:\nint a;", "int a;"],
        ["     * ‸", "This function is slow", "This function is slow"],
      ],
      javascript: ["‸", "a();\n\nNote that a is slow.", "a();"],
      typescript: ["‸", "You can use:\na();\n\nLet me know.", "a();"],
      cpp: ["/* ‸", "Note the order", "Note the order"],
      go: ["‸", "Certainly!\nx := 1", "x := 1"],
      rust: ["‸", "I would write\nlet a = 1;", "let a = 1;"],
      csharp: ["‸", "Of course.\nvar a = 1;", "var a = 1;"],
      html: ["<!-- ‸", "This code is old", "This code is old"],
      yaml: ["# ‸", "the following keys are old", "the following keys are old"],
      markdown: ["‸", "Sure, here it is.", "Sure, here it is."],
      "python in Chinese": [
        ["‸", "好的，代码如下\nreturn 1\n\n注意：单位为分", "return 1"],
        ["# ‸", "以下单位为分", "以下单位为分"],
      ],
    },
  },
  {
    name: "dropEchoedPrefix",
    filter: dropEchoedPrefix,
    rows: {
      python: ["def f(a):\n    return ‸", "def f(a):\n    return a + 1", "a + 1"],
      java: ["    int total = ‸", "    int total = a + b;", "a + b;"],
      javascript: ["items.forEach(‸", "items.forEach((a) => a.b());", "(a) => a.b());"],
      typescript: ["const a: Map<‸", "const a: Map<string, A>;", "string, A>;"],
      cpp: ["std::cout << ‸", "std::cout << a << b;", "a << b;"],
      go: ["\tif err := ‸", "\tif err := run(); err != nil {", "run(); err != nil {"],
      rust: ["    let a = self.‸", "self.items.len();", "items.len();"],
      csharp: ["var a = await ‸", "await b.RunAsync();", "b.RunAsync();"],
      html: ['<a href="‸', '<a href="/home">', '/home">'],
      yaml: ["services:\n  web:\n    image: ‸", "    image: nginx", "nginx"],
      markdown: ["- one\n- two ‸", "- two and three", "and three"],
      "python in Chinese": ["# 计算‸", "# 计算总价", "总价"],
    },
  },
  {
    name: "fixIndentation",
    filter: fixIndentation,
    rows: {
      python: [
        ["    if a:\n        ‸", "        b()\n        c()", "b()\n        c()"],
        ["    ‸", "try:\n    a()\nexcept E:\n    b()", "try:\n        a()\n    except E:\n        b()"],
      ],
      java: [
        ["        ‸", "if (a) {\n\tb();\n}", "if (a) {\n            b();\n        }"],
        [
          "        ‸",
          "case A:\n        case B:\n            c();",
          "case A:\n        case B:\n            c();",
        ],
      ],
      javascript: ["  ‸", "a();\nb();", "a();\n  b();"],
      typescript: ["return ‸", "  a;", "a;"],
      cpp: [
        [
          "    ‸",
          "while (a) {\n#if B\n        c();\n#endif\n    }",
          "while (a) {\n#if B\n        c();\n#endif\n    }",
        ],
        ["class A {\npublic:\n    ‸", "int a;\nprivate:\n    int b;", "int a;\nprivate:\n    int b;"],
      ],
      go: ["\t‸", "if a {\n        b()\n    }", "if a {\n\t\tb()\n\t}"],
      rust: ["    ‸", "loop {\n    a();\n}", "loop {\n        a();\n    }"],
      csharp: ["    ‸", "if (a)\n    {\n        b();\n    }", "if (a)\n    {\n        b();\n    }"],
      html: ["  ‸", "<ul>\n    <li>a</li>\n  </ul>", "<ul>\n    <li>a</li>\n  </ul>"],
      yaml: [
        ["  ‸", "ports:\n  - 80", "ports:\n  - 80"],
        ["  ‸", "a:\n  b: 1", "a:\n  b: 1"],
      ],
      markdown: ["- ‸", " a\n  - b", "a\n  - b"],
      "python in Chinese": ["    ‸", "# 先检查\nif a:\n    return", "# 先检查\n    if a:\n        return"],
    },
  },
  {
    name: "cutRepetition",
    filter: cutRepetition,
    rows: {
      python: [
        ["‸", "import os\nimport os\nimport os\n", "import os"],
        ["‸", "# ~~~~~~~~~~~~~~~~~~~~\nx = 1", "# ~~~~~~~~~~~~~~~~~~~~\nx = 1"],
      ],
      java: ["‸", "    }\n    }\n    }\n    }", "    }\n    }\n    }\n    }"],
      javascript: ["‸", "// ==================\na();", "// ==================\na();"],
      typescript: ["‸", "a, ".repeat(20), ""],
      cpp: ["‸", "a++;\nb();\na++;\nb();", "a++;\nb();\na++;\nb();"],
      go: ["‸", "\treturn nil\n\treturn nil\n\treturn nil\n", "\treturn nil"],
      rust: ["‸", "0, 1, 1, 0, 2, 3, 2, 1, 4, 5, 6, 0", "0, 1, 1, 0, 2, 3, 2, 1, 4, 5, 6, 0"],
      csharp: ["‸", "/////////////////////////\nvar a;", "/////////////////////////\nvar a;"],
      html: ["‸", "<br><br><br>", "<br><br><br>"],
      yaml: ["‸", "- name: a\n- name: a\n- name: a", "- name: a"],
      markdown: ["‸", "| --- | --- | --- |\n| a | b | c |", "| --- | --- | --- |\n| a | b | c |"],
      "python in Chinese": ["‸", `# ${"好 ".repeat(14)}`, ""],
    },
  },
  {
    name: "dropDuplicateOfAbove",
    filter: dropDuplicateOfAbove,
    rows: {
      python: ["    x = f(x)\n    ‸", "x = f(x)\n    y = 1", ""],
      java: ["import a.B;\n‸", "import a.B;", ""],
      javascript: ["a();\n\n‸", "a();\n", ""],
      typescript: ["  }\n  ‸", "}", "}"],
      cpp: ["#include <map>\n‸", "#include <set>", "#include <set>"],
      go: ["\ta()\n\t‸", "\n\ta()", ""],
      rust: ["use a::b;\n‸", "use a::b;", ""],
      csharp: ["{\n‸", "{", "{"],
      html: ["<li>a</li>\n‸", "<li>b</li>", "<li>b</li>"],
      yaml: ["- a: 1\n‸", "- a: 1", ""],
      markdown: ["---\n‸", "---", "---"],
      "python in Chinese": ["# 说明\n‸", "# 说明", ""],
    },
  },
  {
    name: "cutReply",
    filter: cut,
    rows: {
      python: ["def f():\n    ‸", "a = 1\n    return a\ndef g():", "a = 1\n    return a"],
      java: [
        ["class A {\n    void a() {\n        ‸\n    }", "b();\n    }\n    void c() {", "b();"],
        ["    if (a) {\n        ‸", "b();\n    } else {\n        c();", "b();\n    }"],
      ],
      javascript: ["a(() => {‸\n", "\n  b();\n});\nc();", "\n  b();\n});"],
      typescript: ["‸", "const a = 1;\nconst b = 2;\n\nfunction c() {", "const a = 1;\nconst b = 2;"],
      cpp: ["struct A {‸\n", "\n    int b;\n};\nint c;", "\n    int b;\n};"],
      go: ["\tif a {\n\t\t‸\n\t}", "b()\n\t}\n\tc()", "b()"],
      rust: [
        "    match a {\n        ‸\n    }",
        "1 => b,\n        _ => c,\n    }\n}",
        "1 => b,\n        _ => c,",
      ],
      csharp: ["    {\n        ‸\n    }", "a();\n    }\n\n    void B()", "a();"],
      html: ["  <ul>\n    ‸\n  </ul>", "<li>a</li>\n  </ul>\n</body>", "<li>a</li>"],
      yaml: ["a:\n  ‸", "b: 1\n  c: 2\nd: 3", "b: 1\n  c: 2"],
      markdown: ["‸", "- a\n- b\n\n## Next", "- a\n- b"],
      "python in Chinese": ["def f():\n    ‸", "# 先检查\n    return 1\n# 其他", "# 先检查\n    return 1"],
    },
  },
  {
    name: "cutDuplicatesOfBelow",
    filter: cutDuplicatesOfBelow,
    rows: {
      python: ["    ‸\n    return total\n", "total += 1\n    return total", "total += 1"],
      java: ["    ‸\n    }\n}\n", "a();\n    }\n}", "a();"],
      javascript: ["  ‸\n});\n", "a();\n});", "a();"],
      typescript: [
        ["if (a) {‸\n}", "\n  b();\n}", "\n  b();"],
        ["  if (a) {‸\n}", "\n    b();\n  }", "\n    b();\n  }"],
      ],
      cpp: ["    ‸\n};\n", "int a;\n};", "int a;"],
      go: ["\t‸\n\treturn nil\n}\n", "a()\n\treturn nil\n}", "a()"],
      rust: ["assert_eq!(‸\nassert_eq!(\n    a,\n);", "\n    b,\n);", "\n    b,\n);"],
      csharp: [
        "        ‸\n    }\n",
        "if (a)\n        {\n            b();\n        }\n    }",
        "if (a)\n        {\n            b();\n        }",
      ],
      html: ["  ‸\n</body>\n", "<p>a</p>\n</body>", "<p>a</p>"],
      yaml: ["  ‸\nqueue:\n  image: redis\n", "b: 1\nqueue:\n  image: redis", "b: 1"],
      markdown: ["‸\n\n## Earlier\n", "- a\n\n## Earlier", "- a\n"],
      "python in Chinese": ["‸\n# 其他函数\n", "a()\n# 其他函数", "a()"],
    },
  },
  {
    name: "coverRestOfLine",
    filter: cover,
    rows: {
      python: [
        ["print(‸)", "a, b)", "a, b)⟵1"],
        ["x = d['‸']", "name'].strip()", "name'].strip()⟵2"],
        ["x = [‸]", "1, 2]\r\n".trimEnd(), "1, 2]⟵1"],
      ],
      java: [
        ["foo(‸);", 'a, "b");', 'a, "b");⟵2'],
        ['list.add("‸")', 'a");', 'a");⟵2'],
      ],
      javascript: [
        ["a(‸)", "() => { b(); })", "() => { b(); })⟵1"],
        ["const a = `‸`;", "${b}`;", "${b}`;⟵2"],
      ],
      typescript: [
        ["f({‸})", " a: 1 })", " a: 1 })⟵2"],
        ["f({‸})", " a: 1 }).g()", " a: 1 }).g()⟵2"],
        ["const a = b‸ + c;", ".d + c;", ".d"],
      ],
      cpp: [
        ['#include "‸"', 'a.h"', 'a.h"⟵1'],
        ["v[‸]", "i] = 0;", "i] = 0;⟵1"],
      ],
      go: ["fmt.Println(‸)", '"a", b)', '"a", b)⟵1'],
      rust: ['println!("‸")', '{}", a)', '{}", a)⟵2'],
      csharp: ['Console.Write($"‸");', '{a}");', '{a}");⟵3'],
      html: [
        ['<a href="‸">x</a>', '/home">x</a>', "/home"],
        ["<p>‸</p>", "Hello</p>", "Hello"],
        ["<p>‸</p>", "שלום עולם</p>", "שלום עולם"],
      ],
      yaml: ['a: "‸"', 'b"', 'b"⟵1'],
      markdown: [
        ["[a](‸)", "https://a.org)", "https://a.org)⟵1"],
        ["مرحبا ‸ بالعالم", "يا أصدقاء بالعالم", "يا أصدقاء"],
      ],
      "python in Chinese": ['print("‸")  # 输出', '合计")  # 输出', "合计"],
    },
  },
];

function holeOf(languageName: string, at: string): Hole {
  const [languageId = ""] = languageName.split(" ");
  return makeHole(at, { languageId, insertSpaces: !tabbed.has(languageId), tabSize: 4 });
}

describe("each filter in each language", () => {
  for (const { name, filter, rows } of tables) {
    for (const [languageName, row] of Object.entries(rows)) {
      const list = typeof row[0] === "string" ? [row as Row] : (row as readonly Row[]);
      for (const [index, [at, reply, keeps]] of list.entries()) {
        it(`${name}: ${languageName} ${index + 1}`, () => {
          assert.equal(filter(reply, holeOf(languageName, at), true), keeps);
        });
      }
    }
  }

  it("has a row for every language", () => {
    for (const { name, rows } of tables) {
      assert.equal(Object.keys(rows).length, 12, name);
    }
  });
});
