import assert from "node:assert/strict";
import { cleanReply } from "../../../../src/core/completion/cleanReply.ts";
import { fitToDocument } from "../../../../src/core/completion/fitToDocument.ts";
import { documentAt, makeHole } from "./makeHole.ts";

/** A place in a language and what belongs there; the reply begins at the cursor. */
interface Place {
  readonly languageId: string;
  readonly says?: string;
  readonly above: string;
  /** The cursor's line up to the cursor. */
  readonly line: string;
  readonly body: string;
  readonly below: string;
  readonly indentUnit: string;
}

const places: readonly Place[] = [
  {
    languageId: "python",
    above: "def total(items):\n",
    line: "    ",
    body: "amount = 0\n    for item in items:\n        amount += item.price\n    return amount",
    below: "\n\n\ndef other():\n    pass\n",
    indentUnit: "    ",
  },
  {
    languageId: "java",
    above: "class Cart {\n    int total(List<Item> items) {\n",
    line: "        ",
    body: "int amount = 0;\n        for (Item item : items) {\n            amount += item.price();\n        }\n        return amount;",
    below: "\n    }\n}\n",
    indentUnit: "    ",
  },
  {
    languageId: "javascript",
    above: "function total(items) {\n",
    line: "  ",
    body: "let amount = 0;\n  items.forEach((item) => {\n    amount += item.price;\n  });\n  return amount;",
    below: "\n}\n",
    indentUnit: "  ",
  },
  {
    languageId: "typescript",
    above: "export class Cart {\n  total(items: readonly Item[]): number {\n",
    line: "    ",
    body: "const prices = items.map(({ price }) => price);\n    if (prices.length === 0) {\n      return 0;\n    }\n    return sumOf(prices);",
    below: "\n  }\n}\n",
    indentUnit: "  ",
  },
  {
    languageId: "cpp",
    above: "int total(const std::vector<Item>& items) {\n",
    line: "    ",
    body: "int amount = 0;\n    for (const auto& item : items) {\n        amount += item.price;\n    }\n    return amount;",
    below: "\n}\n\nint other();\n",
    indentUnit: "    ",
  },
  {
    languageId: "go",
    above: "func total(items []Item) int {\n",
    line: "\t",
    body: "amount := 0\n\tfor _, item := range items {\n\t\tamount += item.Price\n\t}\n\treturn amount",
    below: "\n}\n",
    indentUnit: "\t",
  },
  {
    languageId: "rust",
    above: "impl Cart {\n    fn total(&self) -> u64 {\n",
    line: "        ",
    body: "let mut amount = 0;\n        for item in &self.items {\n            amount += item.price;\n        }\n        amount",
    below: "\n    }\n}\n",
    indentUnit: "    ",
  },
  {
    languageId: "csharp",
    above: "class Cart\n{\n    int Total(List<Item> items)\n    {\n",
    line: "        ",
    body: "var amount = 0;\n        foreach (var item in items)\n        {\n            amount += item.Price;\n        }\n        return amount;",
    below: "\n    }\n}\n",
    indentUnit: "    ",
  },
  {
    languageId: "html",
    above: "<body>\n  <ul>\n",
    line: "    ",
    body: '<li class="first">\n      <a href="/home">Home</a>\n    </li>\n    <li><a href="/about">About</a></li>',
    below: "\n  </ul>\n</body>\n",
    indentUnit: "  ",
  },
  {
    languageId: "yaml",
    above: "services:\n  web:\n",
    line: "    ",
    body: "image: nginx:1.27\n    ports:\n      - 8080:80\n    restart: always",
    below: "\n  queue:\n    image: redis:7\n",
    indentUnit: "  ",
  },
  {
    languageId: "markdown",
    above: "# Release\n\n",
    line: "",
    body: "- Faster start\n- Smaller package\n- Fewer questions",
    below: "\n\n## Earlier\n",
    indentUnit: "  ",
  },
  {
    languageId: "python",
    says: "Chinese comments",
    above: "# 计算订单总价\ndef total(items):\n",
    line: "    ",
    body: "# 跳过已取消的商品\n    kept = [item for item in items if not item.cancelled]\n    # 单位为分\n    return sum(item.price for item in kept)",
    below: "\n\n\n# 其他函数\ndef other():\n    pass\n",
    indentUnit: "    ",
  },
];

/** What models do to a reply; each must be undone. */
interface Spoiling {
  readonly says: string;
  spoil(place: Place): string;
  readonly isOnlyChat?: boolean;
  /** Languages in which the form may be the content itself. */
  readonly notIn?: readonly string[];
}

