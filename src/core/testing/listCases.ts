import { functionTypes } from "../code/codeUnits.ts";
import type { CodeFamily } from "../code/codeFamily.ts";
import { isComment, operatorOf, withoutParentheses } from "../code/walkTree.ts";
import type { Message } from "../messages.ts";
import type { SyntaxNode } from "../ports.ts";
import { alwaysLeaves, lastStatementOf, oneLine, outcomeOf } from "./caseOutcome.ts";
import { collectSwitch, endsInSwitch } from "./switchCases.ts";
import type { CaseOutcome, PlannedCase } from "./testPlan.ts";

const open: CaseOutcome = { kind: "open" };
const maxCases = 60;

/**
 * The cases of one function: each branch with the condition it is taken under, each boundary of an
 * ordering comparison, a loop that runs not at all and often, each failure that is caught, and the
 * ordinary way to the end. Claims nothing that syntax cannot show.
 */
export function listCases(body: SyntaxNode, family: CodeFamily): PlannedCase[] {
  const cases: PlannedCase[] = [];
  const add = (found: PlannedCase): void => {
    const key = JSON.stringify(found.title);
    if (cases.length < maxCases && !cases.some((known) => JSON.stringify(known.title) === key)) {
      cases.push(found);
    }
  };
  collect(body, family, add);
  const last = outcomeOf(body);
  const hasOrdinaryWay = last.kind !== "raises" && !endsInConditional(body) && !endsInSwitch(body);
  if (hasOrdinaryWay || cases.length === 0) {
    add({ kind: "ordinary", title: ordinaryTitle(last), outcome: last });
  }
  return cases;
}

/** Both sides of a returned conditional are cases already. */
function endsInConditional(body: SyntaxNode): boolean {
  const last = body.type === "arrow_function" ? body.childForFieldName("body") : lastStatementOf(body);
  const value =
    last?.type === "return_statement" ? last.namedChildren.find((child) => !isComment(child)) : last;
  const plain = value === null || value === undefined ? undefined : withoutParentheses(value);
  return plain?.type === "ternary_expression" || plain?.type === "conditional_expression";
}

function ordinaryTitle(outcome: CaseOutcome): Message {
  return outcome.kind === "returns"
    ? { id: "testing.case.ordinaryReturns", args: [outcome.value] }
    : { id: "testing.case.ordinary", args: [] };
}

type Add = (found: PlannedCase) => void;

function collect(node: SyntaxNode, family: CodeFamily, add: Add): void {
  for (const child of node.namedChildren) {
    if (functionTypes[family].has(child.type) || isComment(child)) {
      continue;
    }
    collectOwn(child, family, add);
    collect(child, family, add);
  }
}

function collectOwn(node: SyntaxNode, family: CodeFamily, add: Add): void {
  switch (node.type) {
    case "if_statement":
    case "elif_clause":
      collectIf(node, family, add);
      break;
    case "ternary_expression":
    case "conditional_expression":
      collectTernary(node, family, add);
      break;
    case "switch_statement":
    case "switch_expression":
    case "match_statement":
      collectSwitch(node, add);
      break;
    case "for_in_statement":
    case "enhanced_for_statement":
    case "for_range_loop":
      collectLoop(node.childForFieldName("right") ?? node.childForFieldName("value"), add);
      break;
    case "for_statement":
      if (family === "python") {
        collectLoop(node.childForFieldName("right"), add);
      } else {
        collectCountedLoop(node.childForFieldName("condition"), add);
      }
      break;
    case "while_statement":
      collectCountedLoop(node.childForFieldName("condition"), add);
      break;
    case "except_clause":
    case "catch_clause":
      addFailure(node, add);
      break;
    case "binary_expression":
      if (operatorOf(node) === "??") {
        const left = node.childForFieldName("left");
        addOpen("branch", "testing.case.nullish", left === null ? [] : [oneLine(left)], add);
      }
      break;
    default:
  }
}

function addOpen(kind: PlannedCase["kind"], id: string, args: readonly string[], add: Add): void {
  add({ kind, title: { id, args }, outcome: open });
}

/** The conditions under which one arm is taken: the sides of `||` are cases of their own. */
function alternativesOf(condition: SyntaxNode): SyntaxNode[] {
  const plain = withoutParentheses(condition);
  const operator = operatorOf(plain);
  const isOr =
    (plain.type === "binary_expression" && operator === "||") ||
    (plain.type === "boolean_operator" && operator === "or");
  const left = plain.childForFieldName("left");
  const right = plain.childForFieldName("right");
  return isOr && left !== null && right !== null
    ? [...alternativesOf(left), ...alternativesOf(right)]
    : [plain];
}

function addTaken(condition: SyntaxNode, outcome: CaseOutcome, add: Add): void {
  for (const part of alternativesOf(condition)) {
    const text = oneLine(part);
    const title: Message =
      outcome.kind === "raises"
        ? { id: "testing.case.raises", args: [outcome.error, text] }
        : outcome.kind === "returns"
          ? { id: "testing.case.returns", args: [outcome.value, text] }
          : { id: "testing.case.when", args: [text] };
    add({ kind: "branch", title, outcome });
  }
}

function collectIf(node: SyntaxNode, family: CodeFamily, add: Add): void {
  const condition = conditionOf(node);
  const consequence = node.childForFieldName("consequence");
  if (condition === undefined || consequence === null) {
    return;
  }
  addTaken(condition, outcomeOf(consequence), add);
  addBoundaries(condition, family, add);
  const next = nextArm(node);
  if (next === null) {
    if (!alwaysLeaves(consequence)) {
      addElse(condition, open, add);
    }
  } else if (!/^(?:if_statement|elif_clause)$/.test(next.type)) {
    addElse(condition, outcomeOf(next), add);
  }
}

