import type { CodeFamily } from "../code/codeFamily.ts";
import { asCodeUnit, bodyOf, type CodeUnit } from "../code/codeUnits.ts";
import { readControlFlow, type CodeSpot, type ControlFlow } from "../code/controlFlow.ts";
import { docCommentOf, fileCommentOf } from "../code/docComment.ts";
import { type Parameter, readParameters, returnTypeOf } from "../code/parameters.ts";
import { walkTree } from "../code/walkTree.ts";
import { type ClassMember, memberOf, membersOf } from "./classMembers.ts";
import { readSteps, type Step } from "./readSteps.ts";
import type { SyntaxNode } from "../ports.ts";

export interface FunctionFacts {
  readonly kind: "function";
  readonly name: string;
  readonly isMethod: boolean;
  /** Name of the class around it. */
  readonly owner: string | undefined;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  readonly startLine: number;
  readonly endLine: number;
  readonly doc: readonly string[];
  readonly decorators: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly returnType: string | undefined;
  /** Declared errors, as in Java's `throws`. */
  readonly declaredThrows: string | undefined;
  readonly flow: ControlFlow;
  readonly steps: readonly Step[];
}

export interface ClassFacts {
  readonly kind: "class";
  readonly name: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly doc: readonly string[];
  readonly decorators: readonly string[];
  /** What it extends and implements, as written. */
  readonly bases: readonly string[];
  readonly members: readonly ClassMember[];
}

export interface OutlineEntry extends ClassMember {
  readonly level: number;
}

export interface FileFacts {
  readonly kind: "file";
  readonly lines: number;
  readonly doc: readonly string[];
  readonly imports: readonly CodeSpot[];
  readonly outline: readonly OutlineEntry[];
}

export interface StatementsFacts {
  readonly kind: "statements";
  readonly startLine: number;
  readonly endLine: number;
  readonly count: number;
  /** Name of the function or class around the selection. */
  readonly owner: string | undefined;
  readonly flow: ControlFlow;
  readonly steps: readonly Step[];
}

export type StructureFacts = FunctionFacts | ClassFacts | FileFacts | StatementsFacts;

/** Everything the syntax tree says about a function. */
export function describeFunction(
  unit: CodeUnit,
  family: CodeFamily,
  owner: string | undefined,
): FunctionFacts {
  const { node, outer } = unit;
  const body = bodyOf(node);
  const isExpression =
    body !== undefined && node.type === "arrow_function" && body.type !== "statement_block";
  const flow = readControlFlow(body === undefined ? [] : [body], family);
  const returned: CodeSpot[] =
    isExpression && body !== undefined ? [{ text: body.text, line: body.startPosition.row + 1 }] : [];
  return {
    kind: "function",
    name: unit.name,
    isMethod: unit.kind === "method",
    owner,
    isAsync: node.children.some((child) => child.type === "async"),
    isGenerator:
      flow.yields.length > 0 ||
      node.type.startsWith("generator") ||
      node.children.some((child) => child.type === "*"),
    ...extentOf(outer),
    doc: docCommentOf(outer, node, family),
    decorators: decoratorsOf(unit),
    parameters: readParameters(node, family),
    returnType: returnTypeOf(node, family),
    declaredThrows: node.namedChildren
      .find((child) => child.type === "throws")
      ?.text.replace(/^throws\s+/, ""),
    flow: { ...flow, returns: [...returned, ...flow.returns] },
    steps: isExpression
      ? returned.map((spot) => ({ ...spot, kind: "return", level: 0 }))
      : readSteps(body === undefined ? [] : [body], family),
  };
}

export function describeClass(unit: CodeUnit, family: CodeFamily): ClassFacts {
  const { node, outer } = unit;
  return {
    kind: "class",
    name: unit.name,
    ...extentOf(outer),
    doc: docCommentOf(outer, node, family),
    decorators: decoratorsOf(unit),
    bases: basesOf(node),
    members: membersOf(unit, family),
  };
}

export function describeFile(root: SyntaxNode, family: CodeFamily): FileFacts {
  const outline: OutlineEntry[] = [];
  const levelByEnd: number[] = [];
  walkTree(root, (node) => {
    const unit = asCodeUnit(node, family);
    if (unit !== undefined) {
      while ((levelByEnd.at(-1) ?? Infinity) <= unit.outer.startIndex) {
        levelByEnd.pop();
      }
      outline.push({ ...memberOf(unit, family), level: levelByEnd.length });
      levelByEnd.push(unit.outer.endIndex);
    }
  });
  return {
    kind: "file",
    lines: root.endPosition.row + 1,
    doc: fileCommentOf(root, family),
    imports: importsOf(root),
    outline,
  };
}

export function describeStatements(
  nodes: readonly SyntaxNode[],
  family: CodeFamily,
  owner: string | undefined,
): StatementsFacts {
  return {
    kind: "statements",
    startLine: (nodes[0]?.startPosition.row ?? 0) + 1,
    endLine: (nodes.at(-1)?.endPosition.row ?? 0) + 1,
    count: nodes.length,
    owner,
    flow: readControlFlow(nodes, family),
    steps: readSteps(nodes, family),
  };
}

function extentOf(outer: SyntaxNode): { startLine: number; endLine: number } {
  return { startLine: outer.startPosition.row + 1, endLine: outer.endPosition.row + 1 };
}

function decoratorsOf({ outer, node }: CodeUnit): string[] {
  const holders = outer === node ? [node] : [outer, node];
  const modifiers = node.namedChildren.filter((child) => child.type === "modifiers");
  return [...holders, ...modifiers].flatMap((holder) =>
    holder.namedChildren
      .filter((child) => /^(decorator|annotation|marker_annotation)$/.test(child.type))
      .map((child) => child.text),
  );
}

const baseTypes = new Set([
  "superclass",
  "super_interfaces",
  "extends_interfaces",
  "class_heritage",
  "extends_type_clause",
  "base_class_clause",
]);

function basesOf(node: SyntaxNode): string[] {
  const listed = node.childForFieldName("superclasses");
  if (listed !== null) {
    return listed.namedChildren.map((child) => child.text);
  }
  return node.namedChildren
    .filter((child) => baseTypes.has(child.type))
    .map((child) => child.text.replace(/^:\s*/, "").replace(/\s+/g, " "));
}

const importTypes = new Set([
  "import_statement",
  "import_from_statement",
  "future_import_statement",
  "import_declaration",
  "preproc_include",
]);

function importsOf(root: SyntaxNode): CodeSpot[] {
  return root.namedChildren
    .filter((child) => importTypes.has(child.type))
    .map((child) => {
      const source =
        child.childForFieldName("source") ??
        child.childForFieldName("module_name") ??
        child.childForFieldName("path");
      const text = source?.text ?? child.text.replace(/^(import|from)\s+/, "").replace(/;$/, "");
      return { text: text.replace(/^["'<]|["'>]$/g, ""), line: child.startPosition.row + 1 };
    });
}
