import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { lexCode } from "../../../../src/webview/chat/lexCode.ts";

const playground = fileURLToPath(new URL("../../../../seeds/playground/", import.meta.url));

/** What is coloured, as `kind text`. */
function coloured(code: string, info: string): string[] {
  return lexCode(code, info).flatMap(({ kind, text }) => (kind === "plain" ? [] : [`${kind} ${text}`]));
}

describe("lexCode", () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      "python",
      'def f(x):  # why\n    return g(x, 1.5, f"a {x}") or """two\nlines"""',
      [
        "keyword def",
        "call f",
        "comment # why",
        "keyword return",
        "call g",
        "number 1.5",
        'string f"a {x}"',
        "keyword or",
        'string """two\nlines"""',
      ],
    ],
    [
      "ts src/a.ts",
      "const a = `x${1}`; // it's\n/* b */ run('c')",
      ["keyword const", "string `x${1}`", "comment // it's", "comment /* b */", "call run", "string 'c'"],
    ],
    ["java", 'int a = f("//no");', ["keyword int", "call f", 'string "//no"']],
    ["cpp", "auto p = nullptr; // 空", ["keyword auto", "keyword nullptr", "comment // 空"]],
    ["rust", "fn f<'a>(x: &'a str) { 'c' }", ["keyword fn", "keyword str", "string 'c'"]],
    ["sql", "SELECT a FROM b -- all", ["keyword SELECT", "keyword FROM", "comment -- all"]],
    ["bash", 'echo "$#" # done', ["keyword echo", 'string "$#"', "comment # done"]],
    ["go", "func f() {}", ["keyword func", "call f"]],
    ["yaml", "a: true # on", ["keyword true", "comment # on"]],
    ["", "def f(): pass", []],
    ["text", "return 1", []],
    ["constructor", "return 1", []],
  ];
  for (const [info, code, expected] of cases) {
    it(`colours ${info === "" ? "nothing without a language" : info}`, () => {
      assert.deepEqual(coloured(code, info), expected);
    });
  }

  it("ends a text or comment that is still being streamed with what there is", () => {
    assert.deepEqual(coloured('x = "half', "python"), ['string "half']);
    assert.deepEqual(coloured("/* half", "js"), ["comment /* half"]);
    assert.deepEqual(coloured("`half\nmore", "js"), ["string `half\nmore"]);
  });

  it("keeps every character of real code", () => {
    const files = readdirSync(playground, { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.(?:py|java|js|ts|cpp|hpp|json|md)$/.test(name),
    );
    assert.ok(files.length > 10);
    for (const name of files) {
      const text = readFileSync(join(playground, name), "utf8");
      for (const info of ["python", "java", "ts", "cpp", "rust", "go", "sql", "bash", "yaml", ""]) {
        const joined = lexCode(text, info)
          .map((token) => token.text)
          .join("");
        assert.equal(joined, text, `${name} as ${info}`);
      }
    }
    assert.deepEqual(lexCode("", "python"), []);
  });

  it("leaves very long code without colours", () => {
    const long = "return 1;\n".repeat(7000);
    assert.deepEqual(lexCode(long, "js"), [{ kind: "plain", text: long }]);
  });
});
