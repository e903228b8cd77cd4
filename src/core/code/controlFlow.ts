import type { SyntaxNode } from "../ports.ts";
import type { CodeFamily } from "./codeFamily.ts";
import { classTypes, functionTypes } from "./codeUnits.ts";
import { isComment, walkTree, withoutParentheses } from "./walkTree.ts";

/** A piece of code and where it is; lines are one-based. */
export interface CodeSpot {
  readonly text: string;
  readonly line: number;
}

export interface Branch extends CodeSpot {
  readonly kind: "if" | "elseIf" | "switch" | "ternary";
  readonly hasElse: boolean;
  /** Cases of a switch or match, the default included; 0 for others. */
  readonly cases: number;
}

/** What happens in a piece of code, inner functions and classes left out; in text order. */
export interface ControlFlow {
  readonly branches: readonly Branch[];
  readonly loops: readonly CodeSpot[];
  /** Returned expressions; an empty text is a bare return. */
  readonly returns: readonly CodeSpot[];
  readonly yields: readonly CodeSpot[];
  readonly throws: readonly CodeSpot[];
  /** Types of caught errors; an empty text catches everything. */
  readonly catches: readonly CodeSpot[];
  readonly calls: readonly CodeSpot[];
  /** Assigned names, and assigned fields or elements. */
  readonly assignedNames: readonly CodeSpot[];
  readonly assignedPlaces: readonly CodeSpot[];
  readonly awaits: number;
  readonly innerFunctions: number;
  /** How deep branches, loops and error handlers stand in one another; 0 for none. */
  readonly depth: number;
}

type Collected = {
  -readonly [K in keyof ControlFlow]: ControlFlow[K] extends readonly (infer T)[] ? T[] : ControlFlow[K];
};

export const switchTypes = new Set(["switch_statement", "switch_expression", "match_statement"]);
export const caseTypes = new Set([
  "case_clause",
  "switch_case",
  "switch_default",
  "case_statement",
  "switch_block_statement_group",
  "switch_rule",
]);
export const loopTypes = new Set([
  "for_statement",
  "while_statement",
  "do_statement",
  "for_in_statement",
  "enhanced_for_statement",
  "for_range_loop",
]);
const ternaryTypes = new Set(["ternary_expression", "conditional_expression"]);
const tryTypes = new Set(["try_statement", "try_with_resources_statement"]);

/** What happens inside `nodes`. A function's own body is passed, not the function. */
export function readControlFlow(nodes: readonly SyntaxNode[], family: CodeFamily): ControlFlow {
  const flow: Collected = {
    branches: [],
    loops: [],
    returns: [],
    yields: [],
    throws: [],
    catches: [],
    calls: [],
    assignedNames: [],
    assignedPlaces: [],
    awaits: 0,
    innerFunctions: 0,
    depth: 0,
  };
  for (const root of nodes) {
    walkTree(root, (node) => {
      if (functionTypes[family].has(node.type)) {
        flow.innerFunctions += 1;
        return "skip";
      }
      if (classTypes[family].has(node.type) && node.childForFieldName("body") !== null) {
        return "skip";
      }
      collectBranching(node, flow);
      collectLeaving(node, flow);
      collectDoing(node, flow);
      if (isNesting(node)) {
        flow.depth = Math.max(flow.depth, depthOf(node, root));
      }
      return undefined;
    });
  }
  return flow;
}

function collectBranching(node: SyntaxNode, flow: Collected): void {
  const { type } = node;
  if (type === "if_statement" || type === "elif_clause") {
    const kind = type === "elif_clause" || isElseIf(node) ? "elseIf" : "if";
    flow.branches.push({ ...spotOf(node, conditionText(node)), kind, hasElse: hasPlainElse(node), cases: 0 });
  } else if (switchTypes.has(type)) {
    const subject =
      node.childForFieldName("condition") ??
      node.childForFieldName("value") ??
      node.childForFieldName("subject");
    const cases =
      node.childForFieldName("body")?.namedChildren.filter((child) => caseTypes.has(child.type)) ?? [];
    const text = subject === null ? "" : withoutParentheses(subject).text;
    flow.branches.push({ ...spotOf(node, text), kind: "switch", hasElse: false, cases: cases.length });
  } else if (ternaryTypes.has(type)) {
    // In Python the condition stands in the middle and has no field of its own.
    const condition = node.childForFieldName("condition") ?? node.namedChildren[1];
    flow.branches.push({ ...spotOf(node, condition?.text ?? ""), kind: "ternary", hasElse: true, cases: 0 });
  } else if (loopTypes.has(type)) {
    flow.loops.push(spotOf(node, loopHead(node)));
  }
}

function collectLeaving(node: SyntaxNode, flow: Collected): void {
  const value = node.namedChildren.find((child) => !isComment(child));
  switch (node.type) {
    case "return_statement":
    case "co_return_statement":
      flow.returns.push(spotOf(node, value?.text ?? ""));
      return;
    case "yield":
    case "yield_expression":
    case "co_yield_statement":
      flow.yields.push(spotOf(node, value?.text ?? ""));
      return;
    case "throw_statement":
    case "raise_statement":
      flow.throws.push(spotOf(node, value?.text ?? ""));
      return;
    case "catch_clause":
    case "except_clause":
      flow.catches.push(spotOf(node, caughtText(node)));
      return;
    case "await":
    case "await_expression":
    case "co_await_expression":
      flow.awaits += 1;
      return;
    default:
  }
}

