import assert from "node:assert/strict";
import createMarkdownIt from "markdown-it";
import { showTaskItems } from "../../../../src/webview/chat/taskItems.ts";

function render(markdown: string): string {
  const parser = createMarkdownIt();
  showTaskItems(parser);
  return parser.render(markdown);
}

describe("showTaskItems", () => {
  it("writes open and done boxes as signs", () => {
    const html = render("- [ ] 待办\n- [x] done\n1. [X] **bold**\n");
    assert.match(html, /<li>☐ 待办<\/li>/);
    assert.match(html, /<li>☑ done<\/li>/);
    assert.match(html, /<li>☑ <strong>bold<\/strong><\/li>/);
  });

  it("leaves everything else as it is", () => {
    for (const text of ["[ ] no list", "- a [x] b", "- [y] other", "- `[x] code`", "- [x](a.ts)"]) {
      assert.doesNotMatch(render(text), /[☐☑]/, text);
    }
  });
});
