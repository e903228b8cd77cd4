import { closestAncestor, findAll, isComment } from "../../code/walkTree.ts";
import type { SyntaxNode } from "../../ports.ts";
import { type Rule, type RuleCode, type RuleFix, replaceNode } from "../rule.ts";

const displayTypes = new Set([
  "list",
  "dictionary",
  "set",
  "list_comprehension",
  "dictionary_comprehension",
  "set_comprehension",
]);

function isMutable(value: SyntaxNode): boolean {
  if (displayTypes.has(value.type)) {
    return true;
  }
  const callee = value.type === "call" ? value.childForFieldName("function")?.text : undefined;
  return (
    callee !== undefined && /^(list|dict|set|bytearray|defaultdict|OrderedDict|deque|Counter)$/.test(callee)
  );
}

function isEmptyValue(value: SyntaxNode): boolean {
  return value.namedChildren.length === 0 || value.type === "call";
}

const changers =
  /^(append|extend|insert|add|update|setdefault|pop|popitem|popleft|remove|discard|clear|sort|reverse|appendleft)$/;

/** True when the function changes the value of `name`, or hands it on to others who may. */
function isChangedOrKept(body: SyntaxNode, name: string): boolean {
  return findAll(body, new Set(["identifier"])).some((use) => {
    const parent = use.parent;
    if (use.text !== name || parent === null) {
      return false;
    }
    if (parent.type === "attribute") {
      return changers.test(parent.childForFieldName("attribute")?.text ?? "");
    }
    const isTarget = parent.parent?.childForFieldName("left")?.startIndex === parent.startIndex;
    return (
      /^(return_statement|yield|augmented_assignment)$/.test(parent.type) ||
      (parent.type === "subscript" && (isTarget || parent.parent?.type === "delete_statement")) ||
      (parent.type === "assignment" && parent.childForFieldName("left")?.type === "attribute")
    );
  });
}

/** Bodies of stubs, overloads and protocols are never run. */
function isStub(statements: readonly SyntaxNode[]): boolean {
  return statements.every((statement) => /^(\.\.\.|pass)$/.test(statement.text) || isText(statement));
}

function isText(statement: SyntaxNode): boolean {
  return statement.type === "expression_statement" && statement.namedChildren[0]?.type === "string";
}

/** Marks `def f(a, seen=[])`: one list for all calls. */
export const pythonMutableDefault: Rule = {
  id: "python-mutable-default",
  families: ["python"],
  nodeTypes: ["default_parameter", "typed_default_parameter"],
  inspect: (node, code) => {
    const value = node.childForFieldName("value");
    const name = node.childForFieldName("name");
    const owner = closestAncestor(node, new Set(["function_definition", "lambda"]));
    const body = owner?.childForFieldName("body");
    if (value === null || name === null || body === null || body === undefined || !isMutable(value)) {
      return undefined;
    }
    const statements = body.namedChildren.filter((child) => !isComment(child));
    if (owner?.type !== "function_definition" || isStub(statements)) {
      return undefined;
    }
    // A filled one that is only read is a constant; a leading underscore says that it is meant.
    if (name.text.startsWith("_") || !(isEmptyValue(value) || isChangedOrKept(body, name.text))) {
      return undefined;
    }
    return {
      node,
      message: { id: "review.pythonMutableDefault", args: [name.text] },
      fix: fixOf(node, name, value, { statements, code }),
    };
  },
};

function fixOf(
  node: SyntaxNode,
  name: SyntaxNode,
  value: SyntaxNode,
  { statements, code }: { statements: readonly SyntaxNode[]; code: RuleCode },
): RuleFix | undefined {
  const docstring = statements[0] !== undefined && isText(statements[0]) ? statements[0] : undefined;
  const next = docstring === undefined ? statements[0] : statements[1];
  if (next === undefined || next.startPosition.row === node.startPosition.row) {
    return undefined;
  }
  const lineStart = code.text.lastIndexOf("\n", next.startIndex - 1) + 1;
  const indent = code.text.slice(lineStart, next.startIndex);
  if (indent.trim() !== "") {
    return undefined;
  }
  const eol = code.text.includes("\r\n") ? "\r\n" : "\n";
  const step = indent.includes("\t") ? "\t" : "    ";
  const type = node.childForFieldName("type");
  const guard = `if ${name.text} is None:${eol}${indent}${step}${name.text} = ${value.text}${eol}${indent}`;
  return {
    title: { id: "review.fix.defaultToNone", args: [name.text] },
    edits: [
      ...(type === null || /\bNone\b|\bOptional\b|\bAny\b/.test(type.text)
        ? []
        : [replaceNode(type, orNone(type.text, code.text))]),
      replaceNode(value, "None"),
      { startOffset: next.startIndex, endOffset: next.startIndex, newText: guard },
    ],
  };
}

/** `T | None` is evaluated when the function is defined, which Python before 3.10 refuses: quote it there. */
function orNone(type: string, text: string): string {
  if (/^["']/.test(type)) {
    return `${type.slice(0, -1)} | None${type.slice(-1)}`;
  }
  const isSafe = /from __future__ import[^\n]*\bannotations\b|\| *None\b/.test(text);
  return isSafe || type.includes('"') ? `${type} | None` : `"${type} | None"`;
}
