import assert from "node:assert/strict";
import { bookEdit, type EditFacts } from "../../../../src/core/efficiency/editOrigin.ts";

/** A piece that only takes away: `-3`, three characters. */
const removal = /^-(\d+)$/;

function originsOf(texts: readonly string[], more: Partial<EditFacts> = {}): string {
  const booked = bookEdit({
    pieces: texts.map((text) => {
      const deleted = removal.exec(text)?.[1];
      return deleted === undefined
        ? { insertedText: text, deletedChars: 0 }
        : { insertedText: "", deletedChars: Number(deleted) };
    }),
    isActive: true,
    isDirty: true,
    isBranchChange: false,
    isKnownText: false,
    hasOtherAssistant: false,
    cursorCount: 1,
    ...more,
  });
  return booked.map(({ origin, insertedChars }) => `${origin} ${insertedChars}`).join(", ");
}

const at3 = { cursorCount: 3 };
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
    ["the same letter at three cursors", ["x", "x", "x"], at3, "typed 3"],
    ["a bracket at three cursors", ["()", "()", "()"], at3, "typed 3, autoclose 3"],
    ["Enter at three cursors of different depth", ["\n", "\n  ", "\n    "], at3, "typed 3, autoclose 6"],
    ["Tab at two of three cursors", ["  ", "    "], at3, "typed 2, autoclose 4"],
    ["Backspace at three cursors", ["-1", "-4", "-4"], at3, "typed 0"],
    ["a word of an input method at three cursors", ["你好", "你好", "你好"], at3, "typed 6"],
    ["a word that the editor finished at three cursors", ["total", "total", "total"], at3, "autoclose 15"],
    ["own text pasted at three cursors", [line, line, line], { ...at3, isKnownText: true }, "paste_own 93"],
    ["foreign text pasted at three cursors", [line, line, line], at3, "paste_ext 93"],
    [
      "a larger insertion at three cursors beside another assistant",
      [line, line, line],
      { ...at3, hasOtherAssistant: true },
      "unknown 93",
    ],
    ["the letter that the editor repeats in the closing tag", ["x", "x"], {}, "typed 2"],
    ["a bracket around a selection", [")", "("], {}, "typed 1, autoclose 1"],
    ["a quote around a selection", ['"', '"'], {}, "typed 1, autoclose 1"],
    ["lines made a comment", ["// ", "// "], {}, "format 6"],
    ["lines shifted to the right", ["    ", "    "], {}, "format 8"],
    ["blanks at line ends taken away", ["-2", "-1"], {}, "format 0"],
    ["a line that was moved", [line, `-${line.length}`], {}, `paste_own ${line.length}`],
    ["a line that was put down for a shorter one", [line, "-9"], {}, `unknown ${line.length}`],
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
    ["a rename in pieces", ["ance", "b", "ance", "b"], {}, "refactor 10"],
    ["a rename by one letter", ["s", "s", "s"], {}, "refactor 3"],
    ["quotes made alike", ['"', '"', '"', '"'], {}, "format 4"],
    ["a formatter", ["\n", "  ", ""], {}, "format 3"],
    ["several insertions of code", [line, "import os\n"], {}, `unknown ${line.length + 10}`],
    ["a change of another document", ["a"], { isActive: false }, "unknown 1"],
    ["a reload from disk", [line], { isDirty: false }, `external ${line.length}`],
    ["a reload after a checkout", [line], { isDirty: false, isBranchChange: true }, `vcs ${line.length}`],
    ["a key's worth of a checkout", ["a"], { isDirty: false, isBranchChange: true }, "vcs 1"],
    ["a key's worth of a reload elsewhere", ["a"], { isDirty: false, isActive: false }, "external 1"],
    ["a rename in a file that is not in front", ["total", "total"], { isActive: false }, "refactor 10"],
    [
      "the same beside another assistant",
      ["total", "total"],
      { isActive: false, hasOtherAssistant: true },
      "unknown 10",
    ],
    ["nothing", [], {}, ""],
  ];

describe("bookEdit", () => {
  for (const [what, texts, more, expected] of cases) {
    it(`books ${what}`, () => {
      assert.equal(originsOf(texts, more), expected);
    });
  }
});
