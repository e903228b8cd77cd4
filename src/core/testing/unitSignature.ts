import type { CodeFamily } from "../code/codeFamily.ts";
import { functionDeclaratorOf } from "../code/codeUnits.ts";
import { findAll, isComment } from "../code/walkTree.ts";
import type { SyntaxNode } from "../ports.ts";
import type { PlannedUnit } from "./testPlan.ts";

/** Names of the parameters; the receiver is left out, a pattern stands as `options`. */
export function parametersOf(node: SyntaxNode, family: CodeFamily): string[] {
  const holder = family === "cpp" ? functionDeclaratorOf(node) : node;
  const list = holder?.childForFieldName("parameters") ?? holder?.childForFieldName("parameter");
  if (list === null || list === undefined) {
    return [];
  }
  if (list.type === "identifier") {
    return [list.text];
  }
  return list.namedChildren
    .filter((child) => !isComment(child))
    .map((child) => parameterName(child, family))
    .filter((name): name is string => name !== undefined);
}

function parameterName(node: SyntaxNode, family: CodeFamily): string | undefined {
  if (family === "python") {
    const name = /^[*\s]*([\p{L}_][\p{L}\p{N}_]*)/u.exec(node.text)?.[1];
    return name === "self" || name === "cls" ? undefined : name;
  }
  const inner =
    node.childForFieldName("pattern") ??
    node.childForFieldName("left") ??
    node.childForFieldName("name") ??
    node.childForFieldName("declarator") ??
    node;
  if (inner.type === "this" || inner.text === "this" || inner.text === "void") {
    return undefined;
  }
  if (/^(?:object|array)_(?:assignment_)?pattern$/.test(inner.type)) {
    return "options";
  }
  return /([\p{L}_$][\p{L}\p{N}_$]*)\s*(?:\[\s*\])?$/u.exec(inner.text)?.[1] ?? "value";
}

/** Undefined where no constructor is written. */
export function constructorParametersOf(
  classNode: SyntaxNode | undefined,
  family: CodeFamily,
): string[] | undefined {
  if (classNode === undefined) {
    return undefined;
  }
  if (classNode.type === "record_declaration") {
    return parametersOf(classNode, family);
  }
  const constructor = findAll(classNode, constructorTypes).find((node) => {
    const name = node.childForFieldName("name")?.text;
    return node.type === "constructor_declaration" || name === "__init__" || name === "constructor";
  });
  return constructor === undefined ? undefined : parametersOf(constructor, family);
}

const constructorTypes = new Set(["constructor_declaration", "function_definition", "method_definition"]);

/** How a script gives a top-level name away: `export`, an export list, or CommonJS. */
export function exportKindOf(name: string, root: SyntaxNode): PlannedUnit["exportKind"] {
  const escaped = name.replace(/[$]/g, "\\$&");
  const word = `(?<![\\w$])${escaped}(?![\\w$])`;
  const tests: readonly (readonly [RegExp, PlannedUnit["exportKind"]])[] = [
    [
      new RegExp(
        `^export\\s+default\\s+(?:abstract\\s+)?(?:async\\s+)?(?:function\\s*\\*?|class)?\\s*${word}`,
      ),
      "default",
    ],
    [
      new RegExp(
        `^(?:@[\\s\\S]*?\\s)?export\\s+(?:declare\\s+)?(?:abstract\\s+)?(?:async\\s+)?(?:function\\s*\\*?|class|const|let|var)\\s+${word}`,
      ),
      "named",
    ],
    [new RegExp(`^export\\s*\\{[^}]*${word}\\s+as\\s+default[^}]*\\}`), "default"],
    [new RegExp(`^export\\s*\\{[^}]*${word}[^}]*\\}`), "named"],
    [new RegExp(`^(?:module\\.)?exports\\.${word}\\s*=`), "named"],
    [new RegExp(`^module\\.exports\\s*=\\s*\\{[^}]*${word}`), "named"],
    [new RegExp(`^module\\.exports\\s*=\\s*(?:class\\s+|(?:async\\s+)?function\\s*)?${word}`), "default"],
  ];
  for (const statement of root.namedChildren) {
    const kind = tests.find(([pattern]) => pattern.test(statement.text))?.[1];
    if (kind !== undefined) {
      return kind;
    }
  }
  return "none";
}
