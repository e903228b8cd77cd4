import assert from "node:assert/strict";
import { readExcludesFile } from "../../../../src/core/egress/gitExcludesFile.ts";

describe("readExcludesFile", () => {
  const cases: readonly (readonly [string, string, string | undefined])[] = [
    ["nothing", "", undefined],
    ["another section's", "[user]\n\texcludesFile = a\n", undefined],
    ["a subsection's", '[core "x"]\n\texcludesFile = a\n', undefined],
    ["the core's", "[user]\n\tname = x\n[core]\n\teditor = vi\n\texcludesFile = ~/.ignore\n", "~/.ignore"],
    ["any case and line end", "[Core]\r\n  EXCLUDESFILE=C:/a b/ignore\r\n", "C:/a b/ignore"],
    ["quotes and escapes", '[core]\nexcludesfile = "C:\\\\a;b\\"c" # mine\n', 'C:\\a;b"c'],
    ["a comment", "[core]\nexcludesfile = a ; mine\n", "a"],
    ["the section's own line", "[core] excludesfile = a\n", "a"],
    ["the last of several", "[core]\nexcludesfile = a\n[x]\n[core]\nexcludesfile = b\n", "b"],
    ["an empty one", "[core]\nexcludesfile =\n", undefined],
    ["a commented one", "[core]\n# excludesfile = a\n", undefined],
    ["a longer name", "[core]\nmyexcludesfile = a\n", undefined],
  ];
  for (const [name, text, expected] of cases) {
    it(`reads ${name}`, () => assert.equal(readExcludesFile(text), expected));
  }
});
