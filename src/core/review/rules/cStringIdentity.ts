import { closestAncestor, findAll, operatorOf, withoutParentheses } from "../../code/walkTree.ts";
import type { SyntaxNode } from "../../ports.ts";
import type { Rule } from "../rule.ts";

const declarationTypes = new Set(["parameter_declaration", "declaration"]);

/** True when every declaration of the name in the function makes it a `char` pointer or array. */
function isCharPointer(node: SyntaxNode): boolean {
  const owner = closestAncestor(node, new Set(["function_definition"]));
  if (node.type !== "identifier" || owner === undefined) {
    return false;
  }
  const declarations = findAll(owner, declarationTypes).filter((declaration) => {
    const declarators = declaration.namedChildren.filter(
      (child) => child.type.endsWith("declarator") || child.type === "identifier",
    );
    return declarators.some((declarator) => declaredName(declarator) === node.text);
  });
  return (
    declarations.length > 0 && declarations.every((declaration) => isCharDeclaration(declaration, node.text))
  );
}

function isCharDeclaration(declaration: SyntaxNode, name: string): boolean {
  const declarator = declaration.namedChildren.find((child) => declaredName(child) === name);
  const bare =
    declarator?.type === "init_declarator" ? declarator.childForFieldName("declarator") : declarator;
  const inner = bare?.childForFieldName("declarator");
  const isIndirect = bare?.type === "pointer_declarator" || bare?.type === "array_declarator";
  return declaration.childForFieldName("type")?.text === "char" && isIndirect && inner?.type === "identifier";
}

function declaredName(declarator: SyntaxNode): string | undefined {
  let at: SyntaxNode | null = declarator;
  while (at !== null && at.type !== "identifier") {
    at = at.childForFieldName("declarator");
  }
  return at?.text;
}

/** Marks `s == "text"` on a C string: it compares addresses. */
export const cStringIdentity: Rule = {
  id: "c-string-identity",
  families: ["cpp"],
  nodeTypes: ["binary_expression"],
  inspect: (node) => {
    const operator = operatorOf(node) ?? "";
    const left = node.childForFieldName("left");
    const right = node.childForFieldName("right");
    if (left === null || right === null || (operator !== "==" && operator !== "!=")) {
      return undefined;
    }
    const sides = [left, right].map(withoutParentheses);
    const isCertain = sides.some((side) => side.type === "string_literal") && sides.some(isCharPointer);
    return isCertain ? { node, message: { id: "review.cStringIdentity", args: [operator] } } : undefined;
  },
};