function collectDoing(node: SyntaxNode, flow: Collected): void {
  const callee = calleeText(node);
  if (callee !== undefined) {
    flow.calls.push(spotOf(node, callee));
  }
  for (const target of assignedTargets(node)) {
    const isName =
      /identifier$|^(pattern_list|tuple_pattern|object_pattern|array_pattern|structured_binding_declarator)$/.test(
        target.type,
      );
    const isField = /^(field_identifier|property_identifier)$/.test(target.type);
    (isName && !isField ? flow.assignedNames : flow.assignedPlaces).push(spotOf(node, target.text));
  }
}

function isElseIf(node: SyntaxNode): boolean {
  const parent = node.parent;
  return (
    parent?.type === "else_clause" ||
    (parent?.type === "if_statement" &&
      parent.childForFieldName("alternative")?.startIndex === node.startIndex)
  );
}

function hasPlainElse(node: SyntaxNode): boolean {
  const clause = node.namedChildren.find((child) => child.type === "else_clause");
  const alternative = clause ?? node.childForFieldName("alternative");
  const inner = alternative?.type === "else_clause" ? alternative.namedChildren[0] : alternative;
  return (
    inner !== null && inner !== undefined && inner.type !== "if_statement" && inner.type !== "elif_clause"
  );
}

/** The condition of an `if` or `elif` as written, without parentheses. */
export function conditionText(node: SyntaxNode): string {
  const condition = node.childForFieldName("condition");
  return condition === null ? "" : withoutParentheses(condition).text;
}

/** A loop as written up to its body. */
export function loopHead(node: SyntaxNode): string {
  const body = node.childForFieldName("body");
  if (node.type === "do_statement") {
    return `do … while ${node.childForFieldName("condition")?.text ?? ""}`;
  }
  const end = body === null ? node.endIndex : body.startIndex;
  return node.text.slice(0, end - node.startIndex).replace(/[:{\s]+$/, "");
}

/** The types that a handler catches, as written; empty for all. */
export function caughtText(node: SyntaxNode): string {
  const value =
    node.childForFieldName("value") ??
    node.childForFieldName("parameters") ??
    node.namedChildren.find((child) => child.type === "catch_formal_parameter");
  const type = value?.namedChildren.find((child) => child.type === "catch_type") ?? value;
  if (type === null || type === undefined) {
    return "";
  }
  return type.type === "as_pattern"
    ? (type.namedChildren[0]?.text ?? "")
    : type.text.replace(/^\((.*)\)$/s, "$1");
}

function calleeText(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case "call":
    case "call_expression":
      return shortCallee(node.childForFieldName("function"));
    case "method_invocation": {
      const object = node.childForFieldName("object");
      const name = node.childForFieldName("name")?.text ?? "";
      return object === null ? name : `${object.text.includes("(") ? "…" : object.text}.${name}`;
    }
    case "new_expression":
    case "object_creation_expression": {
      const made = node.childForFieldName("constructor") ?? node.childForFieldName("type");
      return made === null ? undefined : `new ${made.text}`;
    }
    default:
      return undefined;
  }
}

/** `a.b().c` is shown as `….c`: the call before it is in the list itself. */
function shortCallee(callee: SyntaxNode | null): string | undefined {
  if (callee === null || !/[({[\n]/.test(callee.text)) {
    return callee?.text;
  }
  const name =
    callee.childForFieldName("property") ??
    callee.childForFieldName("attribute") ??
    callee.childForFieldName("field");
  return name === null ? undefined : `….${name.text}`;
}

function assignedTargets(node: SyntaxNode): SyntaxNode[] {
  const field =
    {
      assignment: "left",
      augmented_assignment: "left",
      assignment_expression: "left",
      augmented_assignment_expression: "left",
      named_expression: "name",
      variable_declarator: "name",
      init_declarator: "declarator",
    }[node.type] ?? undefined;
  if (field === undefined) {
    if (node.type !== "update_expression") {
      return [];
    }
    const target = node.childForFieldName("argument") ?? node.namedChildren[0];
    return target === undefined ? [] : [target];
  }
  let target = node.childForFieldName(field);
  while (
    target !== null &&
    /^(pointer_declarator|reference_declarator|array_declarator)$/.test(target.type)
  ) {
    target = target.childForFieldName("declarator") ?? target.namedChildren.at(-1) ?? null;
  }
  return target === null ? [] : [target];
}

function isNesting(node: SyntaxNode): boolean {
  return (
    loopTypes.has(node.type) ||
    switchTypes.has(node.type) ||
    tryTypes.has(node.type) ||
    node.type === "if_statement"
  );
}

function depthOf(node: SyntaxNode, root: SyntaxNode): number {
  let depth = 0;
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) {
    // `else if` stands beside its `if`, not in it.
    if (isNesting(at) && !(at.type === "if_statement" && isElseIf(at))) {
      depth += 1;
    }
    if (at.startIndex === root.startIndex && at.endIndex === root.endIndex && at.type === root.type) {
      break;
    }
  }
  return depth;
}

function spotOf(node: SyntaxNode, text: string): CodeSpot {
  return { text: text.replace(/\s+/g, " ").trim(), line: node.startPosition.row + 1 };
}
