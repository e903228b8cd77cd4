import assert from "node:assert/strict";
import { codeFamilyOf } from "../../../../src/core/code/codeFamily.ts";
import { findRuleBugs } from "../../../../src/core/review/findRuleBugs.ts";
import { reviewMessages } from "../../../../src/core/review/reviewMessages.ts";
import type { RuleFinding } from "../../../../src/core/review/rule.ts";
import { bugRules } from "../../../../src/core/review/ruleRegistry.ts";
import { createTestParser } from "../../../fakes/testParser.ts";
import { silentCases } from "./silentCases.ts";
import { foundCases } from "./foundCases.ts";

const parser = createTestParser();

async function find(languageId: string, text: string): Promise<RuleFinding[]> {
  const family = codeFamilyOf(languageId);
  const tree = await parser.parse(languageId, text);
  assert.ok(tree !== undefined && family !== undefined);
  try {
    return findRuleBugs(tree.rootNode, { text, languageId, family }, bugRules);
  } finally {
    tree.delete();
  }
}

function applyFix(text: string, finding: RuleFinding | undefined): string | undefined {
  const edits = [...(finding?.fix?.edits ?? [])].sort((a, b) => b.startOffset - a.startOffset);
  let result = text;
  for (const { startOffset, endOffset, newText } of edits) {
    result = result.slice(0, startOffset) + newText + result.slice(endOffset);
  }
  return edits.length === 0 ? undefined : result;
}

describe("bug rules", () => {
  for (const { rule, languageId, code, marked, fixed } of foundCases) {
    it(`${rule} finds \`${marked.replace(/\s+/g, " ")}\` in ${languageId}`, async () => {
      const findings = await find(languageId, code);
      assert.deepEqual(
        findings.map((finding) => [finding.rule, code.slice(finding.startOffset, finding.endOffset)]),
        [[rule, marked]],
      );
      assert.equal(applyFix(code, findings[0]), fixed);
      for (const message of [findings[0]?.message, findings[0]?.fix?.title]) {
        assert.ok(message === undefined || message.id in reviewMessages, message?.id);
      }
    });
  }

  for (const { why, languageId, code } of silentCases) {
    it(`stay silent in ${languageId}: ${why}`, async () => {
      assert.deepEqual(
        (await find(languageId, code)).map((finding) => [
          finding.rule,
          code.slice(finding.startOffset, finding.endOffset),
        ]),
        [],
      );
    });
  }

  it("have each a case that it finds", () => {
    const tried = new Set(foundCases.map(({ rule }) => rule));
    assert.deepEqual(
      bugRules.map(({ id }) => id).filter((id) => !tried.has(id)),
      [],
    );
  });

  it("make code that parses by their fixes, and that they find no fault with", async () => {
    for (const { languageId, fixed, rule } of foundCases.filter((each) => each.fixed !== undefined)) {
      const tree = await parser.parse(languageId, fixed ?? "");
      assert.equal(tree?.rootNode.hasError, false, `${rule}: ${fixed}`);
      tree?.delete();
      assert.deepEqual(await find(languageId, fixed ?? ""), [], rule);
    }
  });

  it("say nothing about code that does not parse", async () => {
    assert.deepEqual(await find("javascript", "if (a = ) { f(); } x = { a: 1, a: "), []);
  });
});
