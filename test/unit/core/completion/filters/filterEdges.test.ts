import assert from "node:assert/strict";
import {
  closersOfOutside,
  coverRestOfLine,
} from "../../../../../src/core/completion/filters/coverRestOfLine.ts";
import { cutAtPlaceholders } from "../../../../../src/core/completion/filters/cutAtPlaceholders.ts";
import { cutAtMarkers } from "../../../../../src/core/completion/filters/cutAtMarkers.ts";
import { cutDuplicatesOfBelow } from "../../../../../src/core/completion/filters/cutDuplicatesOfBelow.ts";
import { cutRepetition } from "../../../../../src/core/completion/filters/cutRepetition.ts";
import { dropDuplicateOfAbove } from "../../../../../src/core/completion/filters/dropDuplicateOfAbove.ts";
import { dropEchoedPrefix } from "../../../../../src/core/completion/filters/dropEchoedPrefix.ts";
import { fixIndentation } from "../../../../../src/core/completion/filters/fixIndentation.ts";
import { stripFences } from "../../../../../src/core/completion/filters/stripFences.ts";
import { stripProse } from "../../../../../src/core/completion/filters/stripProse.ts";
import { makeHole } from "../makeHole.ts";
import { edges, streaming } from "./filterRows.ts";

const markdown = { languageId: "markdown" } as const;
const html = { languageId: "html" } as const;

describe("edges of stripFences", () => {
  edges(stripFences, [
    ["holds back the first signs of a fence", "‸", "`", "", streaming],
    ["holds back a fence with the start of its language", "‸", "a();\n  ```Type", "a();\n", streaming],
    ["holds back tildes", "‸", "a();\n~~", "a();\n", streaming],
    ["holds back signs at the end alone", "‸", "a = `b\nc` + d", "a = `b\nc` + d", streaming],
    ["holds back no sign within a line", "‸", "a = `b", "a = `b", streaming],
    ["keeps the same signs when nothing more comes", "‸", "a();\n``", "a();\n``"],
    ["waits for the line after the language", "‸", "```typescript", "", streaming],
    ["shows nothing of a fence alone", "‸", "```typescript", ""],
    ["takes an open fence as it grows", "‸", "```ts\na();", "a();", streaming],
    ["holds back a closing fence with white space", "‸", "```ts\na();\n  ``", "a();\n", streaming],
    ["holds back a closing fence in the first line", "‸", "```ts\n``", "", streaming],
    ["keeps a template string in a fence while it grows", "‸", "```ts\na(`b`);\nc", "a(`b`);\nc", streaming],
    ["takes white space before a closing fence", "‸", "```ts\na();\n  ```\nmore", "a();"],
    ["knows an empty fence", "‸", "```ts\n```\nmore", ""],
    ["closes by its own kind of sign", "‸", "~~~ts\na\n```\nb\n~~~", "a\n```\nb"],
    ["is no fence in the middle of a line", "‸", "a = f(```b```);", "a = f(```b```);"],
    ["cuts code before an indented fence", "‸", "a();\n   ```\nThis runs a.", "a();\n"],
    ["cuts code before a fence once, at the end", "‸", "a();\n\nb();\n```\nmore", "a();\n\nb();\n"],
    ["takes a sentence before the fence away", "‸", "Here you go\n```js\na();\n```", "a();"],
    ["takes it away after white space", "‸", "\n\n```js\na();\n```", "a();"],
    ["takes a Chinese sentence away", "‸", "代码如下\n```js\na();\n```", "a();"],
    ["takes code for no sentence", "‸", "a = b\n```js\nc();\n```", "a = b\n"],
    ["takes a name with a digit for no sentence", "‸", "a1\n```js\nc();\n```", "a1\n"],
    [
      "believes no fill-in model's sentence",
      "‸",
      "Here you go\n```js\na();\n```",
      "Here you go\n",
      { isChat: false },
    ],
    [
      "believes no endless sentence",
      "‸",
      `${"word ".repeat(90)}end\n\`\`\`js\na();\n\`\`\``,
      `${"word ".repeat(90)}end\n`,
    ],
    [
      "Markdown: keeps text before a fence that names prose",
      "‸",
      "Text\n```md\na\n```",
      "Text\n```md\na\n```",
      markdown,
    ],
    ["Markdown: keeps a fence of code", "‸", "```js\na\n```", "```js\na\n```", markdown],
    ["Markdown: keeps text without a fence", "‸", "a `b` c", "a `b` c", markdown],
    [
      "Markdown: keeps what a later line names",
      "‸",
      "~~~js\n```md\na\n```\n~~~",
      "~~~js\n```md\na\n```\n~~~",
      markdown,
    ],
    ["Markdown: takes a wrapper of tildes off", "‸", "~~~ Markdown\n# A\n~~~", "# A", markdown],
    ["Markdown: waits for its wrapper's line", "‸", "```markdown", "", { ...markdown, ...streaming }],
    [
      "keeps fences in a string of Python that began above",
      'a = """\n‸',
      "text\n```\nb\n```\n",
      "text\n```\nb\n```\n",
      { languageId: "python" },
    ],
    [
      "knows three signs of another language for no such string",
      "‸",
      'x = """a\n```\nb\n```',
      'x = """a\n',
      { languageId: "typescript" },
    ],
  ]);
});

