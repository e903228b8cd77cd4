import assert from "node:assert/strict";
import { fixIndentation } from "../../../../src/core/completion/filters/fixIndentation.ts";
import { makeHole } from "./makeHole.ts";

interface Row {
  readonly says: string;
  readonly at: string;
  readonly reply: string;
  readonly becomes: string;
  readonly languageId?: string;
  readonly tabSize?: number;
  readonly insertSpaces?: boolean;
  readonly isChat?: boolean;
}

const rows: readonly Row[] = [
  {
    says: "another step",
    languageId: "python",
    at: "def f(x):\n    ‸",
    reply: "if x:\n  return 1\nreturn 2",
    becomes: "if x:\n        return 1\n    return 2",
  },
  {
    says: "a step of four in a file of two, the first line's own margin gone",
    at: "function f() {\n  ‸",
    reply: "const a = b();\n    if (a) {\n        c();\n    }",
    becomes: "const a = b();\n  if (a) {\n    c();\n  }",
    tabSize: 2,
  },
  {
    says: "a margin of its own",
    at: "function f() {\n  ‸",
    reply: "    const a = b();\n    return a;",
    becomes: "const a = b();\n  return a;",
    tabSize: 2,
  },
  {
    says: "the rest of the indentation, where that is what the first line begins with",
    at: "function f() {\n    a();\n  ‸",
    reply: "  b();\n    c();",
    becomes: "  b();\n    c();",
  },
  {
    says: "nothing while the cursor stands in the middle of the indentation",
    at: "function f() {\n    a();\n ‸",
    reply: "   b();\n    c();",
    becomes: "   b();\n    c();",
  },
  {
    says: "nothing at the margin of an indented block",
    at: "function f() {\n    a();\n‸",
    reply: "    if (b) {\n        c();\n    }",
    becomes: "    if (b) {\n        c();\n    }",
  },
  {
    says: "what is broken after an operator stands deeper by right",
    at: "function f() {\n    ‸",
    reply: "const a =\n        b();",
    becomes: "const a =\n        b();",
  },
  {
    says: "so does a chain",
    at: "function f() {\n    ‸",
    reply: "a(b)\n        .c();",
    becomes: "a(b)\n        .c();",
  },
  {
    says: "and a statement without braces",
    at: "function f() {\n    ‸",
    reply: "if (a)\n        b();",
    becomes: "if (a)\n        b();",
  },
  {
    says: "another language's lines may stand as they like",
    languageId: "sql",
    at: "BEGIN\n    ‸",
    reply: "f(a)\n        FROM b",
    becomes: "f(a)\n        FROM b",
  },
  {
    says: "a dedent that the code means",
    languageId: "python",
    at: "def f():\n    if a:\n        ‸",
    reply: "b = 1\n    else:\n        b = 2",
    becomes: "b = 1\n    else:\n        b = 2",
  },
  {
    says: "spaces of two in a file of tabs",
    languageId: "go",
    at: "func f() {\n\t‸",
    reply: "a()\n  if b {\n    c()\n  }",
    becomes: "a()\n\tif b {\n\t\tc()\n\t}",
    insertSpaces: false,
    isChat: false,
  },
  {
    says: "spaces of four in a file of tabs of eight",
    languageId: "c",
    at: "int f() {\n\t‸",
    reply: "if (b) {\n        c();\n    }\n    d();",
    becomes: "if (b) {\n\t\tc();\n\t}\n\td();",
    insertSpaces: false,
    tabSize: 8,
    isChat: false,
  },
  {
    says: "the closer of a block around it stays where it is",
    at: "class A {\n  ‸",
    reply: "b();\n}",
    becomes: "b();\n}",
    tabSize: 2,
  },
  {
    says: "prose is left alone",
    languageId: "markdown",
    at: "- a\n  ‸",
    reply: "    b\n    c",
    becomes: "  b\n    c",
    tabSize: 2,
  },
];

describe("replyMargin", () => {
  for (const { says, at, reply, becomes, ...more } of rows) {
    it(says, () => {
      assert.equal(fixIndentation(reply, makeHole(at, more), true), becomes);
    });
  }
});
