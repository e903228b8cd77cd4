import assert from "node:assert/strict";
import createMarkdownIt from "markdown-it";
import { allowCjkEmphasis } from "../../../../src/webview/chat/cjkEmphasis.ts";

const cases: readonly (readonly [markdown: string, html: string])[] = [
  ["**结论：**文字", "<strong>结论：</strong>文字"],
  ["这里**“重点”**很重要", "这里<strong>“重点”</strong>很重要"],
  ["见**`size()`**的说明", "见<strong><code>size()</code></strong>的说明"],
  ["*注意！*不要改", "<em>注意！</em>不要改"],
  ["~~旧的。~~新的", "<s>旧的。</s>新的"],
  ["**𠮷：**字", "<strong>𠮷：</strong>字"],
  ["一**二**三**四。**五", "一<strong>二</strong>三<strong>四。</strong>五"],
  ["1. **编码已知**，否则", "1. <strong>编码已知</strong>，否则"],
  ["** 结论 **文字", "** 结论 **文字"],
  ["价格是 2*3*4 元", "价格是 2<em>3</em>4 元"],
  ["结论：2 * 3 * 4", "结论：2 * 3 * 4"],
  ["变量_名称_在此", "变量_名称_在此"],
  ["**a:**b", "**a:**b"],
  ["**bold** and *it*", "<strong>bold</strong> and <em>it</em>"],
];

describe("emphasis beside Chinese text", () => {
  const parser = createMarkdownIt();
  allowCjkEmphasis(parser);
  for (const [markdown, html] of cases) {
    it(markdown, () => assert.equal(parser.renderInline(markdown), html));
  }

  it("stays as it was for text without Chinese", () => {
    const plain = createMarkdownIt();
    for (const text of ["*a**b*", "**a*b**", "a_b_c", "***x***", "*(a)*b", "a*(b)*", "__a__"]) {
      assert.equal(parser.renderInline(text), plain.renderInline(text), text);
    }
  });
});
