import { isComment, withoutParentheses } from "../code/walkTree.ts";
import type { Message } from "../messages.ts";
import type { SyntaxNode } from "../ports.ts";
import { lastStatementOf, oneLine, outcomeOf } from "./caseOutcome.ts";
import type { CaseOutcome, PlannedCase } from "./testPlan.ts";

/** A case for each label, and one for values that no label names. */
export function collectSwitch(node: SyntaxNode, add: (found: PlannedCase) => void): void {
  const value =
    node.childForFieldName("value") ??
    node.childForFieldName("condition") ??
    node.childForFieldName("subject");
  const body = node.childForFieldName("body") ?? node;
  const subject = value === null ? "" : oneLine(withoutParentheses(value));
  let hasDefault = false;
  for (const arm of body.namedChildren) {
    const labels = labelsOf(arm);
    hasDefault ||= labels.includes(defaultLabel);
    // A label without statements of its own falls through to the next one that has some.
    const outcome = outcomeOf(arm);
    for (const label of labels) {
      add({ kind: "branch", title: switchTitle(subject, label, outcome), outcome });
    }
  }
  if (!hasDefault) {
    add({
      kind: "branch",
      title: { id: "testing.case.switchOther", args: [subject] },
      outcome: { kind: "open" },
    });
  }
}

function switchTitle(subject: string, label: string, outcome: CaseOutcome): Message {
  const isDefault = label === defaultLabel;
  const id = isDefault ? "testing.case.switchOther" : "testing.case.switchValue";
  const args = isDefault ? [subject] : [subject, label];
  switch (outcome.kind) {
    case "raises":
      return { id: `${id}Raises`, args: [...args, outcome.error] };
    case "returns":
      return { id: `${id}Returns`, args: [...args, outcome.value] };
    case "open":
      return { id, args };
  }
}

const defaultLabel = "default";

function labelsOf(arm: SyntaxNode): string[] {
  switch (arm.type) {
    case "switch_default":
      return [defaultLabel];
    case "switch_case":
    case "case_statement": {
      const value = arm.childForFieldName("value");
      return [value === null ? defaultLabel : oneLine(value)];
    }
    case "case_clause": {
      const patterns = arm.namedChildren.filter((child) => child.type === "case_pattern").map(oneLine);
      return patterns.map((pattern) => (pattern === "_" ? defaultLabel : pattern));
    }
    case "switch_rule":
    case "switch_block_statement_group":
      return arm.namedChildren
        .filter((child) => child.type === "switch_label")
        .flatMap((label) => {
          const values = label.namedChildren.filter((child) => !isComment(child)).map(oneLine);
          return values.length === 0 ? [defaultLabel] : values;
        });
    default:
      return [];
  }
}

/** A switch with a default, every arm of which leaves: nothing comes after it. */
export function endsInSwitch(body: SyntaxNode): boolean {
  const last = body.namedChildren.filter((child) => !isComment(child)).at(-1);
  const node = last?.type === "expression_statement" ? last.namedChildren[0] : last;
  if (node === undefined || !/^(?:switch_statement|switch_expression|match_statement)$/.test(node.type)) {
    return false;
  }
  const arms = (node.childForFieldName("body") ?? node).namedChildren.filter(
    (arm) => labelsOf(arm).length > 0,
  );
  return (
    arms.some((arm) => labelsOf(arm).includes(defaultLabel)) &&
    arms.at(-1) !== undefined &&
    arms.every(leavesOrFalls)
  );
}

function leavesOrFalls(arm: SyntaxNode): boolean {
  const statements = arm.namedChildren.filter((child) => !isComment(child) && child.type !== "switch_label");
  const isEmpty = statements.length <= (arm.childForFieldName("value") === null ? 0 : 1);
  return isEmpty || /^(?:return|raise|throw)_statement$/.test(lastStatementOf(arm)?.type ?? "");
}
