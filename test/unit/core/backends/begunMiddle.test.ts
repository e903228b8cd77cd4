import assert from "node:assert/strict";
import fc from "fast-check";
import { splitBegunMiddle } from "../../../../src/core/backends/begunMiddle.ts";
import { renderFimPrompt, templateFor } from "../../../../src/core/backends/fimTemplates.ts";

function lines(count: number, width = 6): string {
  return Array.from({ length: count }, (_, line) => `line ${line}`.padEnd(width, ".") + "\n").join("");
}

describe("splitBegunMiddle", () => {
  it("keeps the prefix for sixteen lines of typing", () => {
    const prefixes = [16, 17, 24, 31].map((count) => splitBegunMiddle(`${lines(count)}x = `).prefix);
    assert.deepEqual(prefixes, Array(4).fill(lines(16)));
    assert.equal(splitBegunMiddle(`${lines(32)}x = `).prefix, lines(32));
  });

  it("never leaves the prefix empty where there is a line before the cursor's", () => {
    assert.deepEqual(splitBegunMiddle("a = 1\nb = "), { prefix: "a = 1\n", begun: "b = " });
    assert.deepEqual(splitBegunMiddle(`${lines(3)}b = `), {
      prefix: lines(2),
      begun: "line 2\nb = ",
    });
    assert.deepEqual(splitBegunMiddle("b = "), { prefix: "", begun: "b = " });
  });

  it("takes fewer lines where they are long, and the cursor's own at the least", () => {
    assert.equal(splitBegunMiddle(`${lines(23, 400)}x`).prefix, lines(22, 400));
    assert.equal(splitBegunMiddle(`${lines(23)}${"x".repeat(3000)}`).begun, "x".repeat(3000));
  });

  it("loses nothing, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "\n", "long line of text", "\n\n"), { maxLength: 200 }),
        (all) => {
          const text = all.join("");
          const { prefix, begun } = splitBegunMiddle(text);
          assert.equal(prefix + begun, text);
          assert.ok(prefix === "" || prefix.endsWith("\n"));
        },
      ),
    );
  });

  it("puts the begun lines behind the marker of the middle where a family takes them so", () => {
    const request = {
      prefix: `${lines(9)}x = `,
      suffix: "\nend",
      path: "a.py",
      languageId: "python",
      snippets: [],
      maxOutputTokens: 8,
      stop: [],
    };
    const promptOf = (model: string): string => {
      const template = templateFor(model);
      assert.ok(template !== undefined);
      return renderFimPrompt(template, request);
    };
    assert.equal(
      promptOf("qwen2.5-coder"),
      `<|fim_prefix|>${lines(8)}<|fim_suffix|>\nend<|fim_middle|>line 8\nx = `,
    );
    assert.equal(promptOf("codestral-latest"), `[SUFFIX]\nend[PREFIX]${lines(9)}x = `);
    assert.equal(promptOf("codellama"), `<PRE> ${lines(9)}x =  <SUF>\nend <MID>`);
  });
});
