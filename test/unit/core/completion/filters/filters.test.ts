import assert from "node:assert/strict";
import { cutAtMarkers } from "../../../../../src/core/completion/filters/cutAtMarkers.ts";
import { cutDuplicatesOfBelow } from "../../../../../src/core/completion/filters/cutDuplicatesOfBelow.ts";
import { cutRepetition } from "../../../../../src/core/completion/filters/cutRepetition.ts";
import { dropControlCharacters } from "../../../../../src/core/completion/filters/dropControlCharacters.ts";
import { dropDuplicateOfAbove } from "../../../../../src/core/completion/filters/dropDuplicateOfAbove.ts";
import { dropEchoedPrefix } from "../../../../../src/core/completion/filters/dropEchoedPrefix.ts";
import { fixIndentation } from "../../../../../src/core/completion/filters/fixIndentation.ts";
import { stripFences } from "../../../../../src/core/completion/filters/stripFences.ts";
import { stripProse } from "../../../../../src/core/completion/filters/stripProse.ts";
import type { ReplyFilter } from "../../../../../src/core/completion/hole.ts";
import { makeHole } from "../makeHole.ts";

interface Case {
  readonly says: string;
  readonly at?: string;
  readonly more?: Parameters<typeof makeHole>[1];
  readonly reply: string;
  readonly keeps: string;
  readonly isDone?: boolean;
}

function golden(filter: ReplyFilter, cases: readonly Case[]): void {
  for (const { says, at = "‸", more, reply, keeps, isDone = true } of cases) {
    it(says, () => assert.equal(filter(reply, makeHole(at, more), isDone), keeps));
  }
}

describe("dropControlCharacters", () => {
  golden(dropControlCharacters, [
    { says: "drops what cannot be seen", reply: "a\u0000b\u200bc\u202ed\ufeff", keeps: "abcd" },
    { says: "keeps tabs and line feeds, turns CRLF into LF", reply: "\ta\r\nb\rc", keeps: "\ta\nb\nc" },
    {
      says: "keeps joiners where a script needs them, and nowhere else",
      reply: "// می\u200cخواهم 👩\u200d💻 👍🏽\u200d\nis\u200dAdmin\u200c",
      keeps: "// می\u200cخواهم 👩\u200d💻 👍🏽\u200d\nisAdmin",
    },
    { says: "keeps Chinese and emoji", reply: "// 计算总价 🎉", keeps: "// 计算总价 🎉" },
  ]);
});

describe("cutAtMarkers", () => {
  golden(cutAtMarkers, [
    { says: "cuts at an end-of-text token", reply: "return x;<|endoftext|>import os", keeps: "return x;" },
    { says: "takes away a leading middle token", reply: "<|fim_middle|>return x;", keeps: "return x;" },
    { says: "knows other makers' tokens", reply: "x<｜fim▁end｜>y", keeps: "x" },
    { says: "cuts at a Llama end token", reply: "foo()<EOT>", keeps: "foo()" },
    { says: "cuts at our own tags", reply: "a + b<cursor/>\n</before_cursor>", keeps: "a + b" },
    {
      says: "keeps generics and tags of the language",
      reply: "List<String> a; <div></div>",
      keeps: "List<String> a; <div></div>",
    },
    { says: "keeps comparison while streaming", reply: "if (a < b", keeps: "if (a < b", isDone: false },
    {
      says: "waits for a marker that is still arriving",
      reply: "x = 1<|fim_",
      keeps: "x = 1",
      isDone: false,
    },
  ]);
});

