import type { CodeFamily } from "../code/codeFamily.ts";
import { asCodeUnit, bodyOf, type CodeUnit } from "../code/codeUnits.ts";
import { docCommentOf, firstSentence } from "../code/docComment.ts";
import { readParameters } from "../code/parameters.ts";
import { walkTree } from "../code/walkTree.ts";
import type { SyntaxNode } from "../ports.ts";

export interface ClassMember {
  readonly name: string;
  readonly kind: "field" | "method" | "class";
  readonly line: number;
  /** Parameter names of a method, or the type of a field. */
  readonly more: string;
  /** The first sentence of its doc comment; empty where there is none. */
  readonly summary: string;
}

const fieldTypes = new Set([
  "field_declaration",
  "public_field_definition",
  "field_definition",
  "property_signature",
  "enum_constant",
  "enumerator",
  "enum_assignment",
]);

/** What a type declares itself, in text order; constructor parameters that are fields (records) first. */
export function membersOf({ node }: CodeUnit, family: CodeFamily): ClassMember[] {
  const members: ClassMember[] = readParameters(node, family).map((parameter) => ({
    name: parameter.name,
    kind: "field",
    line: node.startPosition.row + 1,
    more: parameter.type ?? "",
    summary: "",
  }));
  const body = bodyOf(node);
  walkTree(body ?? node, (child) => {
    const inner = child === body ? undefined : asCodeUnit(child, family);
    if (inner !== undefined) {
      members.push(memberOf(inner, family));
      return "skip";
    }
    const field = fieldOf(child, family);
    if (field !== undefined) {
      members.push(...field);
      return "skip";
    }
    return undefined;
  });
  return members;
}

/** A function or class as a member of what is around it. */
export function memberOf(unit: CodeUnit, family: CodeFamily): ClassMember {
  const isClass = unit.kind === "class";
  return {
    name: unit.name,
    kind: isClass ? "class" : "method",
    line: unit.outer.startPosition.row + 1,
    more: isClass
      ? ""
      : readParameters(unit.node, family)
          .map(({ name }) => name)
          .join(", "),
    summary: firstSentence(docCommentOf(unit.outer, unit.node, family)),
  };
}

/** Fields a node declares; undefined when it is no field. */
function fieldOf(node: SyntaxNode, family: CodeFamily): ClassMember[] | undefined {
  const line = node.startPosition.row + 1;
  if (family === "python") {
    const isField = node.type === "assignment" && node.childForFieldName("left")?.type === "identifier";
    const name = node.childForFieldName("left")?.text ?? "";
    return isField
      ? [{ name, kind: "field", line, more: node.childForFieldName("type")?.text ?? "", summary: "" }]
      : undefined;
  }
  if (node.parent?.type === "enum_body" && node.type === "property_identifier") {
    return [{ name: node.text, kind: "field", line, more: "", summary: "" }];
  }
  if (!fieldTypes.has(node.type)) {
    return undefined;
  }
  const type = node.childForFieldName("type")?.text.replace(/^:\s*/, "") ?? "";
  const declarators = node.namedChildren.filter((child) => child.type === "variable_declarator");
  const named = declarators.length > 0 ? declarators : [node];
  return named.flatMap((holder) => {
    const name =
      holder.childForFieldName("name") ??
      holder.childForFieldName("property") ??
      holder.childForFieldName("declarator");
    if (name === null) {
      return [];
    }
    const isFunction = name.type === "function_declarator";
    const shown = isFunction ? (name.childForFieldName("declarator")?.text ?? name.text) : name.text;
    return [
      {
        name: shown,
        kind: isFunction ? "method" : "field",
        line,
        more: isFunction ? parameterNames(name, family) : type,
        summary: "",
      } as const,
    ];
  });
}

/** The names in the parameter list of a C++ declarator. */
function parameterNames(declarator: SyntaxNode, family: CodeFamily): string {
  return readParameters(declarator, family)
    .map(({ name }) => name)
    .join(", ");
}