describe("edges of stripProse", () => {
  edges(stripProse, [
    ["takes empty lines behind a lead-in away", "‸", "Sure!\n\n  \na();", "a();"],
    ["keeps empty lines that follow nothing", "‸", "\na();", "\na();"],
    ["takes two lines of lead-in away", "‸", "Sure!\nHere is the code\na();", "a();"],
    ["is nothing when only prose and empty lines came", "‸", "Sure!\n\n", ""],
    ["waits while the last line may be prose", "‸", "Sure!\nHere is f(", "", streaming],
    ["waits for no line that is followed", "‸", "this.a = 1;\nthis", "this.a = 1;\nthis", streaming],
    ["does not wait for code", "‸", "a();", "a();", streaming],
    ["shows the same line when it is the last", "‸", "Sure!\nHere is f(", "Here is f("],
    ["looks past code in a sentence", "‸", "Here is the `f(a);` call\na();", "a();"],
    ["looks past brackets in a sentence", "‸", "Here is the code (as asked)\na();", "a();"],
    ["looks past Chinese brackets", "‸", "以下是代码（补全部分）\na();", "a();"],
    ["takes a line with white space before it for prose", "‸", "  Sure, here you go\na();", "a();"],
    ["an explanation needs an empty line before it", "‸", "a();\nnote that\nb();", "a();\nnote that\nb();"],
    ["an empty line alone explains nothing", "‸", "a();\n\nb();\n\nc();", "a();\n\nb();\n\nc();"],
    [
      "an explanation at the start is a reply of prose",
      "‸",
      "Explanation of a\nb();",
      "Explanation of a\nb();",
    ],
    ["takes empty lines before an explanation away", "‸", "a();\n\n  \nNote this", "a();"],
    ["keeps the code's inner empty lines before one", "‸", "a();\n\nb();\n\nNote this", "a();\n\nb();"],
    ["keeps the end of code without an explanation", "‸", "a();\n\n", "a();\n\n"],
    ["a sign in the middle of code starts no comment", "a#b‸", "the code is old", ""],
    ["nor a sign without white space before it", "a //b ‸", "the code is old", ""],
    ["a comment behind code does", "a = 1; // ‸", "the code is old", "the code is old"],
    ["nor a product behind a name", "total * ‸", "the code", ""],
    ["an indented comment does", "    -- ‸", "the code is old", "the code is old"],
    ["takes a sentence of its own away", "‸", "One would return it here.\na();", "a();"],
    ["and a question", "‸", "Could you say what it does?", ""],
    ["keeps three words that are no sentence", "‸", "Return the sum.\na();", "Return the sum.\na();"],
    ["takes a list below a sentence away", "‸", "Two steps are needed here:\n1. Filter\n- Sum\na();", "a();"],
    ["but no list that follows nothing", "‸", "- Sum\na();", "- Sum\na();"],
    ["nor one of a language of lists", "‸", "Here is the list:\n- Sum", "- Sum", { languageId: "yaml" }],
    ["keeps sentences in a string", 'say("‸', "Here is the code.", "Here is the code."],
    ["and in a template string", "a = `\n‸", "Here is the code.", "Here is the code."],
    ["but not in the code of one", "a = `${‸", "Here is the code.", ""],
    ["and not behind the code of one", "a = `${b} ‸", "Here is the code.", "Here is the code."],
    ["nor behind a whole one", "a = `${b}`;\n‸", "Here is the code.", ""],
    ["and where backticks are no strings", "# `\n‸", "Here is the code.", "", { languageId: "python" }],
    [
      "keeps sentences in a text block",
      'a = """\n‸',
      "Here is the code.",
      "Here is the code.",
      { languageId: "java" },
    ],
    ["keeps a sentence between tags", "<p>‸</p>", "Here is our product.", "Here is our product.", html],
    ["takes one that announces code away", "<p>\n‸", "Here is the item:\n<b/>", "<b/>", html],
    ["waits for what it announces", "<p>\n‸", "Here is the item:", "", html],
  ]);
});

