import assert from "node:assert/strict";
import {
  findStatementEnd,
  type StatementQuestion,
} from "../../../../../src/core/completion/syntax/findStatementEnd.ts";
import { syntaxLanguages } from "../../../../../src/core/completion/syntax/syntaxLanguages.ts";
import { createTestParser } from "../../../../fakes/testParser.ts";

const parser = createTestParser();

interface Case {
  readonly says: string;
  readonly before: string;
  /** The reply with `‖` where it must end; without one its block goes on. */
  readonly reply: string;
  readonly more?: Partial<StatementQuestion>;
  readonly isInside?: boolean;
}

async function ask(languageId: string, { before, reply, more }: Case): ReturnType<typeof findStatementEnd> {
  return findStatementEnd(parser, {
    ...{ languageId, before, reply: reply.replace("‖", ""), scope: "block", hasCloserBelow: false },
    ...{ maxLines: 24, ...more },
  });
}

const head: Partial<StatementQuestion> = { scope: "statement" };
const closed: Partial<StatementQuestion> = { hasCloserBelow: true };

const goldens: Readonly<Record<string, readonly Case[]>> = {
  python: [
    {
      says: "a body ends at the next function, a string at the margin does not end it",
      before: "def f(x):\n    ",
      reply: 'if x:\n        a = """\nb\n"""\n    # kept\n    return a‖\n\ndef g():\n',
    },
    { says: "inside a string", before: "def f():\n    ", reply: "a = '''\nb\n", isInside: true },
    { says: "inside brackets", before: "def f():\n    ", reply: "a = [\n", isInside: true },
    {
      says: "a head ends with its else",
      before: "def f(x):\n    if x:",
      reply: "\n        return 1\n    else:\n        return 2‖\n    return 3\n",
      more: head,
    },
    {
      says: "else may still follow",
      before: "def f(x):\n    if x:",
      reply: "\n        return 1\n    else:\n",
      more: head,
    },
    {
      says: "a body that goes on is not followed",
      before: "try:",
      reply: "\n    a()\nexcept E:\n    # nothing\n",
      more: head,
    },
    {
      says: "a comment that is set apart belongs to what follows",
      before: "def f(x):\n    if x:",
      reply: "\n        return 1‖\n\n    # the rest\n    return 2\n",
      more: head,
    },
    {
      says: "an empty line after a finished statement",
      before: "",
      reply: "import os\nimport sys‖\n\nimport json\n",
    },
    {
      says: "Chinese comments count as the block's own",
      before: "def f(x):\n    ",
      reply: "a = 1\n    # 计算总价\n    return a‖\ndef g():\n",
    },
    {
      says: "keeps whole statements of more lines than are kept",
      before: "def f():\n    ",
      reply: "a = 1\n    b = 2‖\n    c = [\n        1,\n        2,\n    ]\n    d = 3\n",
      more: { maxLines: 4 },
    },
  ],
  java: [
    {
      says: "a method takes its closer where the document has none",
      before: "    public int a() {\n        ",
      reply: "return 1;\n    }‖\n\n    public int b() {\n",
    },
    {
      says: "and leaves it where it has",
      before: "    public int a() {\n        ",
      reply: "return 1;‖\n    }\n\n    public int b() {\n",
      more: closed,
    },
    {
      says: "a brace in a character is none",
      before: "class A {\n    void a() {\n        ",
      reply: "char c = '}';\n        b();\n    }‖\n\n    void c() {\n",
    },
    {
      says: "try ends with its catch",
      before: "class A {\n    void a() {\n        try {",
      reply:
        "\n            b();\n        } catch (E e) {\n            return; // ignore\n        }‖\n    }\n",
      more: head,
    },
    {
      says: "a case ends at the next label",
      before: "switch (a) {\n    case 1:\n        ",
      reply: "b();\n        break;‖\n    case 2:\n        c();\n",
    },
  ],
  javascript: [
    {
      says: "a template string at the margin ends nothing",
      before: "function f() {\n  ",
      reply: "const a = `x\n}\n${b}\n`;\n  return a;\n}‖\n\nfunction g() {\n",
    },
    { says: "inside a template string", before: "function f() {\n  ", reply: "a = `x\n}\n", isInside: true },
    {
      says: "a regular expression with a brace",
      before: "function f(s) {\n  ",
      reply: "return s.replace(/[{(]/g, '');\n}‖\n\nfunction g() {\n",
    },
    {
      says: "a callback takes the rest of its call",
      before: "it('x', () => {\n  ",
      reply: "a();\n}, 100);‖\n\nit('y', () => {\n",
    },
    {
      says: "a callback's head ends with its call",
      before: "it('x', () => {",
      reply: "\n  a();\n}, 100);‖\n\nit('y', () => {\n",
      more: head,
    },
    {
      says: "a chain goes on",
      before: "function f() {\n  ",
      reply: "return a\n    .b()\n",
    },
    {
      says: "does not take what opens anew with the closer",
      before: "if (a) {\n  ",
      reply: "b();\n}‖ else {\n  c();\n}\n",
    },
  ],
  typescript: [
    {
      says: "elements of an object",
      before: "const a = {\n  b: 1,\n  ",
      reply: "c: 2,\n  d: [3, 4],‖\n};\nfoo();\n",
      more: closed,
    },
    {
      says: "members of a class",
      before: "class A {\n  a = 1;\n\n  ",
      reply: "f(): void {\n    g();\n  }‖\n\n  h(): void {\n",
    },
    { says: "a comment that breaks off says nothing", before: "class A {\n  ", reply: "/** a\n   * b\n" },
  ],
  cpp: [
    {
      says: "access labels farther left end no class",
      before: "class A {\npublic:\n    int a();\n    ",
      reply: "int b();\nprivate:\n    int c;\n};‖\n\nint d;\n",
    },
    {
      says: "conditions of the preprocessor end no block",
      before: "void f() {\n    ",
      reply: "a();\n#ifdef B\n    b();\n#endif\n    c();\n}‖\n\nvoid g() {\n",
    },
    {
      says: "an open condition says nothing",
      before: "void f() {\n    ",
      reply: "a();\n#ifdef B\n    b();\n",
    },
    {
      says: "a struct takes its semicolon",
      before: "struct A {",
      reply: "\n    int b;\n};‖\nint d;\n",
      more: head,
    },
  ],
  go: [
    {
      says: "a function with tabs",
      before: "func a() error {\n\t",
      reply: "if err := b(); err != nil {\n\t\treturn err\n\t}\n\treturn nil\n}‖\n\nfunc c() {\n",
    },
    {
      says: "leaves the closer that the document has",
      before: "func a() error {\n\t",
      reply: "s := `}\n`\n\treturn nil‖\n}\n\nfunc c() {\n",
      more: closed,
    },
    {
      says: "a case",
      before: "func a() {\n\tswitch x {\n\tcase 1:\n\t\t",
      reply: "b()\n\t\tc()‖\n\tcase 2:\n",
    },
  ],
  rust: [
    {
      says: "a method and its value; a lifetime opens no string",
      before: "impl A {\n    fn a<'b>(&'b self) -> u64 {\n        ",
      reply: "for i in &self.items {\n            x += i;\n        }\n        x\n    }‖\n}\n",
    },
    {
      says: "arms of a match",
      before: "fn f() {\n    match x {\n        ",
      reply: "Some('}') => 1,\n        None => 0,\n    }‖\n}\n",
    },
  ],
  csharp: [
    {
      says: "braces on lines of their own",
      before: "class A\n{\n    int B()\n    {\n        ",
      reply:
        "foreach (var i in x)\n        {\n            a += i;\n        }\n        return a;\n    }‖\n\n    int C()\n",
    },
  ],
};

