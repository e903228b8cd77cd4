import { stripFences } from "../../../../../src/core/completion/filters/stripFences.ts";
import { edges, streaming } from "./filterRows.ts";

const python = { languageId: "python" } as const;
const markdown = { languageId: "markdown" } as const;

describe("code set in backticks", () => {
  edges(stripFences, [
    ["is the code", "‸", " `a + b` \n", "a + b", python],
    ["is the code of one sign", "‸", "`a`", "a", python],
    ["is no code behind a sentence", "‸", "use `a`", "use `a`", python],
    ["nor before one", "‸", "`a` is it", "`a` is it", python],
    ["nor two of them", "‸", "`a` `b`", "`a` `b`", python],
    ["is a string where the language has such", "‸", "`a`", "`a`"],
    ["is what a fill-in model says", "‸", "`a`", "`a`", { ...python, isChat: false }],
  ]);
});

describe("a bare fence behind text", () => {
  const inFence = "```sh\n‸\n```";
  edges(stripFences, [
    [
      "ends the code of a fence in a document",
      inFence,
      "npm ci\nnpm start\n```\n\nThen go on.",
      "npm ci\nnpm start\n",
      markdown,
    ],
    [
      "is another fence where it names a language",
      inFence,
      "as follows\n```sh\nnpm ci\n```",
      "npm ci",
      markdown,
    ],
    ["ends code when nothing follows", "‸", "run it\n```\n  ", "run it\n"],
    ["ends longer code when nothing follows", "‸", "run it\n````", "run it\n"],
    ["begins code when something follows", "‸", "run it\n```\na();\n```", "a();"],
    ["begins code with a language though nothing follows yet", "‸", "run it\n```ts", "", streaming],
    ["waits for its line", "‸", "run it:\n```", "run it:\n", streaming],
  ]);
});

describe("edges of a fence's surroundings", () => {
  edges(stripFences, [
    ["keeps a fence behind text in a document", "‸", "text\n```md\na\n```", "text\n```md\na\n```", markdown],
    ["takes the wrapper of a document off behind white space", "‸", " ```md\n# A\n```", "# A", markdown],
    ["a label may be set in bold", "‸", "**The code**\n```ts\na();\n```", "a();"],
    ["and be underlined", "‸", "Code __\n```ts\na();\n```", "a();"],
    ["keeps a line's white space within the code", "‸", "a();\n\n  b();\n   ```\nmore", "a();\n\n  b();\n"],
    [
      "holds back the beginning of the closing one alone",
      "‸",
      "```ts\na\n`b` c\n``",
      "```ts\na\n`b` c\n``".slice(6, -2),
      streaming,
    ],
    [
      "takes the fence of its own language in a docstring for text",
      'a = """\n‸',
      "b\n```\nc",
      "b\n```\nc",
      python,
    ],
    ["but one that wraps all", 'a = """\n‸', "```\nb\n```", "b", python],
  ]);
});