function dedented(body: string, line: string): string {
  return body.replaceAll(`\n${line}`, "\n");
}

function firstBelow(below: string): string {
  return below.split("\n").find((line) => line.trim() !== "") ?? "";
}

const spoilings: readonly Spoiling[] = [
  { says: "nothing", spoil: ({ body }) => body },
  { says: "its own indentation on the first line", spoil: ({ line, body }) => line + body },
  { says: "Windows line endings", spoil: ({ body }) => body.replaceAll("\n", "\r\n") },
  { says: "an end-of-text marker", spoil: ({ body }) => `${body}<|endoftext|>` },
  { says: "a fill-in marker and what comes after it", spoil: ({ body }) => `${body}\n<|fim_suffix|>\nmore` },
  { says: "hidden characters", spoil: ({ body }) => `\u200b${body.replace("\n", "\u200b\n")}\ufeff` },
  {
    says: "a fence",
    isOnlyChat: true,
    notIn: ["markdown"],
    spoil: ({ languageId, body, line }) => `\`\`\`${languageId}\n${line}${body}\n\`\`\``,
  },
  {
    says: "a fence with prose around it",
    isOnlyChat: true,
    notIn: ["markdown"],
    spoil: ({ languageId, body, line }) =>
      `Here is the completed code:\n\n\`\`\`${languageId}\n${line}${body}\n\`\`\`\n\nThis code computes what is missing.`,
  },
  {
    says: "prose in Chinese",
    isOnlyChat: true,
    notIn: ["markdown"],
    spoil: ({ languageId, body, line }) =>
      `以下是补全的代码：\n\`\`\`${languageId}\n${line}${body}\n\`\`\`\n说明：以上代码补全了缺失的部分。`,
  },
  {
    says: "an echo of the lines before",
    isOnlyChat: true,
    notIn: ["markdown"],
    spoil: ({ above, line, body }) => `${above.trimEnd().split("\n").slice(-2).join("\n")}\n${line}${body}`,
  },
  {
    says: "the line that follows, said again",
    spoil: ({ body, below }) => `${body}\n${firstBelow(below)}`,
  },
  {
    says: "no indentation at all",
    isOnlyChat: true,
    notIn: ["yaml", "markdown"],
    spoil: ({ line, body }) => dedented(body, line),
  },
];

function shownAt(
  place: Place,
  reply: string,
  more: { isChat: boolean; isWindows?: boolean },
): string | undefined {
  const { languageId, indentUnit } = place;
  const marked = `${place.above}${place.line}‸${place.below}`;
  const options = {
    languageId,
    tabSize: indentUnit === "\t" ? 4 : indentUnit.length,
    insertSpaces: indentUnit !== "\t",
  };
  const hole = makeHole(marked, { ...options, isChat: more.isChat });
  const cut = cleanReply(reply, hole, true);
  const text = more.isWindows === true ? marked.replaceAll("\n", "\r\n") : marked;
  const { snapshot, offset } = documentAt(text, options);
  return fitToDocument(cut.text, snapshot, offset, true)?.text;
}

describe("replies in every language", () => {
  for (const place of places) {
    const name = place.says ?? place.languageId;
    for (const { says, spoil, isOnlyChat, notIn } of spoilings) {
      if (notIn?.includes(place.languageId) === true) {
        continue;
      }
      it(`${name}: ${says}`, () => {
        const reply = spoil(place);
        assert.equal(shownAt(place, reply, { isChat: true }), place.body);
        if (isOnlyChat !== true) {
          assert.equal(shownAt(place, reply, { isChat: false }), place.body);
        }
      });
    }

    it(`${name}: a file with Windows line endings`, () => {
      const shown = shownAt(place, place.body, { isChat: false, isWindows: true });
      assert.equal(shown, place.body.replaceAll("\n", "\r\n"));
    });

    it(`${name}: never shows half a line while it streams`, () => {
      const hole = makeHole(`${place.above}${place.line}‸${place.below}`, {
        languageId: place.languageId,
        tabSize: place.indentUnit === "\t" ? 4 : place.indentUnit.length,
        insertSpaces: place.indentUnit !== "\t",
      });
      for (let length = 1; length <= place.body.length; length += 1) {
        const { text } = cleanReply(place.body.slice(0, length), hole, false);
        assert.ok(place.body.startsWith(text.trimEnd()), `${length}: ${JSON.stringify(text)}`);
      }
    });
  }
});
