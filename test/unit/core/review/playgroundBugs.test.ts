import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { codeFamilyOf } from "../../../../src/core/code/codeFamily.ts";
import { findRuleBugs } from "../../../../src/core/review/findRuleBugs.ts";
import { bugRules } from "../../../../src/core/review/ruleRegistry.ts";
import { createTestParser } from "../../../fakes/testParser.ts";

interface KnownBug {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly text: string;
}

const root = join(import.meta.dirname, "../../../..");
const playground = join(root, "seeds/playground");
const languageByEnding: Readonly<Record<string, string>> = {
  ".py": "python",
  ".java": "java",
  ".js": "javascript",
  ".ts": "typescript",
  ".cpp": "cpp",
  ".hpp": "cpp",
};

describe("the playground", () => {
  it("holds its known bugs, each found by its rule, and nothing else", async () => {
    const known = JSON.parse(
      readFileSync(join(root, "test/fixtures/playgroundBugs.json"), "utf8"),
    ) as KnownBug[];
    const parser = createTestParser();
    const found: KnownBug[] = [];
    const files = readdirSync(playground, { recursive: true, encoding: "utf8" }).map((file) =>
      file.replaceAll("\\", "/"),
    );
    for (const file of files.filter((each) => !each.includes("node_modules"))) {
      const languageId = languageByEnding[/\.\w+$/.exec(file)?.[0] ?? ""];
      const family = languageId === undefined ? undefined : codeFamilyOf(languageId);
      if (languageId !== undefined && family !== undefined) {
        const text = readFileSync(join(playground, file), "utf8");
        const tree = await parser.parse(languageId, text);
        assert.equal(tree?.rootNode.hasError, false, file);
        for (const { rule, startOffset } of findRuleBugs(
          tree.rootNode,
          { text, languageId, family },
          bugRules,
        )) {
          const line = text.slice(0, startOffset).split("\n").length;
          found.push({ file, line, rule, text: text.split("\n")[line - 1]?.trim() ?? "" });
        }
        tree.delete();
      }
    }
    const inOrder = (bugs: readonly KnownBug[]): KnownBug[] =>
      [...bugs].sort((a, b) => (a.file < b.file ? -1 : 1));
    assert.deepEqual(inOrder(found), inOrder(known));
  });
});
