import type { SyntaxNode } from "../ports.ts";
import { isComment, walkTree } from "./walkTree.ts";

/** Expressions that may do something, or give another value when they are evaluated again. */
const activeTypes = new Set([
  "call",
  "call_expression",
  "method_invocation",
  "new_expression",
  "object_creation_expression",
  "array_creation_expression",
  "await",
  "await_expression",
  "co_await_expression",
  "yield",
  "yield_expression",
  "assignment_expression",
  "augmented_assignment_expression",
  "compound_assignment_expr",
  "update_expression",
  "named_expression",
  "delete_expression",
  "lambda",
  "lambda_expression",
  "arrow_function",
  "function_expression",
  "object",
  "array",
  "list",
  "dictionary",
  "set",
  "regex",
  "class",
]);

/** True when evaluating the expression twice in a row gives the same and changes nothing. */
export function isRepeatable(expression: SyntaxNode): boolean {
  let isPassive = true;
  walkTree(expression, (node) => {
    if (activeTypes.has(node.type) || node.type.endsWith("_comprehension")) {
      isPassive = false;
    }
    return isPassive ? undefined : "skip";
  });
  return isPassive;
}

/** True for expressions that call, construct or await something at their top. */
export function isCall(expression: SyntaxNode): boolean {
  return /^(call|call_expression|method_invocation|new_expression|object_creation_expression|await|await_expression)$/.test(
    expression.type,
  );
}

/** True when both nodes are the same code, blanks and comments aside. */
export function isSameCode(left: SyntaxNode, right: SyntaxNode): boolean {
  return left.type === right.type && (left.text === right.text || tokensOf(left) === tokensOf(right));
}

function tokensOf(node: SyntaxNode): string {
  if (isComment(node)) {
    return "";
  }
  const { children } = node;
  return children.length === 0 || node.type.includes("string")
    ? `${node.text} `
    : children.map(tokensOf).join("");
}

const statementTypes = /(_statement|_declaration|_definition)$/;

/**
 * True inside an assertion or a call named like one. A test may well compare a value with itself there,
 * to check an `equals` of its own.
 */
export function isInsideAssertion(node: SyntaxNode): boolean {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.type === "assert_statement") {
      return true;
    }
    if (isCall(at)) {
      const callee = at.childForFieldName("function") ?? at.childForFieldName("name");
      if (
        callee !== null &&
        /assert|expect|require|check|verify|should|is_?true|is_?false|is_?equal/i.test(callee.text)
      ) {
        return true;
      }
    }
    if (statementTypes.test(at.type) && at.type !== "expression_statement") {
      return false;
    }
  }
  return false;
}
