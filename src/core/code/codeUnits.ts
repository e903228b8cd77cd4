import type { SyntaxNode } from "../ports.ts";
import type { CodeFamily } from "./codeFamily.ts";
import { isComment, walkTree } from "./walkTree.ts";

/** A function, method or class that has a name and a body. */
export interface CodeUnit {
  readonly name: string;
  readonly kind: "function" | "method" | "class";
  /** The whole declaration: decorators, `export`, `template <…>` included. */
  readonly outer: SyntaxNode;
  /** The node that carries parameters and body. */
  readonly node: SyntaxNode;
}

export const functionTypes: Readonly<Record<CodeFamily, ReadonlySet<string>>> = {
  python: new Set(["function_definition", "lambda"]),
  java: new Set([
    "method_declaration",
    "constructor_declaration",
    "compact_constructor_declaration",
    "lambda_expression",
  ]),
  javascript: new Set([
    "function_declaration",
    "generator_function_declaration",
    "function_expression",
    "generator_function",
    "arrow_function",
    "method_definition",
  ]),
  cpp: new Set(["function_definition", "lambda_expression"]),
};

export const classTypes: Readonly<Record<CodeFamily, ReadonlySet<string>>> = {
  python: new Set(["class_definition"]),
  java: new Set([
    "class_declaration",
    "record_declaration",
    "enum_declaration",
    "interface_declaration",
    "annotation_type_declaration",
  ]),
  javascript: new Set([
    "class_declaration",
    "abstract_class_declaration",
    "class",
    "interface_declaration",
    "enum_declaration",
  ]),
  cpp: new Set(["class_specifier", "struct_specifier", "union_specifier", "enum_specifier"]),
};

/** Nodes that wrap a declaration and belong to it. */
const wrapperTypes = new Set([
  "decorated_definition",
  "export_statement",
  "ambient_declaration",
  "template_declaration",
  "lexical_declaration",
  "variable_declaration",
]);

/** Named functions, methods and classes under `root`, in text order, nested ones included. */
export function listCodeUnits(root: SyntaxNode, family: CodeFamily): CodeUnit[] {
  const units: CodeUnit[] = [];
  walkTree(root, (node) => {
    const unit = asCodeUnit(node, family);
    if (unit !== undefined) {
      units.push(unit);
    }
  });
  return units;
}

/** `node` as a unit, or undefined when it is none or has neither name nor body. */
export function asCodeUnit(node: SyntaxNode, family: CodeFamily): CodeUnit | undefined {
  const isClass = classTypes[family].has(node.type);
  if (!isClass && !functionTypes[family].has(node.type)) {
    return undefined;
  }
  const holder = nameHolderOf(node);
  const name = nameOf(node, holder);
  if (name === undefined || bodyOf(node) === undefined) {
    return undefined;
  }
  const kind = isClass ? "class" : isMethod(node, holder, family, name) ? "method" : "function";
  return { name, kind, outer: outerOf(holder), node };
}

/** The body of a function or class; undefined for a declaration without one. */
export function bodyOf(node: SyntaxNode): SyntaxNode | undefined {
  return node.childForFieldName("body") ?? undefined;
}

/** For a function that is a value: the declaration, assignment, property or field that names it. */
function nameHolderOf(node: SyntaxNode): SyntaxNode {
  const parent = node.parent;
  if (parent !== null && isValueFunction(node) && namingTypes.has(parent.type)) {
    const value = parent.childForFieldName("value") ?? parent.childForFieldName("right");
    if (value !== null && value.startIndex === node.startIndex) {
      return parent;
    }
  }
  return node;
}

const valueFunctionTypes = new Set(["arrow_function", "function_expression", "generator_function", "class"]);
const namingTypes = new Set([
  "variable_declarator",
  "assignment_expression",
  "pair",
  "public_field_definition",
  "field_definition",
]);

function isValueFunction(node: SyntaxNode): boolean {
  return valueFunctionTypes.has(node.type);
}

function nameOf(node: SyntaxNode, holder: SyntaxNode): string | undefined {
  if (holder !== node) {
    const name =
      holder.childForFieldName("name") ??
      holder.childForFieldName("left") ??
      holder.childForFieldName("key") ??
      holder.childForFieldName("property");
    return name === null ? undefined : lastSegment(name);
  }
  const name = node.childForFieldName("name");
  if (name !== null) {
    return name.text;
  }
  const declarator = functionDeclaratorOf(node);
  return declarator?.childForFieldName("declarator")?.text;
}

function lastSegment(name: SyntaxNode): string {
  return name.childForFieldName("property")?.text ?? name.text;
}

/** The declarator of a C or C++ function, under pointers and references. */
export function functionDeclaratorOf(node: SyntaxNode): SyntaxNode | undefined {
  let at = node.childForFieldName("declarator");
  while (at !== null && at.type !== "function_declarator") {
    at = at.childForFieldName("declarator") ?? at.namedChildren.find((child) => !isComment(child)) ?? null;
  }
  return at ?? undefined;
}

const methodParentTypes = new Set([
  "class_body",
  "enum_body",
  "enum_body_declarations",
  "interface_body",
  "field_declaration_list",
  "object",
]);

function isMethod(node: SyntaxNode, holder: SyntaxNode, family: CodeFamily, name: string): boolean {
  if (family === "java") {
    return true;
  }
  if (family === "python") {
    const outer = outerOf(node);
    return outer.parent?.type === "block" && outer.parent.parent?.type === "class_definition";
  }
  if (family === "cpp" && name.includes("::")) {
    return true;
  }
  return methodParentTypes.has(outerOf(holder).parent?.type ?? "");
}

function outerOf(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (at.parent !== null && (wrapperTypes.has(at.parent.type) || isLoneStatement(at.parent))) {
    if (
      at.type === "variable_declarator" &&
      at.parent.namedChildren.filter((n) => n.type === at.type).length > 1
    ) {
      break;
    }
    at = at.parent;
  }
  return at;
}

/** `module.exports.f = function () {};`: the statement around the assignment belongs to it. */
function isLoneStatement(node: SyntaxNode): boolean {
  return node.type === "expression_statement" && node.namedChildren[0]?.type === "assignment_expression";
}

/** The smallest unit around an offset, or undefined. */
export function innermostUnitAt(units: readonly CodeUnit[], offset: number): CodeUnit | undefined {
  let best: CodeUnit | undefined;
  for (const unit of units) {
    const { startIndex, endIndex } = unit.outer;
    const length = endIndex - startIndex;
    if (startIndex <= offset && offset <= endIndex) {
      if (best === undefined || length <= best.outer.endIndex - best.outer.startIndex) {
        best = unit;
      }
    }
  }
  return best;
}
