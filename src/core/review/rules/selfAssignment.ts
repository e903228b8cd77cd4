import { closestAncestor, findAll, operatorOf } from "../../code/walkTree.ts";
import type { SyntaxNode } from "../../ports.ts";
import { type Rule, type RuleCode, type RuleFix, replaceNode } from "../rule.ts";

const functionTypes = new Set([
  "function_definition",
  "method_declaration",
  "constructor_declaration",
  "function_declaration",
  "method_definition",
  "arrow_function",
  "function_expression",
]);
const scopeTypes = new Set([
  ...functionTypes,
  "class_definition",
  "class_body",
  "lambda",
  "lambda_expression",
]);

function declaresParameter(owner: SyntaxNode, name: string): boolean {
  const parameters =
    owner.childForFieldName("parameters") ??
    findAll(owner.childForFieldName("declarator") ?? owner, new Set(["parameter_list"]))[0];
  return (
    parameters !== null &&
    parameters !== undefined &&
    findAll(parameters, new Set(["identifier"])).some((identifier) => identifier.text === name)
  );
}

/** In Java a constructor that says `size = size` meant the field. */
function fixOf(node: SyntaxNode, left: SyntaxNode, { family }: RuleCode): RuleFix | undefined {
  const body = closestAncestor(node, new Set(["class_body"]));
  const hasField = findAll(body ?? node, new Set(["field_declaration"])).some((field) =>
    field.namedChildren.some((child) => child.childForFieldName("name")?.text === left.text),
  );
  if (family !== "java" || !hasField) {
    return undefined;
  }
  return {
    title: { id: "review.fix.assignField", args: [left.text] },
    edits: [replaceNode(left, `this.${left.text}`)],
  };
}

/** Where `x = x` is a habit of style or of compilers, only a constructor is sure to have meant a field. */
function isJudged(owner: SyntaxNode, { family }: RuleCode): boolean {
  const name = owner.childForFieldName("name")?.text;
  return family === "java" || family === "cpp" || name === "__init__" || name === "constructor";
}

/** Marks `x = x` on a parameter of the function around it, where it does nothing. */
export const selfAssignment: Rule = {
  id: "self-assignment",
  families: ["python", "java", "javascript", "cpp"],
  nodeTypes: ["assignment_expression", "assignment"],
  inspect: (node, code) => {
    const left = node.childForFieldName("left");
    const right = node.childForFieldName("right");
    if (left?.type !== "identifier" || right?.type !== "identifier" || left.text !== right.text) {
      return undefined;
    }
    if ((operatorOf(node) ?? "=") !== "=" || node.parent?.type !== "expression_statement") {
      return undefined;
    }
    const owner = closestAncestor(node, scopeTypes);
    if (
      owner === undefined ||
      !functionTypes.has(owner.type) ||
      !isJudged(owner, code) ||
      !declaresParameter(owner, left.text)
    ) {
      return undefined;
    }
    return {
      node,
      message: { id: "review.selfAssignment", args: [left.text] },
      fix: fixOf(node, left, code),
    };
  },
};