describe("stripFences", () => {
  golden(stripFences, [
    { says: "keeps the content of a fence", reply: "```python\nreturn 1\n```", keeps: "return 1" },
    {
      says: "keeps the content after a sentence",
      reply: "Here it is:\n```js\na();\nb();\n```\nDone.",
      keeps: "a();\nb();",
    },
    { says: "keeps an unclosed fence", reply: "```\nfoo", keeps: "foo" },
    { says: "waits for the line of the opening fence", reply: "```pyth", keeps: "", isDone: false },
    {
      says: "does not show a closing fence that is still arriving",
      reply: "```\nfoo\n``",
      keeps: "foo\n",
      isDone: false,
    },
    {
      says: "cuts at a fence that follows the code",
      reply: "return x;\n```\nThis returns x.",
      keeps: "return x;\n",
    },
    { says: "leaves template strings alone", reply: "const s = `a`;", keeps: "const s = `a`;" },
    {
      says: "leaves fences of Markdown alone",
      more: { languageId: "markdown" },
      reply: "Text\n\n```js\na\n```\n",
      keeps: "Text\n\n```js\na\n```\n",
    },
    {
      says: "takes a Markdown wrapper off Markdown",
      more: { languageId: "markdown" },
      reply: "```markdown\n# Title\n```",
      keeps: "# Title",
    },
  ]);
});

describe("stripProse", () => {
  golden(stripProse, [
    { says: "drops a lead-in", reply: "Sure, here is the completion:\nreturn x;", keeps: "return x;" },
    { says: "drops a Chinese lead-in", reply: "以下是补全的代码：\nreturn x;", keeps: "return x;" },
    {
      says: "drops an explanation after an empty line",
      reply: "return x;\n\nExplanation: it returns x.",
      keeps: "return x;",
    },
    { says: "drops a Chinese explanation", reply: "return x;\n\n说明：返回 x。", keeps: "return x;" },
    { says: "drops a reply that is prose alone", reply: "I would need more context to help.", keeps: "" },
    { says: "keeps code that begins like a sentence", reply: "this.code = 1;", keeps: "this.code = 1;" },
    {
      says: "keeps prose in a comment",
      at: "// ‸",
      reply: "The code below is slow",
      keeps: "The code below is slow",
    },
    {
      says: "keeps prose in Markdown",
      more: { languageId: "markdown" },
      reply: "The code below is slow.",
      keeps: "The code below is slow.",
    },
    {
      says: "leaves a fill-in model's text alone",
      more: { isChat: false },
      reply: "Sure, here it is",
      keeps: "Sure, here it is",
    },
    { says: "waits while only a lead-in has come", reply: "Here is the co", keeps: "", isDone: false },
  ]);
});

describe("dropEchoedPrefix", () => {
  golden(dropEchoedPrefix, [
    {
      says: "drops the repeated line",
      at: "a();\n    return ‸",
      reply: "    return x + y;",
      keeps: "x + y;",
    },
    {
      says: "drops the repeated lines",
      at: "def f(a):\n    b = a\n    return ‸",
      reply: "def f(a):\n    b = a\n    return b",
      keeps: "b",
    },
    { says: "drops a repeated object", at: "const v = items.‸", reply: "items.map(f)", keeps: "map(f)" },
    { says: "keeps an equal beginning that is too short", at: "x = a‸", reply: "a + 1", keeps: "a + 1" },
    { says: "keeps nested calls of another name", at: "foo(‸", reply: "fob(1))", keeps: "fob(1))" },
    {
      says: "leaves a fill-in model's text alone",
      at: "foo.‸",
      more: { isChat: false },
      reply: "foo.bar",
      keeps: "foo.bar",
    },
    {
      says: "waits while the echo may still be arriving",
      at: "const total = ‸",
      reply: "const to",
      keeps: "",
      isDone: false,
    },
    {
      says: "drops one equal line on an empty line",
      at: "total += 1;\n‸",
      reply: "total += 1;\nrest();",
      keeps: "rest();",
    },
  ]);
});

