import type { CodeFamily } from "../code/codeFamily.ts";
import { bodyOf, classTypes, innermostUnitAt, listCodeUnits, type CodeUnit } from "../code/codeUnits.ts";
import { docCommentOf } from "../code/docComment.ts";
import { closestAncestor } from "../code/walkTree.ts";
import type { SyntaxNode } from "../ports.ts";
import { documentedCases } from "./documentedCases.ts";
import { listCases } from "./listCases.ts";
import type { PlannedCase, PlannedUnit, Reach, TestPlan } from "./testPlan.ts";
import { constructorParametersOf, exportKindOf, parametersOf } from "./unitSignature.ts";

/**
 * The functions that a range means and the cases each of them needs. A range inside a function means
 * that function; one that covers several means those a test can reach. Offsets are UTF-16 code units.
 */
export function planTests(
  root: SyntaxNode,
  family: CodeFamily,
  startOffset: number,
  endOffset: number,
): TestPlan {
  const units = listCodeUnits(root, family);
  const chosen = unitsOfRange(units, startOffset, endOffset);
  const planned = chosen.map((unit) => planUnit(unit, root, family));
  if (planned.length <= 1) {
    return { units: planned };
  }
  const reachable = planned.filter(
    (unit) =>
      unit.reach !== "hidden" && !(family === "python" && /^_(?!_)/.test(unit.name)) && worthPlanning(unit),
  );
  return { units: reachable.length > 0 ? reachable : planned };
}

/** A constructor or special method without a branch is tested by every other test. */
function worthPlanning(unit: PlannedUnit): boolean {
  const isSpecial = unit.reach === "constructor" || /^__\w+__$/.test(unit.name);
  return !isSpecial || unit.cases.some(({ kind }) => kind !== "ordinary");
}

function unitsOfRange(units: readonly CodeUnit[], startOffset: number, endOffset: number): CodeUnit[] {
  const around = innermostUnitAt(units, startOffset);
  const isInside = around !== undefined && around.outer.endIndex >= endOffset;
  if (isInside && around.kind !== "class") {
    return [around];
  }
  const covered = units.filter(
    ({ kind, outer }) => kind !== "class" && outer.startIndex >= startOffset && outer.endIndex <= endOffset,
  );
  if (covered.length > 0) {
    return outermostOf(covered);
  }
  const holder = isInside ? around : undefined;
  if (holder !== undefined) {
    return outermostOf(
      units.filter(
        ({ kind, outer }) =>
          kind !== "class" &&
          outer.startIndex >= holder.outer.startIndex &&
          outer.endIndex <= holder.outer.endIndex,
      ),
    );
  }
  return outermostOf(
    units.filter(
      ({ kind, outer }) => kind !== "class" && outer.startIndex < endOffset && outer.endIndex > startOffset,
    ),
  );
}

/** Functions inside functions cannot be reached and belong to the outer one. */
function outermostOf(units: readonly CodeUnit[]): CodeUnit[] {
  return units.filter(
    (unit) =>
      !units.some(
        (other) =>
          other !== unit &&
          other.node.startIndex <= unit.outer.startIndex &&
          other.node.endIndex >= unit.outer.endIndex,
      ),
  );
}

function planUnit(unit: CodeUnit, root: SyntaxNode, family: CodeFamily): PlannedUnit {
  const name = family === "cpp" ? (unit.name.split("::").at(-1) ?? unit.name) : unit.name;
  const classNode = closestAncestor(unit.node, classTypes[family]);
  const className = family === "cpp" ? cppClassName(unit, classNode) : classNameOf(classNode, family);
  const body = bodyOf(unit.node);
  const ownParameters = constructorParametersOf(classNode, family);
  const exportKind = family === "javascript" ? exportKindOf(className?.split(".")[0] ?? name, root) : "named";
  return {
    name,
    className,
    reach: reachOf(unit, name, className, family, exportKind),
    isAsync: isAsync(unit.node),
    // A record's compact constructor takes what the record holds.
    parameters: unit.node.type.startsWith("compact_")
      ? (ownParameters ?? [])
      : parametersOf(unit.node, family),
    constructorParameters: ownParameters,
    exportKind,
    namespaceName: family === "cpp" ? namespaceOf(unit.node) : "",
    cases: casesOf(unit, body, family),
  };
}

