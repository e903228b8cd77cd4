import type { CodeFamily } from "../../code/codeFamily.ts";
import { bodyOf, functionDeclaratorOf } from "../../code/codeUnits.ts";
import { docCommentOf } from "../../code/docComment.ts";
import { walkTree } from "../../code/walkTree.ts";
import type { SyntaxNode } from "../../ports.ts";

/** A declaration without its body, for a request to a model. Lines are zero-based. */
export interface Signature {
  readonly name: string;
  /** Begins with the first line of its doc comment, as a comment. */
  readonly text: string;
  readonly startLine: number;
  readonly endLine: number;
}

const maxSignatureChars = 300;
const maxShapeChars = 600;
const maxDocChars = 140;
const maxSignatures = 40;

const functionLike: Readonly<Record<CodeFamily, ReadonlySet<string>>> = {
  python: new Set(["function_definition"]),
  java: new Set(["method_declaration", "constructor_declaration"]),
  javascript: new Set([
    "function_declaration",
    "generator_function_declaration",
    "function_signature",
    "variable_declarator",
    "method_definition",
    "method_signature",
    "abstract_method_signature",
  ]),
  cpp: new Set(["function_definition", "declaration", "field_declaration"]),
};

const classLike: Readonly<Record<CodeFamily, ReadonlySet<string>>> = {
  python: new Set(["class_definition"]),
  java: new Set(["class_declaration", "interface_declaration", "record_declaration"]),
  javascript: new Set(["class_declaration", "abstract_class_declaration"]),
  cpp: new Set(["class_specifier", "struct_specifier"]),
};

/** Small declarations that say nothing without their body. */
const shapes: Readonly<Record<CodeFamily, ReadonlySet<string>>> = {
  python: new Set(),
  java: new Set(["enum_declaration"]),
  javascript: new Set(["interface_declaration", "type_alias_declaration", "enum_declaration"]),
  cpp: new Set(["enum_specifier", "type_definition", "alias_declaration"]),
};

/**
 * Declarations of the wanted names; `*` stands for all that are used. A class comes with its constructor
 * and with those of its methods whose names are used.
 */
export function readSignatures(
  root: SyntaxNode,
  family: CodeFamily,
  wanted: readonly string[],
  used: readonly string[],
): Signature[] {
  const names = new Set(wanted.includes("*") ? [...wanted, ...used] : wanted);
  const members = new Set(used);
  const found: Signature[] = [];
  const add = (node: SyntaxNode, name: string, maxChars: number, end: number): void => {
    if (found.length < maxSignatures) {
      found.push(signatureOf(node, name, family, maxChars, end));
    }
  };
  walkTree(root, (node) => {
    const name = declaredName(node, family);
    const isWanted = name !== undefined && (names.has(name) || (names.has("default") && isDefault(node)));
    if (classLike[family].has(node.type)) {
      const body = bodyOf(node);
      if (!isWanted || body === undefined) {
        return undefined;
      }
      add(node, name, maxSignatureChars, body.startIndex);
      for (const member of membersOf(body, family)) {
        const own = declaredName(member, family) ?? "";
        if (isConstructor(own, name) || members.has(own)) {
          add(member, own, maxSignatureChars, bodyOf(member)?.startIndex ?? member.endIndex);
        }
      }
      return "skip";
    }
    if (isWanted && shapes[family].has(node.type)) {
      add(node, name, maxShapeChars, node.endIndex);
      return "skip";
    }
    if (functionLike[family].has(node.type)) {
      if (isWanted && !isLocal(node, family)) {
        add(node, name, maxSignatureChars, endOfHead(node));
      }
      return "skip";
    }
    return undefined;
  });
  return found;
}

function declaredName(node: SyntaxNode, family: CodeFamily): string | undefined {
  if (family === "cpp" && functionLike.cpp.has(node.type)) {
    const written = functionDeclaratorOf(node)?.childForFieldName("declarator")?.text;
    return written?.split("::").at(-1);
  }
  return node.childForFieldName("name")?.text;
}

function isDefault(node: SyntaxNode): boolean {
  return node.parent?.type === "export_statement" && /^export\s+default\b/.test(node.parent.text);
}

function isConstructor(name: string, className: string): boolean {
  return name === "__init__" || name === "constructor" || name === className;
}

/** Variables inside functions are nobody else's. */
function isLocal(node: SyntaxNode, family: CodeFamily): boolean {
  const holder = node.parent?.parent;
  return (
    family === "javascript" &&
    node.type === "variable_declarator" &&
    holder?.type !== "program" &&
    holder?.type !== "export_statement"
  );
}

function membersOf(body: SyntaxNode, family: CodeFamily): SyntaxNode[] {
  return body.namedChildren
    .map((child) => (child.type === "decorated_definition" ? child.childForFieldName("definition") : child))
    .filter((child): child is SyntaxNode => child !== null && functionLike[family].has(child.type));
}

/** Where the body begins: of a function, or of one that is a variable's value. */
function endOfHead(node: SyntaxNode): number {
  const value = node.type === "variable_declarator" ? node.childForFieldName("value") : null;
  const body = bodyOf(value ?? node);
  return body?.startIndex ?? node.endIndex;
}

const wrappers = new Set([
  "export_statement",
  "decorated_definition",
  "template_declaration",
  "lexical_declaration",
  "variable_declaration",
]);

function signatureOf(
  node: SyntaxNode,
  name: string,
  family: CodeFamily,
  maxChars: number,
  end: number,
): Signature {
  let outer = node;
  while (outer.parent !== null && wrappers.has(outer.parent.type)) {
    outer = outer.parent;
  }
  const head = outer.text
    .slice(0, Math.max(0, end - outer.startIndex))
    .replace(/\s+/g, " ")
    .trim()
    .replace(/\s*(?:\{|=>)$/, "")
    .slice(0, maxChars);
  const doc = docCommentOf(outer, node, family).find((line) => line.trim() !== "");
  const mark = family === "python" ? "#" : "//";
  const comment = doc === undefined ? "" : `${mark} ${doc.trim().slice(0, maxDocChars)}\n`;
  return {
    name,
    text: `${comment}${head}`,
    startLine: outer.startPosition.row,
    endLine: outer.endPosition.row,
  };
}
