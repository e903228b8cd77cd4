import assert from "node:assert/strict";
import { fenceCode, readCodeFences } from "../../../../src/core/text/codeFences.ts";

describe("readCodeFences", () => {
  it("reads language, info and code, with CRLF and tildes", () => {
    const markdown = "Text\r\n```ts src/a.ts\r\nlet a = 1;\r\n\r\nlet b;\r\n```\r\n~~~\nraw ``` here\n~~~";
    assert.deepEqual(readCodeFences(markdown), [
      { language: "ts", info: "ts src/a.ts", code: "let a = 1;\n\nlet b;", isClosed: true },
      { language: "", info: "", code: "raw ``` here", isClosed: true },
    ]);
  });

  it("keeps a shorter fence inside a longer one, and marks an open end", () => {
    const fences = readCodeFences("````md\n```js\n1\n```\n````\n```py\nprint(1)");
    assert.equal(fences[0]?.code, "```js\n1\n```");
    assert.deepEqual(fences[1], { language: "py", info: "py", code: "print(1)", isClosed: false });
  });

  it("takes inline code and indented text for no fence", () => {
    assert.deepEqual(readCodeFences("``` not `a` fence ```\n    ```\n"), []);
  });

  it("removes the fence's own indentation from its lines", () => {
    assert.equal(readCodeFences("  ```\n  a\n    b\n  ```")[0]?.code, "a\n  b");
  });
});

describe("fenceCode", () => {
  it("is read back whatever backticks the code holds", () => {
    for (const code of ["plain", "```\ninner\n```", "a ````` b", "", "x\ny"]) {
      assert.equal(readCodeFences(fenceCode(code, "text"))[0]?.code, code);
    }
  });
});
