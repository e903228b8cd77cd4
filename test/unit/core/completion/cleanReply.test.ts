import assert from "node:assert/strict";
import { cleanReply } from "../../../../src/core/completion/cleanReply.ts";
import { fitToDocument } from "../../../../src/core/completion/fitToDocument.ts";
import { documentAt, makeHole } from "./makeHole.ts";

interface Case {
  readonly says: string;
  readonly languageId: string;
  readonly at: string;
  readonly reply: string;
  /** Undefined: nothing is worth showing. */
  readonly shows: string | undefined;
  readonly replaces?: number;
  readonly isMultiline?: boolean;
  readonly isChat?: boolean;
  readonly insertSpaces?: boolean;
  readonly tabSize?: number;
}

/** Raw reply of a model, the place it was meant for, and the ghost text that must come of it. */
const goldens: readonly Case[] = [
  // Python
  {
    says: "fence and prose around a body",
    languageId: "python",
    at: "def area(w, h):\n    ‸\n",
    reply: "Here is the body:\n```python\n    return w * h\n```\nIt multiplies.",
    shows: "return w * h",
  },
  {
    says: "stops where the next function begins",
    languageId: "python",
    at: "def a():\n    ‸\n",
    reply: "x = 1\n    return x\n\ndef b():\n    pass",
    shows: "x = 1\n    return x",
  },
  {
    says: "keeps else with its if",
    languageId: "python",
    at: "def a(x):\n    ‸\n",
    reply: "if x:\n        return 1\n    else:\n        return 2",
    shows: "if x:\n        return 1\n    else:\n        return 2",
  },
  {
    says: "echo of the current line",
    languageId: "python",
    at: "    total = sum(‸)\n",
    reply: "    total = sum(item.price for item in items)",
    shows: "item.price for item in items)",
    replaces: 1,
    isMultiline: false,
  },
  {
    says: "a Chinese comment",
    languageId: "python",
    at: "# 计算‸\n",
    reply: "订单总价，单位为分",
    shows: "订单总价，单位为分",
    isMultiline: false,
  },
  {
    says: "a body written from column 0",
    languageId: "python",
    at: "class A:\n    def f(self):\n        ‸\n",
    reply: "for x in self.xs:\n    yield x",
    shows: "for x in self.xs:\n            yield x",
  },
  // Java
  {
    says: "auto-closed braces",
    languageId: "java",
    at: "public int size() {‸}\n",
    reply: "\n    return items.size();\n}",
    shows: "\n    return items.size();\n",
    replaces: 0,
  },
  {
    says: "does not double the closing brace below",
    languageId: "java",
    at: "  if (a) {\n    ‸\n  }\n  return b;",
    reply: "run();\n  }\n  return b;",
    shows: "run();",
  },
  {
    says: "stops after the method",
    languageId: "java",
    at: "    public int a() {\n        ‸\n",
    reply: "return 1;\n    }\n\n    public int b() {\n        return 2;\n    }",
    shows: "return 1;\n    }",
  },
  {
    says: "a Chinese lead-in",
    languageId: "java",
    at: "    String name = ‸\n",
    reply: "以下是补全：\n```java\nuser.getName();\n```",
    shows: "user.getName();",
    isMultiline: false,
  },
  // JavaScript and TypeScript
  {
    says: "reasoning tokens of a model leak",
    languageId: "javascript",
    at: "const a = ‸",
    reply: "b;<|im_end|>",
    shows: "b;",
    isMultiline: false,
  },
  {
    says: "a template string stays",
    languageId: "javascript",
    at: "const a = ‸",
    reply: "`${b}-${c}`;",
    shows: "`${b}-${c}`;",
    isMultiline: false,
  },
  {
    says: "call in the middle of a line",
    languageId: "typescript",
    at: "const best = Math.max(‸);\n",
    reply: "a, b);",
    shows: "a, b);",
    replaces: 2,
    isMultiline: false,
  },
  {
    says: "object literal in an auto-closed brace",
    languageId: "typescript",
    at: "const o = {‸};\n",
    reply: " a: 1, b: 2 };",
    shows: " a: 1, b: 2 };",
    replaces: 2,
    isMultiline: false,
  },
  {
    says: "nothing but a closing bracket that is there",
    languageId: "typescript",
    at: "foo(a‸)\n",
    reply: ")",
    shows: undefined,
    isMultiline: false,
  },
  {
    says: "the line above once more",
    languageId: "typescript",
    at: "import { a } from './a';\n‸\n",
    reply: "import { a } from './a';",
    shows: undefined,
  },
  {
    says: "the line below once more",
    languageId: "typescript",
    at: "‸\nexport const x = compute(1);\n",
    reply: "export const x = compute(1);",
    shows: undefined,
  },
  // C++
  {
    says: "a bare fill-in reply",
    languageId: "cpp",
    at: "for (int i = 0; ‸) {\n}\n",
    reply: "i < n; ++i",
    shows: "i < n; ++i",
    isMultiline: false,
    isChat: false,
  },
  {
    says: "tabs for a file with tabs",
    languageId: "cpp",
    at: "void f() {\n\t‸\n}\n",
    reply: "if (a) {\n    b();\n}",
    shows: "if (a) {\n\t\tb();\n\t}",
    insertSpaces: false,
  },
  {
    says: "a quote that the editor closed",
    languageId: "cpp",
    at: '#include "‸"\n',
    reply: 'shelf/lru_cache.hpp"',
    shows: 'shelf/lru_cache.hpp"',
    replaces: 1,
    isMultiline: false,
  },
  // Go
  {
    says: "tabs in a body",
    languageId: "go",
    at: "func a() error {\n\t‸\n}\n",
    reply: "if err := run(); err != nil {\n\t\treturn err\n\t}\n\treturn nil\n}",
    shows: "if err := run(); err != nil {\n\t\treturn err\n\t}\n\treturn nil",
    insertSpaces: false,
  },
  // Rust
  {
    says: "a match arm",
    languageId: "rust",
    at: "    match x {\n        ‸\n    }\n",
    reply: "Some(v) => v,\n        None => 0,\n    }",
    shows: "Some(v) => v,\n        None => 0,",
  },
  {
    says: "a lifetime is no open quote",
    languageId: "rust",
    at: "fn a<'b>(‸)\n",
    reply: "x: &'b str)",
    shows: "x: &'b str)",
    replaces: 1,
    isMultiline: false,
  },
  // YAML
  {
    says: "keys of a mapping",
    languageId: "yaml",
    at: "services:\n  web:\n    ‸\n",
    reply: 'image: nginx\n    ports:\n      - "80:80"',
    shows: 'image: nginx\n    ports:\n      - "80:80"',
  },
  {
    says: "stops where the mapping ends",
    languageId: "yaml",
    at: "a:\n  b:\n    ‸\n",
    reply: "c: 1\nd: 2",
    shows: "c: 1",
  },
  // Markdown
  {
    says: "a list item",
    languageId: "markdown",
    at: "- one\n- ‸\n",
    reply: "two",
    shows: "two",
    isMultiline: false,
  },
  {
    says: "a fence that belongs there",
    languageId: "markdown",
    at: "Run:\n\n‸\n",
    reply: "```sh\nnpm start\n```",
    shows: "```sh\nnpm start\n```",
  },
  {
    says: "Chinese prose",
    languageId: "markdown",
    at: "## 使用\n\n‸\n",
    reply: "以下是安装步骤。",
    shows: "以下是安装步骤。",
  },
  // Degenerate
  {
    says: "a loop of one line",
    languageId: "python",
    at: "    ‸\n",
    reply: "x = f(x)\n    x = f(x)\n    x = f(x)\n    x = f(x)",
    shows: "x = f(x)",
  },
  {
    says: "prose alone",
    languageId: "java",
    at: "int a = ‸",
    reply: "I would need to see more of the file to help.",
    shows: undefined,
    isMultiline: false,
  },
  { says: "white space alone", languageId: "java", at: "    ‸\n", reply: "    \n  ", shows: undefined },
];

