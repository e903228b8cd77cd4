import assert from "node:assert/strict";
import { codeFamilyOf } from "../../../../src/core/code/codeFamily.ts";
import { bodyOf, listCodeUnits } from "../../../../src/core/code/codeUnits.ts";
import { readSteps } from "../../../../src/core/explain/readSteps.ts";
import { createTestParser } from "../../../fakes/testParser.ts";

const parser = createTestParser();

/** The steps of the first function, one a line, indented by their level. */
async function steps(languageId: string, text: string): Promise<string[]> {
  const family = codeFamilyOf(languageId);
  const tree = await parser.parse(languageId, text);
  assert.ok(family !== undefined && tree !== undefined);
  const unit = listCodeUnits(tree.rootNode, family).find(({ kind }) => kind !== "class");
  const body = unit === undefined ? undefined : bodyOf(unit.node);
  assert.ok(body !== undefined);
  const told = readSteps([body], family).map(
    ({ kind, text: code, level }) => `${"  ".repeat(level)}${`${kind} ${code}`.trim()}`,
  );
  tree.delete();
  return told;
}

describe("readSteps", () => {
  it("reads Python", async () => {
    const text = [
      "async def f(a, b):",
      '    """Doc."""',
      "    import os",
      "    # why",
      "    async with lock() as o:",
      "        for i in gen():",
      "            yield i",
      "        else:",
      "            end()",
      "    match a:",
      "        case 1 | 2 if b:",
      "            pass",
      "        case _:",
      "            raise ValueError from None",
      "    try:",
      "        g()",
      "    except KeyError as e:",
      "        raise",
      "    except:",
      "        h()",
      "    else:",
      "        i()",
      "    finally:",
      "        k()",
      "    def inner():",
      "        return 1",
      "    while True:",
      "        if a: break",
      "        elif b: continue",
      "        else: assert x",
      "    return x if b else None",
    ].join("\n");
    assert.deepEqual(await steps("python", text), [
      "within async with lock() as o",
      "  loop for i in gen()",
      "    do yield i",
      "  else",
      "    do end()",
      "switch a",
      "  case case 1 | 2 if b",
      "    do pass",
      "  case case _",
      "    throw ValueError",
      "try",
      "  do g()",
      "catch KeyError",
      "  throw",
      "catch",
      "  do h()",
      "else",
      "  do i()",
      "finally",
      "  do k()",
      "inner inner",
      "loop while True",
      "  if a",
      "    break",
      "  elseIf b",
      "    continue",
      "  else",
      "    do assert x",
      "return x if b else None",
    ]);
  });

  it("reads Java", async () => {
    const text = `class A { int f(int n) throws E {
      switch (n) { case 1: case 2: log("a"); break; default: throw new E(); }
      outer:
      for (String x : xs) { switch (x) { case "a" -> { break outer; } default -> g(); } }
      do { n--; } while (n > 0);
      try (var in = open()) { in.read(); } catch (A | B e) { throw e; } finally { done(); }
      synchronized (this) { n++; }
      if (n > 0) return 1; else if (n < 0) return 2; else return 3;
    } }`;
    assert.deepEqual(await steps("java", text), [
      "switch n",
      "  case case 1",
      "  case case 2",
      '    do log("a")',
      "  case default",
      "    throw new E()",
      "loop for (String x : xs)",
      "  switch x",
      '    case case "a"',
      "      break",
      "    case default",
      "      do g()",
      "loop do … while (n > 0)",
      "  do n--",
      "try (var in = open())",
      "  do in.read()",
      "catch A | B",
      "  throw e",
      "finally",
      "  do done()",
      "within synchronized (this)",
      "  do n++",
      "if n > 0",
      "  return 1",
      "elseIf n < 0",
      "  return 2",
      "else",
      "  return 3",
    ]);
  });

  it("reads TypeScript", async () => {
    const text = `function h(x: string) {
      next: for (const y of x) { if (y) continue next; }
      switch (x) { case "a": { g(); break; } default: return; }
      try { a(); } catch { } finally { b(); }
      const f = () => { return 1; };
      class C {}
      xs.forEach((item) => { item(); });
      throw x;
    }`;
    assert.deepEqual(await steps("typescript", text), [
      "loop for (const y of x)",
      "  if y",
      "    continue",
      "switch x",
      '  case case "a"',
      "    do g()",
      "  case default",
      "    return",
      "try",
      "  do a()",
      "catch",
      "finally",
      "  do b()",
      "inner f",
      "inner C",
      "do xs.forEach((item) => { item(); })",
      "throw x",
    ]);
  });

  it("reads C++", async () => {
    const text = `int g(V& v) {
      for (auto& x : v) { if (x) continue; x += 1; }
      switch (v.size()) { case 0: { return 2; } case 1: v.clear(); break; default: break; }
      try { h(); } catch (const E& e) { throw; } catch (...) { return -1; }
      return 0;
    }`;
    assert.deepEqual(await steps("cpp", text), [
      "loop for (auto& x : v)",
      "  if x",
      "    continue",
      "  do x += 1",
      "switch v.size()",
      "  case case 0",
      "    return 2",
      "  case case 1",
      "    do v.clear()",
      "  case default",
      "try",
      "  do h()",
      "catch const E& e",
      "  throw",
      "catch",
      "  return -1",
      "return 0",
    ]);
  });

  it("takes very deep code whole, and a chain of thousands of branches without a stack", async () => {
    const deep = `function f() { ${"if (a) { ".repeat(20)}g();${" }".repeat(20)} }`;
    const told = await steps("javascript", deep);
    assert.equal(told.length, 7);
    assert.match(told.at(-1) ?? "", /^ {12}do if \(a\)/);
    const chain = Array.from({ length: 3000 }, (_, index) => `if (x === ${index}) { g(); }`).join(" else ");
    assert.equal((await steps("javascript", `function f(x) { ${chain} }`)).length, 6000);
  });
});