describe("edges of cutAtPlaceholders", () => {
  const python = { languageId: "python" } as const;
  edges(cutAtPlaceholders, [
    ["keeps code without one", "‸", "\n\na();\n", "\n\na();\n"],
    ["cuts at one, and the empty lines before it", "‸", "a();\n\n// ... rest of the code\nb();", "a();"],
    ["cuts at dots alone", "‸", "a();\n// ...", "a();"],
    ["and in other languages", "‸", "a()\n\n# …\nb()", "a()", python],
    ["and in Chinese", "‸", "a();\n// 其余代码不变", "a();"],
    ["and between tags", "‸", "<a/>\n{/* ... */}\n<b/>", "<a/>", { languageId: "typescriptreact" }],
    ["takes those before the code away", "‸", "// ... existing code ...\n\n  a();\n", "  a();\n"],
    ["and what is one alone", "‸", "// existing code ...\n", ""],
    ["cuts behind the code when some stood before it", "‸", "// ...\na();\n// ...\nb();", "a();"],
    ["keeps a comment that says something", "‸", "// other things\na();", "// other things\na();"],
    ["keeps what a comment is to say", "// ‸", "a\n// the rest of the code", "a\n// the rest of the code"],
    ["believes a fill-in model", "‸", "a();\n// ...", "a();\n// ...", { isChat: false }],
    ["keeps it in a document", "‸", "a\n# ...", "a\n# ...", markdown],
  ]);
});