/** What runs when the condition does not hold: the body of an else, the next condition, or null. */
function nextArm(node: SyntaxNode): SyntaxNode | null {
  const isArm = (child: SyntaxNode): boolean => child.type === "elif_clause" || child.type === "else_clause";
  const siblings = (node.type === "elif_clause" ? node.parent : node)?.namedChildren.filter(isArm) ?? [];
  const own = siblings.findIndex((sibling) => sibling.startIndex === node.startIndex);
  const next =
    siblings[own + 1] ?? (node.type === "elif_clause" ? null : node.childForFieldName("alternative"));
  if (next?.type !== "else_clause") {
    return next;
  }
  return next.childForFieldName("body") ?? next.namedChildren.find((child) => !isComment(child)) ?? next;
}

function addElse(condition: SyntaxNode, outcome: CaseOutcome, add: Add): void {
  const text = oneLine(withoutParentheses(condition));
  const title: Message =
    outcome.kind === "raises"
      ? { id: "testing.case.otherwiseRaises", args: [outcome.error, text] }
      : outcome.kind === "returns"
        ? { id: "testing.case.otherwiseReturns", args: [outcome.value, text] }
        : { id: "testing.case.otherwise", args: [text] };
  add({ kind: "branch", title, outcome });
}

function conditionOf(node: SyntaxNode): SyntaxNode | undefined {
  const condition = node.childForFieldName("condition");
  if (condition === null) {
    return undefined;
  }
  // `if (const auto it = f(); it != end)`: what is tested comes last.
  return condition.childForFieldName("value") ?? condition;
}

function collectTernary(node: SyntaxNode, family: CodeFamily, add: Add): void {
  const named = node.namedChildren.filter((child) => !isComment(child));
  const isPython = family === "python";
  const condition = isPython ? named[1] : (node.childForFieldName("condition") ?? undefined);
  const consequence = isPython ? named[0] : (node.childForFieldName("consequence") ?? undefined);
  const alternative = isPython ? named[2] : (node.childForFieldName("alternative") ?? undefined);
  if (condition === undefined) {
    return;
  }
  const isReturned = /^(?:return_statement|arrow_function|parenthesized_expression)$/.test(
    node.parent?.type ?? "",
  );
  const valueOf = (value: SyntaxNode | undefined): CaseOutcome =>
    isReturned && value !== undefined ? { kind: "returns", value: oneLine(value) } : open;
  addTaken(condition, valueOf(consequence), add);
  addBoundaries(condition, family, add);
  if (alternative?.type !== node.type) {
    addElse(condition, valueOf(alternative), add);
  }
}

const orderings = new Set(["<", "<=", ">", ">="]);

/** The edge of each ordering comparison: where both sides are equal. */
function addBoundaries(condition: SyntaxNode, family: CodeFamily, add: Add): void {
  const waiting: SyntaxNode[] = [condition];
  for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
    if (functionTypes[family].has(node.type)) {
      continue;
    }
    for (const [left, operator, right] of comparisonsOf(node)) {
      if (orderings.has(operator)) {
        const equals = family === "javascript" ? "===" : "==";
        addOpen("boundary", "testing.case.boundary", [`${oneLine(left)} ${equals} ${oneLine(right)}`], add);
      }
    }
    waiting.push(...node.namedChildren);
  }
}

function comparisonsOf(node: SyntaxNode): (readonly [SyntaxNode, string, SyntaxNode])[] {
  if (node.type === "binary_expression") {
    const left = node.childForFieldName("left");
    const right = node.childForFieldName("right");
    return left === null || right === null ? [] : [[left, operatorOf(node) ?? "", right]];
  }
  if (node.type !== "comparison_operator") {
    return [];
  }
  const operators = node.children.filter((child) => !child.isNamed).map((child) => child.type);
  const operands = node.namedChildren.filter((child) => !isComment(child));
  return operators.flatMap((operator, index) => {
    const left = operands[index];
    const right = operands[index + 1];
    return left === undefined || right === undefined ? [] : [[left, operator, right] as const];
  });
}

function collectLoop(over: SyntaxNode | null, add: Add): void {
  if (over !== null) {
    addOpen("loop", "testing.case.loopEmpty", [oneLine(over)], add);
    addOpen("loop", "testing.case.loopMany", [oneLine(over)], add);
  }
}

function collectCountedLoop(condition: SyntaxNode | null, add: Add): void {
  const plain = condition === null ? undefined : withoutParentheses(condition);
  if (plain !== undefined && !/^(?:true|True|1)$/.test(plain.text)) {
    addOpen("loop", "testing.case.loopNever", [oneLine(plain)], add);
    addOpen("loop", "testing.case.loopOften", [oneLine(plain)], add);
  }
}

function addFailure(clause: SyntaxNode, add: Add): void {
  const type = clause.namedChildren.find((child) => child.type === "catch_formal_parameter");
  const caught =
    type?.namedChildren.find((child) => child.type === "catch_type") ??
    clause.childForFieldName("value") ??
    clause.childForFieldName("parameters") ??
    clause.namedChildren.find(
      (child) => !isComment(child) && child.type !== "block" && child.type !== "statement_block",
    );
  const isScript = clause.childForFieldName("parameter") !== null || caught === undefined;
  const text = isScript
    ? "Error"
    : oneLine(caught)
        .replace(/\s+as\s+\w+$/, "")
        .replace(/^\(|\)$/g, "");
  addOpen("failure", "testing.case.failure", [text], add);
}
