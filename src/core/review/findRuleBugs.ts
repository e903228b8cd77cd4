import { walkTree } from "../code/walkTree.ts";
import type { SyntaxNode } from "../ports.ts";
import type { Rule, RuleCode, RuleFinding } from "./rule.ts";

/**
 * Runs the rules over a tree in one walk. Code that does not parse is passed over: half a statement
 * proves nothing.
 */
export function findRuleBugs(root: SyntaxNode, code: RuleCode, rules: readonly Rule[]): RuleFinding[] {
  const rulesByType = new Map<string, Rule[]>();
  for (const rule of rules.filter((each) => each.families.includes(code.family))) {
    for (const type of rule.nodeTypes) {
      rulesByType.set(type, [...(rulesByType.get(type) ?? []), rule]);
    }
  }
  const findings: RuleFinding[] = [];
  walkTree(root, (node) => {
    if (node.isError) {
      return "skip";
    }
    const interested = rulesByType.get(node.type);
    if (interested !== undefined && !node.hasError) {
      for (const rule of interested) {
        const hit = rule.inspect(node, code);
        if (hit !== undefined) {
          findings.push({
            rule: rule.id,
            message: hit.message,
            startOffset: hit.node.startIndex,
            endOffset: (hit.until ?? hit.node).endIndex,
            fix: hit.fix,
          });
        }
      }
    }
    return undefined;
  });
  return findings.sort((a, b) => a.startOffset - b.startOffset || a.endOffset - b.endOffset);
}

/** Findings that touch a part of the text. */
export function findingsWithin(
  findings: readonly RuleFinding[],
  startOffset: number,
  endOffset: number,
): RuleFinding[] {
  return findings.filter((finding) => finding.startOffset <= endOffset && finding.endOffset >= startOffset);
}
