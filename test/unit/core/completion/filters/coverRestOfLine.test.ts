import assert from "node:assert/strict";
import {
  closersOfOutside,
  coverRestOfLine,
} from "../../../../../src/core/completion/filters/coverRestOfLine.ts";
import { makeHole } from "../makeHole.ts";

describe("coverRestOfLine", () => {
  const cases: readonly [says: string, at: string, text: string, kept: string, replaced: number][] = [
    ["leaves a line end alone", "foo(‸", "a);", "a);", 0],
    ["replaces an end that is there", "foo(‸);", "a, b);", "a, b);", 2],
    ["replaces an auto-closed bracket", "foo(‸)", "a).bar();", "a).bar();", 1],
    ["replaces two auto-closed brackets", "foo([‸])", "1, 2]);", "1, 2]);", 2],
    ["does not take its own bracket for the outer one", "foo(‸)", "bar(a)", "bar(a)", 0],
    ["keeps the inner and replaces the outer bracket", "foo(‸)", "bar(a))", "bar(a))", 1],
    ["replaces an auto-closed quote", 'const a = "‸"', 'text" + b;', 'text" + b;', 1],
    ["replaces a quote that is there", "const a = '‸';", "text';", "text';", 2],
    ["does not count brackets in strings", "foo(‸)", '")", a', '")", a', 0],
    ["leaves out words that follow", "const a = ‸ + total;", "b + total;", "b", 0],
    ["keeps a short accidental overlap", "a‸b", "xb", "xb", 0],
    ["covers a brace over several lines", "function f() {‸}", "\n  return 1;\n}", "\n  return 1;\n", 0],
    ["Java generics stay", "List<‸> a", "String> a", "String", 0],
    [
      "replaces the end of type arguments",
      "const a: Set<‸>",
      "string> = new Set();",
      "string> = new Set();",
      1,
    ],
    ["replaces a closed brace of a string that says nothing", 'f("{‸}");', 'a}: {b}");', 'a}: {b}");', 4],
    ["and where the reply stops within it", 'f("{‸}");', "a}: {b}", "a}: {b}", 1],
    ["a brace that was not closed is text", 'f("{‸");', 'a}");', 'a}");', 3],
    ["and so is one with a word in it", 'f("{a‸}");', 'b}");', 'b}");', 4],
    ["a brace outside of strings is a block", "f = {‸};", "a: {} };", "a: {} };", 2],
    ["replaces a tail that is said again", 'f("‸").g()', 'a", b).g()', 'a", b).g()', 6],
    ["but no shorter one", 'f("‸").g', 'a", b).g', 'a", b).g', 2],
    ["nor another one", 'f("‸").gh()', 'a", b).gi()', 'a", b).gi()', 2],
    ["an arrow ends no type arguments", "a: Map<‸>", "() => b", "() => b", 0],
    ["nor does an arrow of pointers", "A<‸>", "b->c", "b->c", 0],
    ["a comparison has none", "if (a < ‸>", "b> c", "b> c", 0],
    ["nor what was closed before the cursor", "a<b>(‸>", "c> d", "c> d", 0],
    ["deeper arguments close their own", "A<‸>", "B<C>", "B<C>", 0],
    ["of nested ones too", "Map<A, ‸>", "List<B>> a = b();", "List<B>> a = b();", 1],
    ["an arrow ends none", "Set<‸>", "() => void> a", "() => void> a", 1],
    ["a comparison has none", "if (a < ‸>", "b) c > d", "b) c > d", 0],
    ["replaces the end of a template literal's hole", "a = `b ${‸}`;", "c}`;", "c}`;", 3],
    ["and of what comes after the hole", "a = `b ${‸}`;", "c} d`;", "c} d`;", 3],
    ["a brace in a plain string begins nothing", 'a("{‸")', '0}")', '0}")', 2],
    ["an f-string's hole", 'print(f"{‸}")', 'name}")', 'name}")', 3],
    ["a doubled brace in an f-string is text", 'print(f"{{‸")', 'a}}")', 'a}}")', 2],
    ["a shell's hole", 'a="${‸}"', '1:-b}"', '1:-b}"', 2],
    ["replaces the semicolon behind two brackets", "a.map((‸));", "b) => b.c);", "b) => b.c);", 3],
    ["leaves out a brace that is there", ".a:‸ {", "hover {", "hover", 0],
    ["replaces the full stop of a sentence", "See [a](‸).", "a.md).", "a.md).", 2],
    ["leaves out the end of a pattern", "const r = /‸/;", "^[a-z]+$/;", "^[a-z]+$", 0],
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