describe("edges of dropEchoedPrefix", () => {
  edges(dropEchoedPrefix, [
    ["looks past empty lines before the echo", "a = foo(‸", "\n  \n\na = foo(b)", "b)"],
    ["looks past other indentation in the echo", "if a:\n    b = c + ‸", "        b = c + d", "d"],
    ["needs line breaks where the document has them", "abc();\ndef(‸", "abc(); def(x)", "abc(); def(x)"],
    ["forgives white space at the echo's line ends", "abc();\ndef(‸", "abc();  \n  def(x)", "x)"],
    ["waits for two signs at least", "const a = ‸", "c", "c", streaming],
    ["waits from two signs on", "const a = ‸", "co", "", streaming],
    ["does not wait for another text", "const a = ‸", "cost", "cost", streaming],
    ["does not wait when all has come", "const a = ‸", "co", "co"],
    ["keeps a whole line that is no echo while it streams", "a.b‸", "c.d", "c.d", streaming],
    ["drops an echo of exactly three signs", "a = foo‸", "foobar", "bar"],
    ["drops an echo of a whole line of three signs", "foo‸", "foobar", "bar"],
    ["drops the beginning of a word that is spelled anew", "a = fo‸", "foobar", "obar"],
    ["though it has one letter only", "a = f‸", "foo()", "oo()"],
    ["but not of a word that is hardly longer", "a = f‸", "ff", "ff"],
    ["nor of signs alone", "a = _‸", "__init__", "__init__"],
    ["drops the star of a comment's line", " * ‸", "* a", "a"],
    ["and the mark of a comment", "a = 1 # ‸", "# b", "b"],
    ["and of a list's item", "- ‸", "- b", "b"],
    ["keeps another mark", "// ‸", "# a", "# a"],
    ["keeps a sign that is glued to a word", "a - ‸", "-b", "-b"],
    [
      "drops what stands above, far up, before the current line",
      "a = 1\nb = 2\nc = ‸",
      "a = 1\nb = 2\nc = 3",
      "3",
    ],
    ["holds it back while it may become that", "a = 1\nb = 2\nc = ‸", "a = 1\nb", "", streaming],
    ["and gives it when it did not", "a = 1\nb = 2\nc = ‸", "a = 1\nb", "a = 1\nb"],
    [
      "drops the heads of the blocks around, lines between left out",
      "class A {\n  x = 1;\n  f() {\n    ‸",
      "class A {\n  f() {\n    g();",
      "    g();",
    ],
    [
      "knows a head without its modifiers",
      "export async function f() {\n  ‸",
      "function f() {\n  g();",
      "  g();",
    ],
    [
      "takes a block that is over for no head",
      "if (a) {\n  b();\n}\nb();\n‸",
      "if (a) {\n  b();\n}",
      "if (a) {\n  b();\n}",
    ],
    ["repeats from a word's start only", "a = xfoo‸", "fooBar", "fooBar"],
    ["repeats no row of signs alone", "a = b ===‸", "=== c", "=== c"],
    ["drops one echoed statement on an empty line", "a.b();\n‸", "a.b();\nc();", "c();"],
    ["but not of signs alone, or of two", "x\n});\n‸", "});\nc();", "});\nc();"],
    ["nor a box that may stand in another", "<div>\n  ‸", "<div>\n    a", "<div>\n    a"],
    ["but another tag", "<ul>\n  ‸", "<ul>\n  <li>", "  <li>"],
    ["waits for the longer of two echoes", "/// a\n/// ‸", "/// a\n/// b", "b"],
    ["and while it arrives", "/// ab\n/// ‸", "/// a", "", streaming],
    ["takes the shorter when no more comes", "/// ab\n/// ‸", "/// a", "a"],
    [
      "looks past a comment for lines that are left out",
      "class A {\n  x = 1;\n\n  f() {\n    ‸",
      "class A {\n  // ... existing code ...\n\n  f() {\n    g();",
      "    g();",
    ],
    ["waits for a comment to become one", "class A {\n  x = 1;\n\n  ‸", "class A {\n  // .", "", streaming],
    ["drops the head of a block on an empty line", "if (a) {\n  ‸", "if (a) {\n  b();", "  b();"],
    ["drops two echoed lines on an empty line", "a.b();\nc.d();\n‸", "a.b();\nc.d();\ne();", "e();"],
    ["keeps a sign that is repeated on an empty line", "}\n‸", "}\na();", "}\na();"],
    ["keeps empty lines on an empty line", "\n\n‸", "\na();", "\na();"],
    [
      "drops up to twelve lines",
      `${"a1();\nb2();\nc3();\n".repeat(3)}x = ‸`,
      `${"a1();\nb2();\nc3();\n".repeat(3)}x = 1`,
      "1",
    ],
  ]);
});

describe("edges of fixIndentation", () => {
  edges(fixIndentation, [
    ["keeps a blank that the line needs", "return‸", " a;", " a;"],
    ["keeps a blank on an empty line at the margin", "‸", "  a", "  a"],
    ["drops blanks at the start alone", "return ‸", "  a  + b", "a  + b"],
    ["moves a chat model's first line to the cursor", "  ‸", "    a();", "a();"],
    ["takes away other white space altogether", "\t‸", "  a();  ", "a();  "],
    ["keeps white space within a line after a tab", "a\tb‸", "  c", "  c"],
    ["empties a line of white space in the middle", "  ‸", "a();\n   \n  b();", "a();\n\n  b();"],
    ["keeps the white space of the last line", "  ‸", "a();\n   ", "a();\n   ", streaming],
    [
      "moves a later line by what the others are moved",
      "    ‸",
      "a();\nb();\n\n  c();",
      "a();\n    b();\n\n      c();",
    ],
    ["leaves a fill-in model's lines where they are", "    ‸", "a();\nb();", "a();\nb();", { isChat: false }],
    ["moves no line behind the end of a block", "    ‸", "return a;\nb();", "return a;\nb();"],
    ["moves nothing at the margin", "‸", "a {\nb\n}", "a {\nb\n}"],
    ["moves nothing behind text on the line", "    a = ‸", "b;\nc();", "b;\nc();"],
    ["moves nothing for a single line", "    ‸", "a();", "a();"],
    ["moves nothing before a closer", "    ‸", "a();\n}", "a();\n}"],
    [
      "moves a body that a fill-in model wrote from the margin",
      "    ‸",
      "if a {\n    b\n}",
      "if a {\n        b\n    }",
      { isChat: false },
    ],
    [
      "leaves white space within lines alone",
      "{\n\t‸",
      "a\n\tb    c",
      "a\n\tb    c",
      { insertSpaces: false },
    ],
    ["leaves fewer blanks than a tab alone", "{\n\t‸", "/*\n\t * a", "/*\n\t * a", { insertSpaces: false }],
    [
      "leaves tabs alone in a document of tabs",
      "{\n\t‸",
      "a {\n\t\tb\n\t}",
      "a {\n\t\tb\n\t}",
      { insertSpaces: false },
    ],
    ["turns tabs by the document's width", "{\n  ‸", "a {\n\t\tb\n\t}", "a {\n    b\n  }", { tabSize: 2 }],
    ["turns tabs though nothing else is moved", "‸", "a\n\tb", "a\n    b"],
  ]);
});

