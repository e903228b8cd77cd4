import { closestAncestor, isComment } from "../../code/walkTree.ts";
import type { SyntaxNode } from "../../ports.ts";
import type { Rule, RuleCode } from "../rule.ts";

/** Names that say that nothing is meant to happen. */
const saysSo = /^(ignored?|expected|unused|_+)\w*$/i;

function bodyOfClause(clause: SyntaxNode): SyntaxNode | undefined {
  return clause.childForFieldName("body") ?? clause.namedChildren.find((child) => child.type === "block");
}

/** In Python only a broad `except` with `pass` is a sure mistake; a narrow one is an idiom. */
function isBroad(clause: SyntaxNode): boolean {
  const value = clause.childForFieldName("value");
  const type = value?.type === "as_pattern" ? value.namedChildren[0] : value;
  return type === null || type === undefined || /^(Exception|BaseException)$/.test(type.text);
}

function isEmpty(body: SyntaxNode, clause: SyntaxNode, { family, text }: RuleCode): boolean {
  if (family !== "python") {
    return body.namedChildren.length === 0;
  }
  // A comment on the line of `pass` may be a child of another node.
  const lineEnd = text.indexOf("\n", clause.endIndex);
  const around = text.slice(clause.startIndex, lineEnd === -1 ? text.length : lineEnd);
  return !around.includes("#") && body.namedChildren.every((child) => /^(pass|\.\.\.)$/.test(child.text));
}

function isMeant(clause: SyntaxNode): boolean {
  const parameter =
    clause.childForFieldName("parameter") ??
    clause.namedChildren.find((child) => child.type === "catch_formal_parameter");
  const name = parameter?.childForFieldName("name") ?? parameter;
  if (name !== undefined && name !== null && saysSo.test(name.text)) {
    return true;
  }
  // `try { run(); fail(); } catch (Expected e) {}` is how old tests expect an error.
  const tried = clause.parent
    ?.childForFieldName("body")
    ?.namedChildren.filter((child) => !isComment(child))
    .at(-1);
  if (tried !== undefined && /^(\w+\.)*fail\s*\(/.test(tried.text)) {
    return true;
  }
  // A destructor must not let an error out.
  const owner = closestAncestor(clause, new Set(["function_definition"]));
  return owner !== undefined && owner.childForFieldName("declarator")?.text.includes("~") === true;
}

/** Marks an error handler that neither does nor says anything. */
export const emptyCatch: Rule = {
  id: "empty-catch",
  families: ["python", "java", "javascript", "cpp"],
  nodeTypes: ["catch_clause", "except_clause"],
  inspect: (node, code) => {
    const body = bodyOfClause(node);
    if (body === undefined || !isEmpty(body, node, code) || isMeant(node)) {
      return undefined;
    }
    if (code.family === "python" && !isBroad(node)) {
      return undefined;
    }
    return { node, message: { id: "review.emptyCatch", args: [] } };
  },
};
