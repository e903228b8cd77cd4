import assert from "node:assert/strict";
import { lastName } from "../../../../src/core/explain/references.ts";
import { structureMessages } from "../../../../src/core/explain/structureMessages.ts";
import { formatMessage, type MessageTable } from "../../../../src/core/messages.ts";
import { explainAtOnce } from "../../../fakes/explainAtOnce.ts";
import { createTestParser } from "../../../fakes/testParser.ts";

const parser = createTestParser();
const table: MessageTable = structureMessages;

interface TestFile {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
}

/** The explanation of `part` of the first file, among all of them. */
async function explain(files: readonly TestFile[], part: string, isWhole = true): Promise<string> {
  const [{ path, languageId, text } = { path: "", languageId: "", text: "" }] = files;
  const tree = await parser.parse(languageId, text);
  assert.ok(tree !== undefined);
  const startOffset = text.indexOf(part);
  const range = { text, languageId, startOffset, endOffset: startOffset + part.length };
  const lines = explainAtOnce(tree.rootNode, range, { path, files, isWhole });
  tree.delete();
  return lines.map(({ id, args }) => formatMessage(table[id] ?? id, args)).join("\n");
}

const python = (path: string, ...lines: string[]): TestFile => ({
  path,
  languageId: "python",
  text: lines.join("\n"),
});

describe("the names of an offline explanation", () => {
  const shelf = python(
    "shop/shelf.py",
    "def take(stock):",
    "    stock.reserve(1)",
    "    return count(stock)",
  );

  it("lead to the one declaration that the workspace has, and to every caller, tests last", async () => {
    const told = await explain(
      [
        shelf,
        python("tests/test_shelf.py", "def test_take():", "    assert take(3) == 1"),
        python("shop/stock.py", "class Stock:", "    def reserve(self, n):", "        pass", "", "take(7)"),
        { path: "web/take.ts", languageId: "typescript", text: "take(1);" },
      ],
      shelf.text,
    );
    assert.match(
      told,
      /- `stock\.reserve` \(line \[2\]\(shop\/shelf\.py#L2\)\); of this name: \[shop\/stock\.py:2\]\(shop\/stock\.py#L2\)/,
    );
    assert.match(told, /- `count` \(line \[3\]\(shop\/shelf\.py#L3\)\)\n/);
    assert.match(
      told,
      /Called by this name in 2 places\*\*\n\n- \[shop\/stock\.py:5\]\(shop\/stock\.py#L5\): `take\(7\)`\n- \[tests\/test\\_shelf\.py:2\]/,
    );
    assert.doesNotMatch(told, /web\/take/);
  });

  it("lead nowhere when two things have the name", async () => {
    const twice = ["a.py", "b.py"].map((path) => python(path, "def count(x):", "    return 1"));
    assert.doesNotMatch(await explain([shelf, ...twice], shelf.text), /; of this name/);
  });

  it("say that nothing calls the function, and leave out its own lines, comments and longer names", async () => {
    const told = await explain(
      [shelf, python("b.py", "# take(1)", "retake(1)", "take_all(1)", "x = take")],
      shelf.text,
    );
    assert.match(told, /No other call of this name was found in the workspace\./);
  });

  it("say nothing of callers while the workspace is still being read and none was found", async () => {
    assert.doesNotMatch(await explain([shelf], shelf.text, false), /call of this name/);
    const told = await explain([shelf, python("b.py", "take(1)")], shelf.text, false);
    assert.match(told, /Called by this name in one place/);
  });

  it("count the callers that they do not list", async () => {
    const calls = Array.from({ length: 11 }, (_, index) => `take(${index})`);
    assert.match(
      await explain([shelf, python("b.py", ...calls)], shelf.text),
      /in 11 places[\s\S]*- and 3 more$/,
    );
  });

  for (const [languageId, declaration, call] of [
    [
      "java",
      "class A {\n  public <T> int takeOne(String s) throws E {\n    return 1;\n  }\n}",
      "if (takeOne(s)) {",
    ],
    ["typescript", "export const takeOne = async (s: string) => 1;", "const x = takeOne(s);"],
    ["cpp", "int Shelf::takeOne(const S& s) const {\n  return 1;\n}", "return takeOne(s);"],
  ] as const) {
    it(`tell a declaration from a call in ${languageId}`, async () => {
      const text = languageId === "java" ? "class B {\n  int f() { return takeOne(s); }\n}" : "";
      const caller =
        languageId === "java"
          ? text
          : languageId === "cpp"
            ? "int f() { return takeOne(s); }"
            : "function f() { return takeOne(s); }";
      const told = await explain(
        [
          { path: "b", languageId, text: caller },
          { path: "a", languageId, text: declaration },
          { path: "c", languageId, text: call },
        ],
        languageId === "java" ? "int f() { return takeOne(s); }" : caller,
      );
      assert.match(told, /`takeOne` \(line \[\d\]\(b#L\d\)\); of this name: \[a:\d\]/);
    });
  }

  it("are the last ones of a callee", () => {
    assert.equal(lastName("a.b().c"), "c");
    assert.equal(lastName("A::f"), "f");
    assert.equal(lastName("new Map<string, number>"), "Map");
    assert.equal(lastName("….size"), "size");
    assert.equal(lastName("x[0]"), "");
  });
});

describe("the lines of an offline explanation", () => {
  it("are links; counts are not", async () => {
    const file = python(
      "a b.py",
      "def f(x):",
      "    g()",
      "    h()",
      "    if x:",
      "        while x:",
      "            k()",
    );
    const told = await explain([file], file.text);
    assert.match(told, /`f` is a function, lines \[1\]\(a%20b\.py#L1\) to \[6\]\(a%20b\.py#L6\)\./);
    assert.match(told, /stand up to 2 deep/);
    const selected = await explain([file], "g()\n    h()");
    assert.match(selected, /holds 2 statements, lines \[2\]\(a%20b\.py#L2\) to/);
    const whole = await explain(
      [python("c.py", "x = 1", "", "def f(): pass", "")],
      "x = 1\n\ndef f(): pass\n",
    );
    assert.match(whole, /The file has 4 lines/);
  });
});
