import assert from "node:assert/strict";
import { codeSpan } from "../../../../src/core/explain/codeSpan.ts";
import { explainWithoutGrammar } from "../../../../src/core/explain/offlineExplanation.ts";
import { structureMessages } from "../../../../src/core/explain/structureMessages.ts";
import { formatMessage, type Message, type MessageTable } from "../../../../src/core/messages.ts";
import { explainAtOnce } from "../../../fakes/explainAtOnce.ts";
import { createTestParser } from "../../../fakes/testParser.ts";

const parser = createTestParser();
const table: MessageTable = structureMessages;

function write(messages: readonly Message[]): string {
  return messages
    .map(({ id, args }) => {
      const english = table[id];
      assert.ok(english !== undefined, id);
      const text = formatMessage(english, args);
      assert.doesNotMatch(text.replace(/`[^`]*`/g, ""), /\{\d\}|undefined/, id);
      return text;
    })
    .join("\n");
}

/** The explanation of `part` of `text`, without its first line. */
async function explain(languageId: string, text: string, part: string = text): Promise<string> {
  const tree = await parser.parse(languageId, text);
  const startOffset = text.indexOf(part);
  assert.ok(tree !== undefined && startOffset >= 0);
  const lines = explainAtOnce(tree.rootNode, {
    text,
    languageId,
    startOffset,
    endOffset: startOffset + part.length,
  });
  tree.delete();
  assert.equal(lines[0]?.id, "explain.offline.intro");
  return write(lines.slice(1)).trim();
}

describe("the offline explanation", () => {
  it("takes a loop whole of which the first lines are selected: without its end it would be no loop", async () => {
    const lines = [
      "class Book {",
      "  List<Order> ready() {",
      "    for (Order order : orders.values()) {",
      '      if (order.status().equals("paid")) {',
      "        ready.add(order);",
      "      }",
      "    }",
      "    return ready;",
      "  }",
      "}",
    ];
    const text = lines.join("\n");
    const told = await explain("java", text, `${lines.slice(2, 6).join("\n")}\n`);
    assert.match(
      told,
      /^The selection holds one statement or expression, lines 3 to 7\.\n- It is part of `ready`\./,
    );
    assert.match(told, /Loop `for \(Order order : orders\.values\(\)\)` \(line 3\)/);
    assert.doesNotMatch(told, /no branches/);
    const header = await explain("java", text, lines.slice(1, 3).join("\n"));
    assert.match(header, /^`ready` is a method of `Book`, lines 2 to 9\./, "a method by its first lines");
  });

  it("does not take a branch for straight code because its end is not selected", async () => {
    const text = "int f(int a) {\n  g();\n  if (a == 0) {\n    return 1;\n    ++b;\n  }\n  return 2;\n}\n";
    const told = await explain("cpp", text, "  if (a == 0) {\n    return 1;\n    ++b;\n");
    assert.match(told, /lines 3 to 6\./);
    assert.match(told, /If `a == 0`/);
    assert.doesNotMatch(told, /no branches/);
  });

  it("takes no more than what is selected where nothing is cut", async () => {
    const text =
      "class A:\n    def f(self, a):\n        b = a\n        if b:\n            return 1\n        return 2\n";
    assert.match(await explain("python", text, "        b = a\n"), /one statement or expression, line 3\./);
    assert.match(
      await explain("python", text, "        b = a\n        if b:\n"),
      /2 statements, lines 3 to 5/,
    );
    assert.match(
      await explain("python", text, "class A:\n    def f(self, a):\n"),
      /^`A` is a type, lines 1 to 6/,
    );
  });

  it("tells a Python function's structure", async () => {
    const text = [
      "def total(items: list[int], limit=10, *rest, **more) -> int:",
      '    """Sum up.',
      "",
      "    To a limit.",
      '    """',
      "    result = 0",
      "    for item in items:",
      "        if item > limit:",
      "            raise ValueError(item)",
      "        result += item",
      "    try:",
      "        log(result)",
      "    except (A, B) as e:",
      "        pass",
      "    return result",
    ].join("\n");
    assert.equal(
      await explain("python", text),
      [
        "`total` is a function, lines 1 to 15.",
        "",
        "**Its comment says**",
        "",
        "> Sum up.",
        "> ",
        "> To a limit.",
        "",
        "**Parameters**",
        "",
        "- `items`, type `list[int]`",
        "- `limit`, default `10`",
        "- `*rest`, all further arguments",
        "- `**more`, all further named arguments",
        "",
        "**Returns**",
        "",
        "- Declared type: `int`",
        "- `result` (line 15)",
        "",
        "**How it runs**",
        "",
        "- `result = 0` (line 6)",
        "- Loop `for item in items` (line 7):",
        "  - If `item > limit` (line 8):",
        "    - Raises `ValueError(item)` (line 9)",
        "  - `result += item` (line 10)",
        "- Try (line 11):",
        "  - `log(result)` (line 12)",
        "- On the error `(A, B)` (line 13):",
        "  - `pass` (line 14)",
        "- Returns `result` (line 15)",
        "",
        "Branches, loops and error handlers stand up to 2 deep in one another.",
        "",
        "**Calls**",
        "",
        "- `ValueError` (line 9)",
        "- `log` (line 12)",
        "",
        "**Assigns**",
        "",
        "- To names: `result`",
        "",
        "**Errors**",
        "",
        "- Raises `ValueError(item)` (line 9)",
        "- Catches `(A, B)` (line 13)",
      ].join("\n"),
    );
  });

  it("tells a Java method's structure", async () => {
    const method =
      "@Override\n  public int f(String s, int... xs) throws IOException {\n    if (s == null) { return 0; } else { this.n++; }\n    return switch (xs.length) { case 1 -> 2; default -> 3; };\n  }";
    const told = await explain("java", `class A {\n  /** Finds it. */\n  ${method}\n}`, method);
    assert.match(told, /^`f` is a method of `A`, lines 3 to 7\./);
    assert.match(told, /Decorators or annotations: `@Override`/);
    assert.match(told, /> Finds it\./);
    assert.match(told, /- `s`, type `String`\n- `xs`, type `int\.\.\.`, all further arguments/);
    assert.match(told, /- Declared type: `int`\n- `0` \(line 5\)/);
    assert.match(
      told,
      /- If `s == null` \(line 5\):\n {2}- Returns `0` \(line 5\)\n- Otherwise \(line 5\):\n {2}- `this\.n\+\+` \(line 5\)/,
    );
    assert.match(told, /- To fields or elements: `this\.n`/);
    assert.match(told, /- Declares that it throws `IOException`/);
  });

  it("tells a TypeScript function's structure", async () => {
    const told = await explain(
      "typescript",
      "/** Doc. */\nexport const f = async (a: number, b?: string, { c } = o) => {\n  for (const x of xs) { await g(x); }\n  if (a) { h(); } else if (b) { i(); } else { throw new E(`x${a}`); }\n  return () => c;\n};",
    );
    assert.match(
      told,
      /^`f` is a function, lines 2 to 6\.\n- It is asynchronous\.\n- It waits for other work in one place\./,
    );
    assert.match(told, /- `a`, type `number`\n- `b`, type `string`, optional\n- `{ c }`, default `o`/);
    assert.match(
      told,
      /- If `a` \(line 4\):\n {2}- `h\(\)` \(line 4\)\n- Otherwise, if `b` \(line 4\):\n {2}- `i\(\)` \(line 4\)\n- Otherwise \(line 4\):\n {2}- Raises/,
    );
    assert.match(told, /- Raises `` new E\(`x\$\{a\}`\) `` \(line 4\)/);
    assert.match(told, /one inner function/);
  });

  it("tells a C++ function's structure", async () => {
    const told = await explain(
      "cpp",
      "/// Counts.\nint* A::f(const std::string& s, int n = 1) const {\n  while (n > 0) { --n; }\n  switch (n) { case 1: return p; default: throw Bad(); }\n}\n",
    );
    assert.match(told, /^`A::f` is a method, lines 2 to 5\./);
    assert.match(told, /> Counts\./);
    assert.match(told, /- `s`, type `const std::string&`\n- `n`, type `int`, default `1`/);
    assert.match(told, /- Declared type: `int\*`/);
    assert.match(told, /- Loop `while \(n > 0\)` \(line 3\):\n {2}- `--n` \(line 3\)/);
    assert.match(
      told,
      /- Depending on `n` \(line 4\):\n {2}- `case 1` \(line 4\):\n {4}- Returns `p` \(line 4\)\n {2}- `default` \(line 4\):\n {4}- Raises/,
    );
  });

  it("tells a type's members", async () => {
    const told = await explain(
      "typescript",
      "class A extends B {\n  x: number;\n  #y = 1;\n  m(a: string, b = 2) {}\n}",
    );
    assert.match(told, /^`A` is a type, lines 1 to 5\.\n- Based on `extends B`/);
    assert.match(told, /- `x`, type `number` \(line 2\)\n- `#y` \(line 3\)/);
    assert.match(told, /- `m\(a, b\)` \(line 4\)/);
  });

  it("keeps the tags of a doc comment apart", async () => {
    const told = await explain(
      "typescript",
      "/**\n * Tries.\n *\n * @param a {what}\n *   and more\n * @returns it\n */\nfunction f(a) { return a; }",
    );
    assert.match(told, /> Tries\.\n> \n> - @param a \{what\}\n>\s+and more\n> - @returns it\n/);
    const python = await explain(
      "python",
      'def f(a):\n    """Tries.\n\n    :param a: what\n    :x\n    """\n',
    );
    assert.match(python, /> Tries\.\n> \n> - :param a: what\n> :x\n/);
  });

  it("tells a file's imports and outline", async () => {
    const told = await explain(
      "python",
      '"""Things."""\nimport os\nfrom a.b import c\n\nclass A:\n    def m(self, x): pass\n\ndef f(): pass\n',
    );
    assert.match(told, /^The file has 9 lines\.\n\n\*\*Its comment says\*\*\n\n> Things\./);
    assert.match(told, /- `os` \(line 2\)\n- `a\.b` \(line 3\)/);
    assert.match(told, /- `A` \(line 5\)\n {2}- `m\(x\)` \(line 6\)\n- `f\(\)` \(line 8\)/);
  });

  it("says of each part of a file what its comment says first", async () => {
    const told = await explain(
      "typescript",
      [
        "/** Keeps calls away. Opens after failures. */",
        "export class Breaker {",
        "  /**",
        "   * Runs a call",
        "   * under guard.",
        "   *",
        "   * @returns it",
        "   */",
        "  run(call: Call) {}",
        "  /** @deprecated */",
        "  old() {}",
        "}",
      ].join("\n"),
    );
    assert.match(told, /- `run\(call\)` \(line 9\): Runs a call under guard\.\n- `old\(\)` \(line 11\)$/);
    const file = await explain("typescript", "import x from 'x';\n/** Adds up. Twice. */\nfunction f() {}\n");
    assert.match(file, /- `f\(\)` \(line 3\): Adds up\.$/);
  });

  it("takes the comment above a file's first function for the function's, not the file's", async () => {
    const own = "# Adds.\ndef f():\n    pass\n\ndef g():\n    pass\n";
    assert.doesNotMatch(await explain("python", own), /Its comment says/);
    assert.match(await explain("python", `# All about sums.\n\n${own}`), /> All about sums\./);
    assert.match(await explain("python", "# About.\nimport os\n"), /> About\./);
  });

  it("tells the statements of a selection, and where they belong", async () => {
    const told = await explain(
      "javascript",
      "function f(a) {\n  const b = g(a);\n  if (b) { return b; }\n}\n",
      "const b = g(a);\n  if (b) { return b; }",
    );
    assert.match(told, /^The selection holds 2 statements, lines 2 to 3\.\n- They are part of `f`\./);
    assert.match(told, /- If `b` \(line 3\):\n {2}- Returns `b` \(line 3\)/);
  });

  it("takes a function with the comment above it as the function", async () => {
    assert.match(await explain("javascript", "// Doc.\nfunction f() {}\n"), /^`f` is a function/);
  });

  it("claims no branches where there are none", async () => {
    assert.match(await explain("python", "def f():\n    g()\n"), /There are no branches and no loops/);
  });

  it("says so when the code does not parse everywhere", async () => {
    assert.match(
      await explain("python", "def f():\n    return 1\n\nx = = 2\n"),
      /does not parse everywhere \(first at line 4\)/,
    );
  });

  it("counts what a list leaves out", async () => {
    const calls = Array.from({ length: 20 }, (_, index) => `    f${index}()`).join("\n");
    assert.match(await explain("python", `def f():\n${calls}\n`), /- `f11` \(line 13\)\n- and 8 more/);
  });

  it("says so for a language without a grammar, and for an empty file", async () => {
    const range = { text: "a\nb\n", languageId: "go", startOffset: 0, endOffset: 3 };
    assert.match(
      write(explainWithoutGrammar(range)),
      /no grammar for go, so nothing can be said about these 2 lines/,
    );
    assert.match(await explain("python", ""), /^The file has one line\./);
  });
});

describe("codeSpan", () => {
  it("fences backticks, and cuts what is long", () => {
    assert.equal(codeSpan("a\n  b"), "`a b`");
    assert.equal(codeSpan("`x`"), "`` `x` ``");
    assert.equal(codeSpan("x".repeat(500)).length, 102);
  });
});
