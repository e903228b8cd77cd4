import assert from "node:assert/strict";
import { startBodyBelowHead } from "../../../../../src/core/completion/filters/startBodyBelowHead.ts";
import { makeHole } from "../makeHole.ts";

type Row = readonly [says: string, languageId: string, at: string, reply: string, kept: string];

const rows: readonly Row[] = [
  ["puts a body below its head", "python", "def f():‸", "return 1", "\n    return 1"],
  ["one level below the head's own", "python", "    if a:‸", "return 1", "\n        return 1"],
  ["keeps how lines stand to each other", "python", "def f():‸", "if a:\n    b()", "\n    if a:\n    b()"],
  ["moves lines from column 0", "python", "def f():‸", "a = 1\nreturn a", "\n    a = 1\n    return a"],
  ["takes lines that stand right", "python", "def f():‸", "a = 1\n    return a", "\n    a = 1\n    return a"],
  ["moves all by the first line's own", "python", "def f():‸", "  a = 1\n  b()", "\n    a = 1\n    b()"],
  ["keeps a break that is there", "python", "def f():‸", "\n    return 1", "\n    return 1"],
  ["one blank means the same line", "python", "if a:‸", " return 1", " return 1"],
  ["knows an async head", "python", "async def f():‸", "await a", "\n    await a"],
  ["no head without its colon", "python", "if a‸", "return 1", "return 1"],
  ["a slice is no head", "python", "x = a[1:‸", "2]", "2]"],
  ["nor is a head in brackets", "python", "if (a[1:‸", "2]):", "2]):"],
  ["a comment stays beside the head", "python", "if a:‸", "# b", "# b"],
  ["nothing before the rest of a line", "python", "if a:‸ b", "c", "c"],
  ["a lambda goes on", "python", "f = lambda:‸", "1", "1"],
  ["below a brace", "java", "if (a) {‸", "return;\n}", "\n    return;\n}"],
  ["below an arrow's brace", "typescript", "f(() => {‸", "a();\n});", "\n    a();\n});"],
  ["below else", "typescript", "} else {‸", "a();\n}", "\n    a();\n}"],
  ["closed on the same line it stays", "typescript", "if (a) {‸", " return; }", " return; }"],
  ["an object is no block", "typescript", "const a = {‸", "b: 1,", "b: 1,"],
  ["the brace alone is no body", "typescript", "if (a) {‸", "}", "}"],
  ["nor is a comment behind the brace", "typescript", "if (a) {‸", " // b", " // b"],
  ["a string is no code", "typescript", '"if (a) {‸', '"', '"'],
  ["nor is a comment", "typescript", "// if (a) {‸", "b", "b"],
  ["children of a key", "yaml", "a:‸", "    b: 1\n    c: 2", "\n    b: 1\n    c: 2"],
  ["items of a key", "yaml", "a:‸", "  - b", "\n    - b"],
  ["a value stays", "yaml", "a:‸", " b", " b"],
  ["a value that is set apart stays too", "yaml", "a:‸", "   b", "   b"],
  ["code below the comment that asks for it", "python", "  # sum up‸", "def f():", "\n  def f():"],
  ["in other languages", "sql", "-- 查询用户‸", "SELECT * FROM users", "\nSELECT * FROM users"],
  ["with its modifiers", "java", "// 总价‸", "public static int f() {", "\npublic static int f() {"],
  ["what goes on with the comment stays", "python", "# sum up‸", " the items", " the items"],
  ["an unfinished comment goes on", "python", "# ‸", "import what is needed", "import what is needed"],
];

describe("startBodyBelowHead", () => {
  for (const [says, languageId, at, reply, kept] of rows) {
    it(says, () => {
      assert.equal(startBodyBelowHead(reply, makeHole(at, { languageId }), true), kept);
    });
  }

  it("leaves the code of a fill-in model behind its comment", () => {
    const hole = makeHole("# sum up‸", { languageId: "python", isChat: false });
    assert.equal(startBodyBelowHead("def f():", hole, true), "def f():");
  });

  it("writes the document's tabs", () => {
    const hole = makeHole("\tif (a) {‸", { languageId: "java", insertSpaces: false });
    assert.equal(startBodyBelowHead("return;\n\t}", hole, true), "\n\t\treturn;\n\t}");
  });
});
