import type { SyntaxNode } from "../ports.ts";
import { isComment } from "./walkTree.ts";

/** Statements after which the next one of the same block is not run. */
const leavingTypes = new Set([
  "return_statement",
  "co_return_statement",
  "throw_statement",
  "raise_statement",
  "break_statement",
  "continue_statement",
  "goto_statement",
]);

const blockTypes = new Set(["block", "statement_block", "compound_statement", "constructor_body"]);

/** True when control never goes on behind the statement. False wherever that is not certain. */
export function alwaysLeaves(statement: SyntaxNode): boolean {
  if (leavingTypes.has(statement.type)) {
    return true;
  }
  if (blockTypes.has(statement.type)) {
    const inner = statement.namedChildren.filter((child) => !isComment(child));
    const last = inner.at(-1);
    return last !== undefined && alwaysLeaves(last);
  }
  if (statement.type === "if_statement") {
    return ifAlwaysLeaves(statement);
  }
  if (statement.type === "else_clause") {
    const body =
      statement.childForFieldName("body") ?? statement.namedChildren.find((child) => !isComment(child));
    return body !== null && body !== undefined && alwaysLeaves(body);
  }
  return false;
}

function ifAlwaysLeaves(statement: SyntaxNode): boolean {
  const consequence = statement.childForFieldName("consequence");
  if (consequence === null || !alwaysLeaves(consequence)) {
    return false;
  }
  const elifs = statement.namedChildren.filter((child) => child.type === "elif_clause");
  const everyElifLeaves = elifs.every((clause) => {
    const body = clause.childForFieldName("consequence");
    return body !== null && alwaysLeaves(body);
  });
  // With elif clauses the field names the first of several alternatives: take the last.
  const alternative =
    elifs.length > 0
      ? statement.namedChildren.find((child) => child.type === "else_clause")
      : statement.childForFieldName("alternative");
  return everyElifLeaves && alternative !== null && alternative !== undefined && alwaysLeaves(alternative);
}
