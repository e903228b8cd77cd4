import assert from "node:assert/strict";
import { chatMessages } from "../../../../src/core/chat/chatMessages.ts";
import { buildOfflineAnswer, linkToLines } from "../../../../src/core/chat/offlineAnswer.ts";
import { parseFileLink, pathOfFenceInfo } from "../../../../src/core/chat/fileLink.ts";
import { formatMessage, type Message } from "../../../../src/core/messages.ts";

const say = ({ id, args }: Message): string =>
  formatMessage((chatMessages as Record<string, string>)[id] ?? id, args);

describe("buildOfflineAnswer", () => {
  it("shows each passage without blank ends under a link to its lines", () => {
    const answer = buildOfflineAnswer(
      {
        passages: [{ path: "src/a b.ts", startLine: 10, endLine: 14, text: "\n\nlet a;\nlet b;\n" }],
        translated: [],
      },
      say,
    );
    assert.doesNotMatch(answer, /English|Further/);
    assert.match(answer, /offline backend/i);
    assert.match(answer, /\*\*\[src\/a b\.ts:12-13\]\(src\/a%20b\.ts#L12-L13\)\*\*/);
    assert.match(answer, /```typescript\nlet a;\nlet b;\n```/);
    assert.match(answer, /Set Up Backend/);
  });

  it("says so when nothing matches", () => {
    assert.match(
      buildOfflineAnswer({ passages: [], translated: [] }, say),
      /none of them[\s\S]*Set Up Backend/,
    );
  });

  it("names the function of a passage, shows the code of the best three, and links to the others", () => {
    const passages = [1, 2, 3, 4, 5].map((number) => ({
      path: `src/f${number}.py`,
      startLine: 1,
      endLine: 1,
      text: `def f${number}(): pass`,
      symbol: `Stock.f${number}`,
    }));
    const answer = buildOfflineAnswer({ passages, translated: [] }, say);
    assert.match(answer, /\*\*`Stock\.f1` \[src\/f1\.py:1\]\(src\/f1\.py#L1\)\*\*/);
    assert.equal(answer.match(/```python/g)?.length, 3);
    assert.match(
      answer,
      /Further places:\n\n- `Stock\.f4` \[src\/f4\.py:1\]\(src\/f4\.py#L1\)\n- `Stock\.f5`/,
    );
  });

  it("says which English words stood in for Chinese ones, found or not", () => {
    const translated = [
      { chinese: "库存", english: ["stock", "inventory"] },
      { chinese: "计算", english: ["compute"] },
    ];
    const passages = [{ path: "a.py", startLine: 1, endLine: 1, text: "x" }];
    for (const found of [passages, []]) {
      const answer = buildOfflineAnswer({ passages: found, translated }, say);
      assert.match(answer, /库存 → stock, inventory; 计算 → compute/);
    }
  });
});

describe("file links", () => {
  for (const path of ["src/a.ts", "a b/(c)/d#e.py", "目录/文件.java", "what?.md", "50%.txt"]) {
    it(`a link to ${path} leads back to it`, () => {
      const target = /\]\((?<target>.*)\)$/.exec(linkToLines(path, 3, 9))?.groups?.["target"] ?? "";
      assert.deepEqual(parseFileLink(target), { path, startLine: 3, endLine: 9 });
    });
  }

  const cases: readonly (readonly [string, ReturnType<typeof parseFileLink>])[] = [
    ["src/a.ts", { path: "src/a.ts", startLine: undefined, endLine: undefined }],
    ["./src/a.ts:12", { path: "src/a.ts", startLine: 12, endLine: 12 }],
    ["src/a.ts:12:5", { path: "src/a.ts", startLine: 12, endLine: 12 }],
    ["src\\a.ts:3-9", { path: "src/a.ts", startLine: 3, endLine: 9 }],
    ["C:\\work\\a.ts:7", { path: "C:/work/a.ts", startLine: 7, endLine: 7 }],
    ["a.md#heading", { path: "a.md", startLine: undefined, endLine: undefined }],
    ["a.ts:9-3", { path: "a.ts", startLine: 9, endLine: 9 }],
    ["command:workbench.action.quit", undefined],
    ["javascript:alert(1)", undefined],
    ["", undefined],
    ["a\0b", undefined],
  ];
  for (const [href, expected] of cases) {
    it(`reads ${JSON.stringify(href)}`, () => {
      assert.deepEqual(parseFileLink(href), expected);
    });
  }

  it("finds the path after an opening fence", () => {
    assert.equal(pathOfFenceInfo("ts src/a.ts"), "src/a.ts");
    assert.equal(pathOfFenceInfo('python title="pkg/b.py"'), "pkg/b.py");
    assert.equal(pathOfFenceInfo("python:pkg/b.py"), "pkg/b.py");
    assert.equal(pathOfFenceInfo("python"), undefined);
    assert.equal(pathOfFenceInfo("c++ 17"), undefined);
  });
});