describe("findStatementEnd", () => {
  for (const [languageId, cases] of Object.entries(goldens)) {
    for (const golden of cases) {
      it(`${languageId}: ${golden.says}`, async () => {
        const verdict = await ask(languageId, golden);
        const end = golden.reply.indexOf("‖");
        assert.equal(verdict?.end ?? null, end < 0 ? null : end);
        if (end < 0) {
          assert.equal(verdict?.isInside ?? "unknown", golden.isInside ?? verdict?.isInside ?? "unknown");
        }
      });
    }
  }

  it("says nothing for a language without a grammar, before there is text, and behind an error", async () => {
    const ofText = (languageId: string, before: string, reply: string): ReturnType<typeof ask> =>
      ask(languageId, { says: "", before, reply });
    assert.equal(await ofText("ruby", "", "a = 1\nb = 2\n"), undefined);
    assert.equal(await ofText("python", "def f():\n    ", "\n\n"), undefined);
    assert.equal(await ofText("java", "int ((( 1 2 ; class {{ ]", "\n a b c\n"), undefined);
  });

  it("has a grammar for each of its languages", async () => {
    for (const languageId of syntaxLanguages) {
      const tree = await parser.parse(languageId, "");
      assert.notEqual(tree, undefined, languageId);
      tree?.delete();
    }
  });
});
