import assert from "node:assert/strict";
import { bookEdit, type EditFacts } from "../../../../src/core/efficiency/editOrigin.ts";

function originsOf(texts: readonly string[], more: Partial<EditFacts> = {}): string {
  const booked = bookEdit({
    pieces: texts.map((insertedText) => ({ insertedText, deletedChars: 0 })),
    isActive: true,
    isDirty: true,
    isBranchChange: false,
    isKnownText: false,
    hasOtherAssistant: false,
    ...more,
  });
  return booked.map(({ origin, insertedChars }) => `${origin} ${insertedChars}`).join(", ");
}

const line = "    return self.items[key] * 2\n";

const cases: readonly [what: string, texts: readonly string[], more: Partial<EditFacts>, expected: string][] =
  [
    ["a letter", ["a"], {}, "typed 1"],
    ["a character of two code units", ["𝒳"], {}, "typed 2"],
    ["a deletion", [""], {}, "typed 0"],
    ["a pair of brackets", ["()"], {}, "typed 1, autoclose 1"],
    ["Enter with its indentation", ["\n    "], {}, "typed 1, autoclose 4"],
    ["Enter on Windows", ["\r\n  "], {}, "typed 1, autoclose 3"],
    ["Tab as spaces", ["    "], {}, "typed 1, autoclose 3"],
    ["a word from an input method", ["你好"], {}, "typed 2"],
    ["the same letter at three cursors", ["x", "x", "x"], {}, "typed 3"],
    ["a word that the editor finished", ["calculateTotal"], {}, "autoclose 14"],
    ["own text pasted", [line], { isKnownText: true }, `paste_own ${line.length}`],
    ["foreign text pasted", [line], {}, `paste_ext ${line.length}`],
    [
      "a larger insertion beside another assistant",
      [line],
      { hasOtherAssistant: true },
      `unknown ${line.length}`,
    ],
    ["a rename", ["total", "total", "total"], {}, "refactor 15"],
    ["a formatter", ["\n", "  ", ""], {}, "format 3"],
    ["several insertions of code", [line, "import os\n"], {}, `unknown ${line.length + 10}`],
    ["a change of another document", ["a"], { isActive: false }, "unknown 1"],
    ["a reload from disk", [line], { isDirty: false }, `external ${line.length}`],
    ["a reload after a checkout", [line], { isDirty: false, isBranchChange: true }, `vcs ${line.length}`],
    ["a key before the editor says that the document is dirty", ["a"], { isDirty: false }, "typed 1"],
    ["a key's worth of a checkout", ["a"], { isDirty: false, isBranchChange: true }, "vcs 1"],
    ["a key's worth of a reload elsewhere", ["a"], { isDirty: false, isActive: false }, "external 1"],
    ["nothing", [], {}, ""],
  ];

describe("bookEdit", () => {
  for (const [what, texts, more, expected] of cases) {
    it(`books ${what}`, () => {
      assert.equal(originsOf(texts, more), expected);
    });
  }
});