describe("edges of cutRepetition", () => {
  edges(cutRepetition, [
    ["keeps equal lines of three signs", "‸", "ab;\nab;\nab;\nab;", "ab;\nab;\nab;\nab;"],
    ["cuts equal lines of four", "‸", "x\nabc;\nabc;\nabc;\nabc;", "x\nabc;"],
    ["indentation makes no difference", "‸", "x\nabcd;\n  abcd;\n    abcd;", "x\nabcd;"],
    [
      "cuts and does not drop when the tokens loop as well",
      "‸",
      `x = 1\n${"a = b + c\n".repeat(12)}`,
      "x = 1\na = b + c",
    ],
    ["drops ten equal tokens", "‸", "b c d e " + "a ".repeat(10).trim(), ""],
    ["keeps nine of them", "‸", "b c d e " + "a ".repeat(9).trim(), "b c d e a a a a a a a a a"],
    ["drops a phrase of ten in thirty", "‸", "z " + "a b c d e f g h i j ".repeat(3).trim(), ""],
    [
      "keeps one of eleven in thirty-three",
      "‸",
      "a b c d e f g h i j k ".repeat(3).trim(),
      "a b c d e f g h i j k ".repeat(3).trim(),
    ],
    ["finds a phrase that contains its own beginning", "‸", "a a b a a c ".repeat(5).trim(), ""],
    [
      "a loop at the start that has ended is none",
      "‸",
      "a ".repeat(12) + "b c d e f g h i j k l m",
      "a ".repeat(12) + "b c d e f g h i j k l m",
    ],
    ["keeps empty text", "‸", "", ""],
  ]);
});

describe("edges of cutAtMarkers", () => {
  edges(cutAtMarkers, [
    ["takes several markers at the start away", "‸", "<|fim_middle|> \n<cursor/>a();<|im_end|>b", "a();"],
    ["is nothing between markers alone", "‸", " <|fim_middle|>", ""],
    ["waits for a tag that may be ours", "‸", "a <cur", "a ", streaming],
    ["keeps what turned out to be none", "‸", "a <cur", "a <cur"],
  ]);
});

describe("edges of dropDuplicateOfAbove", () => {
  edges(dropDuplicateOfAbove, [
    ["looks past empty lines and indentation", "  foo(a);\n\n  ‸", "\n    foo(a);\nb", ""],
    ["keeps a line of two signs", "ab\n‸", "ab", "ab"],
    ["drops a line of three", "abc\n‸", "abc", ""],
    ["keeps signs alone", "---;\n‸", "---;", "---;"],
    ["keeps empty text", "abc\n‸", "\n ", "\n "],
    ["keeps a line at the document's start", "‸", "abc", "abc"],
  ]);
});