describe("fixIndentation", () => {
  golden(fixIndentation, [
    {
      says: "drops indentation that is there already",
      at: "{\n    ‸",
      reply: "    a();\n    b();",
      keeps: "a();\n    b();",
    },
    { says: "drops a blank after a blank", at: "return ‸", reply: " x", keeps: "x" },
    {
      says: "moves a block that was written from column 0",
      at: "class A:\n    def f(self):\n        ‸",
      reply: "if x:\n    return 1\nreturn 2",
      keeps: "if x:\n            return 1\n        return 2",
    },
    {
      says: "turns spaces into the document's tabs",
      at: "{\n\t‸",
      more: { insertSpaces: false },
      reply: "if (a) {\n        b();\n    }",
      keeps: "if (a) {\n\t\tb();\n\t}",
    },
    {
      says: "turns tabs into the document's spaces",
      at: "{\n    ‸",
      reply: "if (a) {\n\t\tb();\n\t}",
      keeps: "if (a) {\n        b();\n    }",
    },
    {
      says: "keeps what is right",
      at: "    ‸",
      reply: "a {\n        b\n    }",
      keeps: "a {\n        b\n    }",
    },
  ]);
});

describe("cutRepetition", () => {
  golden(cutRepetition, [
    {
      says: "cuts the third equal line",
      reply: "a = next(it)\na = next(it)\na = next(it)\nb",
      keeps: "a = next(it)",
    },
    { says: "keeps two equal lines", reply: "foo();\nfoo();\nbar();", keeps: "foo();\nfoo();\nbar();" },
    { says: "keeps repeated closers", reply: "}\n}\n}\n}", keeps: "}\n}\n}\n}" },
    { says: "drops a loop of one token", reply: "x " + "ha ".repeat(12), keeps: "" },
    { says: "drops a loop of a phrase", reply: "a , b . ".repeat(9), keeps: "" },
    {
      says: "keeps a table of numbers",
      reply: "1, 2, 3, 5, 8, 13, 21, 34, 55, 89",
      keeps: "1, 2, 3, 5, 8, 13, 21, 34, 55, 89",
    },
  ]);
});

describe("dropDuplicateOfAbove", () => {
  golden(dropDuplicateOfAbove, [
    { says: "drops the line above once more", at: "import os\n‸", reply: "import os\nimport sys", keeps: "" },
    { says: "keeps another line", at: "import os\n‸", reply: "import sys", keeps: "import sys" },
    { says: "keeps closers", at: "  }\n‸", reply: "}", keeps: "}" },
    { says: "does not look at a line that is begun", at: "foo();\nf‸", reply: "foo();", keeps: "foo();" },
  ]);
});

describe("cutDuplicatesOfBelow", () => {
  golden(cutDuplicatesOfBelow, [
    {
      says: "cuts where the following lines begin",
      at: "{\n  ‸\n  return total;\n}",
      reply: "total += x;\n  return total;\n}",
      keeps: "total += x;",
    },
    {
      says: "drops all when the first line follows already",
      at: "‸\nfoo(a, b);",
      reply: "foo(a, b);",
      keeps: "",
    },
    {
      says: "keeps a block beside one that begins alike",
      at: "import sys\n\n‸\n\ntry:\n    import ssl\nexcept ImportError:\n    ssl = None",
      reply: "try:\n    import idna\nexcept ImportError:\n    idna = None",
      keeps: "try:\n    import idna\nexcept ImportError:\n    idna = None",
    },
    {
      says: "drops a block that follows already, to its second line",
      at: "‸\n\ntry:\n    import ssl\nexcept ImportError:\n    ssl = None",
      reply: "try:\n    import ssl\nexcept OSError:\n    pass",
      keeps: "",
    },
    { says: "cuts a closing bracket that follows", at: "if (a) {\n  ‸\n}", reply: "b();\n}", keeps: "b();" },
    {
      says: "keeps a bracket in the middle",
      at: "x {\n  ‸\n}",
      reply: "if (a) {\n  b();\n}\nc();",
      keeps: "if (a) {\n  b();\n}\nc();",
    },
    {
      says: "forgives small differences",
      at: "‸\nconst total = sum(items, start, end);",
      reply: "const total = sum(items, start, end)",
      keeps: "",
    },
    {
      says: "drops the rest of a line that follows as a whole",
      at: "import a‸\nimport a from 'a';",
      reply: " from 'a';",
      keeps: "",
    },
  ]);
});
