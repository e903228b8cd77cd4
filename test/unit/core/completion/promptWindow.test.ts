import assert from "node:assert/strict";
import { promptWindow } from "../../../../src/core/completion/promptWindow.ts";
import { documentAt } from "./makeHole.ts";

const budget = { prefixTokens: 2000, suffixTokens: 700 };

function numbered(count: number, cursorLine: number, end = ""): string {
  return Array.from(
    { length: count },
    (_, line) => `line ${line + 1}${line + 1 === cursorLine ? `${end}‸` : ""}`,
  ).join("\n");
}

describe("promptWindow", () => {
  it("takes a small file whole", () => {
    const { snapshot, offset } = documentAt("a\nb‸c\nd");
    assert.deepEqual(promptWindow(snapshot, offset, budget), {
      prefix: "a\nb",
      suffix: "c\nd",
      startLine: 1,
      cursorLine: 2,
      endLine: 3,
    });
  });

  it("keeps its start while a line is typed and while lines are added", () => {
    const starts = [600, 601, 640, 700].map((line) => {
      const { snapshot, offset } = documentAt(numbered(900, line));
      return promptWindow(snapshot, offset, { ...budget, prefixTokens: 100_000 }).startLine;
    });
    assert.deepEqual(starts, [385, 385, 385, 385]);
  });

  it("grows at its end alone while a line is typed", () => {
    const short = documentAt(numbered(300, 150));
    const long = documentAt(numbered(300, 150, " and more"));
    const before = promptWindow(short.snapshot, short.offset, budget);
    const after = promptWindow(long.snapshot, long.offset, budget);
    assert.ok(after.prefix.startsWith(before.prefix));
    assert.equal(after.suffix, before.suffix);
  });

  it("fits its budget and starts at a line", () => {
    const { snapshot, offset } = documentAt(numbered(5000, 2500));
    const window = promptWindow(snapshot, offset, { prefixTokens: 300, suffixTokens: 60 });
    assert.ok(window.prefix.length / 3.3 <= 301);
    assert.match(window.prefix, /^line \d+\n/);
    assert.ok(window.suffix.length / 3.3 <= 61);
  });

  it("holds even one line that is longer than the budget", () => {
    const { snapshot, offset } = documentAt(`${"x".repeat(50_000)}‸${"y".repeat(50_000)}`);
    const window = promptWindow(snapshot, offset, { prefixTokens: 300, suffixTokens: 60 });
    assert.ok(window.prefix.length <= 900 && window.prefix.endsWith("x"));
    assert.ok(window.suffix.length <= 360);
  });

  it("keeps the suffix a quarter of the prefix where a server reads it again with every line", () => {
    const { snapshot, offset } = documentAt(numbered(5000, 2500).replaceAll("line", "another longer line"));
    const tokens = (isSuffixReread: boolean, prefixTokens = 500): number => {
      const window = promptWindow(snapshot, offset, { ...budget, prefixTokens, isSuffixReread });
      return window.suffix.length / 3.3;
    };
    assert.ok(tokens(false) > 200, `${tokens(false)}`);
    const reread = tokens(true);
    assert.ok(reread > 100 && reread <= 130, `${reread}`);
    assert.ok(tokens(true, 100) > 90, "a short prefix still has some of it");
  });

  it("speaks of line feeds only", () => {
    const { snapshot, offset } = documentAt("a\r\nb‸\r\nc");
    const { prefix, suffix } = promptWindow(snapshot, offset, budget);
    assert.deepEqual([prefix, suffix], ["a\nb", "\nc"]);
  });
});