describe("edges of cutDuplicatesOfBelow", () => {
  edges(cutDuplicatesOfBelow, [
    ["keeps all where nothing follows", "a‸\n\n  \n", "b();\n}\n", "b();\n}\n"],
    ["keeps an empty reply", "  ‸\nb();", "\n\n", "\n\n"],
    ["looks past the reply's empty lines", "  ‸\n}\nnext();", "a();\n\n}\n\nnext();", "a();\n"],
    [
      "keeps a closer that is followed by other code",
      "  ‸\n}\nnext();",
      "a();\n}\nother();",
      "a();\n}\nother();",
    ],
    ["cuts a closer that is followed by the same code", "  ‸\n}\nnext();", "a();\n}\nnext();", "a();"],
    ["cuts closers that are the reply's last", "  ‸\n}\n}\nnext();", "a();\n  }\n}", "a();"],
    ["cuts at the first of several lines alone", "  ‸\nnext();\nlast();", "a();\nnext();\nother();", "a();"],
    ["looks at the whole of a line that is begun", "  con‸\n  const a = 1;", "st a = 1;\nb();", ""],
    ["keeps what only begins like the line below", "  con‸\n  const a = 1;", "st b = 2;", "st b = 2;"],
    ["keeps a begun line of closers", "})‸\n});", ";", ";"],
    ["keeps a line that is begun and ends otherwise", "foo(‸\nbar();", "a);\nbar();", "a);"],
    ["its own closer comes first", "  ‸\n}", "a {\n}\n}", "a {\n}"],
    [
      "the head's closer is its own when the next stands farther left",
      "  if (a) {‸\n}",
      "\n    b();\n  }",
      "\n    b();\n  }",
    ],
    [
      "also where nothing follows but white space",
      "  if (a) {‸\n  \n\n}",
      "\n    b();\n  }",
      "\n    b();\n  }",
    ],
    ["and is not where it stands under the head", "  if (a) {‸\n  }\n}", "\n    b();\n  }", "\n    b();"],
    [
      "nor is it where the editor's own stands behind the cursor",
      "  a(() => {‸})\n}",
      "\n    b();\n  }",
      "\n    b();\n  }",
    ],
    ["nor behind text that opens nothing", "  a = b‸\n}", ";\n}", ";"],
    ["end and done are closers as well", "  ‸\nend\nfoo", "a\nend", "a"],
  ]);
});

describe("edges of coverRestOfLine", () => {
  const rows: readonly (readonly [says: string, at: string, text: string, kept: string, replaced: number])[] =
    [
      ["white space behind the cursor is no rest", "a(‸  ", "b)", "b)", 0],
      ["replaces no more than the rest has", "a((‸)", "b)); c", "b)); c", 1],
      ["replaces nothing that reads otherwise", "a[(‸)", "b]", "b]", 0],
      ["knows an escaped quote in the text", 'a("‸")', 'b\\"c")', 'b\\"c")', 2],
      ["knows an escaped quote before the cursor", 'a("\\"‸")', 'b")', 'b")', 2],
      ["knows a string that was closed before the cursor", 'a("b", ‸)', 'c")")', 'c")")', 1],
      ["strings of the text hold brackets", "f(‸)", "'(', ')')", "'(', ')')", 1],
      ["a word's apostrophe opens nothing", "f(‸)", "a' b)", "a' b)", 1],
      ["an overlap of two letters is chance", "‸ab", "cab", "cab", 0],
      ["one of three is none", "‸abc", "xabc", "x", 0],
      ["white space is no overlap of words", "‸  a  ", "b  a", "b  a", 0],
      ["punctuation overlaps from one sign on", "f(a‸;", "b;", "b;", 1],
      ["its own closer is no overlap", "x(‸)", "f(a)", "f(a)", 0],
      ["an outer closer within an overlap", "f(g(‸));", "a));", "a));", 3],
      ["goes over lines", "f(‸)", "\n  a,\n)", "\n  a,\n", 0],
    ];
  for (const [says, at, text, kept, replacedLength] of rows) {
    it(says, () => {
      assert.deepEqual(coverRestOfLine(text, makeHole(at)), { text: kept, replacedLength });
    });
  }

  it("finds closers behind strings, escapes and lines", () => {
    assert.deepEqual(closersOfOutside("a\\) b)", ""), [5]);
    assert.deepEqual(closersOfOutside("a\nb`c)", "x = `"), [3, 5]);
    assert.deepEqual(closersOfOutside('a\nb"c)', 'x = "'), [5]);
    assert.deepEqual(closersOfOutside('a\\"b")', 'x = "'), [4, 5]);
    assert.deepEqual(closersOfOutside('a")', 'x = "\\"'), [1, 2]);
    assert.deepEqual(closersOfOutside("a)", 'x = "b"'), [1]);
    assert.deepEqual(closersOfOutside("[(])", ""), []);
    assert.deepEqual(closersOfOutside("'a)' b)", ""), [6]);
    assert.deepEqual(closersOfOutside("", "f("), []);
  });
});