/** What the code shows, then what its documentation promises beyond that. */
function casesOf(unit: CodeUnit, body: SyntaxNode | undefined, family: CodeFamily): PlannedCase[] {
  if (body === undefined) {
    return [];
  }
  const shown = listCases(body.type.endsWith("expression") ? wrap(body) : body, family);
  return [...shown, ...documentedCases(docCommentOf(unit.outer, unit.node, family), shown)];
}

/** An arrow function's bare expression is what it returns; its parent is walked so that it is seen itself. */
function wrap(expression: SyntaxNode): SyntaxNode {
  return expression.parent ?? expression;
}

function classNameOf(classNode: SyntaxNode | undefined, family: CodeFamily): string | undefined {
  const names: string[] = [];
  for (let at = classNode; at !== undefined; at = closestAncestor(at, classTypes[family])) {
    names.unshift(at.childForFieldName("name")?.text ?? at.parent?.childForFieldName("name")?.text ?? "");
  }
  const joined = names.filter((name) => name !== "").join(".");
  return joined === "" ? undefined : joined;
}

function cppClassName(unit: CodeUnit, classNode: SyntaxNode | undefined): string | undefined {
  const written = unit.name.split("::").slice(0, -1).join("::");
  return written === "" ? classNode?.childForFieldName("name")?.text : written;
}

function namespaceOf(node: SyntaxNode): string {
  const names: string[] = [];
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.type === "namespace_definition") {
      names.unshift(at.childForFieldName("name")?.text ?? "");
    }
  }
  return names.filter((name) => name !== "").join("::");
}

function reachOf(
  unit: CodeUnit,
  name: string,
  className: string | undefined,
  family: CodeFamily,
  exportKind: PlannedUnit["exportKind"],
): Reach {
  const modifiers = modifiersOf(unit.node);
  const isNested = closestAncestor(unit.node, functionLike) !== undefined;
  const isHidden =
    modifiers.has("private") ||
    name.startsWith("#") ||
    exportKind === "none" ||
    isNested ||
    (family === "cpp" &&
      (isInAnonymousNamespace(unit.node) || (className === undefined && modifiers.has("static"))));
  if (isHidden) {
    return "hidden";
  }
  if (
    unit.node.type.includes("constructor") ||
    (className !== undefined && isConstructorName(name, className, family))
  ) {
    return "constructor";
  }
  if (className === undefined) {
    return "free";
  }
  const isStatic = modifiers.has("static") || /@(?:static|class)method\b/.test(decoratorsOf(unit));
  return isStatic ? "static" : "instance";
}

const functionLike = new Set([
  "function_definition",
  "function_declaration",
  "generator_function_declaration",
  "method_declaration",
  "method_definition",
  "arrow_function",
  "function_expression",
  "lambda_expression",
]);

function isConstructorName(name: string, className: string, family: CodeFamily): boolean {
  switch (family) {
    case "python":
      return name === "__init__";
    case "javascript":
      return name === "constructor";
    case "java":
      return false;
    case "cpp":
      return name === className.split("::").at(-1);
  }
}

function modifiersOf(node: SyntaxNode): ReadonlySet<string> {
  const words = node.children
    .filter((child) =>
      /^(?:modifiers|storage_class_specifier|accessibility_modifier|static)$/.test(child.type),
    )
    .flatMap((child) => child.text.split(/\s+/));
  return new Set(words);
}

function decoratorsOf(unit: CodeUnit): string {
  return unit.outer.namedChildren
    .filter((child) => child.type === "decorator")
    .map((child) => child.text)
    .join("\n");
}

function isAsync(node: SyntaxNode): boolean {
  return node.children.some((child) => child.type === "async");
}

function isInAnonymousNamespace(node: SyntaxNode): boolean {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.type === "namespace_definition" && at.childForFieldName("name") === null) {
      return true;
    }
  }
  return false;
}
