import { closestAncestor, findAll, operatorOf, withoutParentheses } from "../../code/walkTree.ts";
import type { SyntaxNode } from "../../ports.ts";
import { type Rule, type RuleCode, replaceNode } from "../rule.ts";

const functionTypes = new Set(["method_declaration", "constructor_declaration"]);
const declarationTypes = new Set(["formal_parameter", "local_variable_declaration"]);

/** A string literal, or a concatenation with one. */
function isStringValue(node: SyntaxNode): boolean {
  if (node.type === "string_literal") {
    return true;
  }
  return (
    node.type === "binary_expression" &&
    operatorOf(node) === "+" &&
    node.namedChildren.some((child) => isStringValue(withoutParentheses(child)))
  );
}

/** Names that every declaration inside the method, and only `String` ones, declare. */
function isStringVariable(node: SyntaxNode): boolean {
  const owner = closestAncestor(node, functionTypes);
  if (node.type !== "identifier" || owner === undefined) {
    return false;
  }
  const types = findAll(owner, declarationTypes).flatMap((declaration) => {
    const declarators = declaration.namedChildren.filter((child) => child.type === "variable_declarator");
    const names = [declaration, ...declarators].map((child) => child.childForFieldName("name")?.text);
    const isArray = [declaration, ...declarators].some(
      (child) => child.childForFieldName("dimensions") !== null,
    );
    return names.includes(node.text) ? [isArray ? "[]" : declaration.childForFieldName("type")?.text] : [];
  });
  return types.length > 0 && types.every((type) => type === "String");
}

/** `s.intern() == "a"` is a comparison of identities on purpose. */
function isInterned(node: SyntaxNode): boolean {
  return node.type === "method_invocation" && node.childForFieldName("name")?.text === "intern";
}

/** Marks `==` and `!=` on strings: they compare where strings live, not what they say. */
export const javaStringIdentity: Rule = {
  id: "java-string-identity",
  families: ["java"],
  nodeTypes: ["binary_expression"],
  inspect: (node, code) => {
    const operator = operatorOf(node);
    const left = node.childForFieldName("left");
    const right = node.childForFieldName("right");
    if (left === null || right === null || (operator !== "==" && operator !== "!=")) {
      return undefined;
    }
    const sides = [left, right].map(withoutParentheses) as [SyntaxNode, SyntaxNode];
    if (sides.some((side) => isInterned(side) || side.type === "null_literal")) {
      return undefined;
    }
    if (!sides.some(isStringValue) && !sides.every(isStringVariable)) {
      return undefined;
    }
    return {
      node,
      message: { id: "review.javaStringIdentity", args: [operator] },
      fix: {
        title: { id: "review.fix.useEquals", args: [] },
        edits: [replaceNode(node, `${operator === "!=" ? "!" : ""}${equalsCall(sides, code)}`)],
      },
    };
  },
};

/** A literal is asked first, for it is never null; two variables may both be null. */
function equalsCall([left, right]: [SyntaxNode, SyntaxNode], { text }: RuleCode): string {
  if (left.type === "string_literal") {
    return `${left.text}.equals(${right.text})`;
  }
  if (right.type === "string_literal") {
    return `${right.text}.equals(${left.text})`;
  }
  const objects = /import\s+java\.util\.(\*|Objects)\s*;/.test(text) ? "Objects" : "java.util.Objects";
  return `${objects}.equals(${left.text}, ${right.text})`;
}