function show(golden: Case): { text: string | undefined; replaced: number } {
  const { at, reply, isMultiline = true } = golden;
  const { snapshot, offset } = documentAt(at, golden);
  const { text } = cleanReply(reply, makeHole(at, golden), true);
  const fitted = fitToDocument(text, snapshot, offset, isMultiline);
  return { text: fitted?.text, replaced: fitted?.replacedLength ?? 0 };
}

describe("from raw reply to ghost text", () => {
  for (const golden of goldens) {
    it(`${golden.languageId}: ${golden.says}`, () => {
      const { text, replaced } = show(golden);
      assert.equal(text, golden.shows);
      assert.equal(replaced, golden.replaces ?? 0);
    });
  }

  it("never takes back a complete line while a reply arrives", () => {
    for (const golden of goldens) {
      const hole = makeHole(golden.at, golden);
      const whole = cleanReply(golden.reply, hole, true).text;
      for (let length = 1; length < golden.reply.length; length += 1) {
        const partial = cleanReply(golden.reply.slice(0, length), hole, false);
        const settled = partial.isComplete
          ? partial.text
          : partial.text.slice(0, Math.max(0, partial.text.lastIndexOf("\n")));
        // A loop is seen only once it has begun: it is the one reason to take lines back.
        if (!golden.says.includes("loop")) {
          assert.ok(
            whole.startsWith(settled.trimEnd()),
            `${golden.languageId}: ${golden.says} at ${length}: ${JSON.stringify({ settled, whole })}`,
          );
        }
      }
    }
  });
});
