import assert from "node:assert/strict";
import {
  closersOfOutside,
  coverRestOfLine,
} from "../../../../../src/core/completion/filters/coverRestOfLine.ts";
import { makeHole } from "../makeHole.ts";

describe("coverRestOfLine", () => {
  const cases: readonly [says: string, at: string, text: string, kept: string, replaced: number][] = [
    ["leaves a line end alone", "foo(‸", "a);", "a);", 0],
    ["leaves out an end that is there", "foo(‸);", "a, b);", "a, b", 0],
    ["replaces an auto-closed bracket", "foo(‸)", "a).bar();", "a).bar();", 1],
    ["replaces two auto-closed brackets", "foo([‸])", "1, 2]);", "1, 2]);", 2],
    ["does not take its own bracket for the outer one", "foo(‸)", "bar(a)", "bar(a)", 0],
    ["keeps the inner and leaves out the outer bracket", "foo(‸)", "bar(a))", "bar(a)", 0],
    ["replaces an auto-closed quote", 'const a = "‸"', 'text" + b;', 'text" + b;', 1],
    ["leaves out a quote that is there", "const a = '‸';", "text';", "text", 0],
    ["does not count brackets in strings", "foo(‸)", '")", a', '")", a', 0],
    ["leaves out words that follow", "const a = ‸ + total;", "b + total;", "b", 0],
    ["keeps a short accidental overlap", "a‸b", "xb", "xb", 0],
    ["covers a brace over several lines", "function f() {‸}", "\n  return 1;\n}", "\n  return 1;\n", 0],
    ["Java generics stay", "List<‸> a", "String> a", "String", 0],
  ];
  for (const [says, at, text, kept, replaced] of cases) {
    it(says, () => {
      assert.deepEqual(coverRestOfLine(text, makeHole(at)), { text: kept, replacedLength: replaced });
    });
  }

  it("finds closers of what was opened before", () => {
    assert.deepEqual(closersOfOutside("a), (b)]", ""), [1, 7]);
    assert.deepEqual(closersOfOutside('x"); y', 'f("'), [1, 2]);
  });
});
