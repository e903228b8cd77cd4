import { alwaysLeaves } from "../../code/leavingStatements.ts";
import { findAll, isComment } from "../../code/walkTree.ts";
import type { SyntaxNode } from "../../ports.ts";
import type { Rule, RuleCode } from "../rule.ts";

/** Declarations that are in force wherever they stand, or that make no code. */
const hoistedTypes = new Set([
  "function_declaration",
  "generator_function_declaration",
  "class_declaration",
  "interface_declaration",
  "type_alias_declaration",
  "enum_declaration",
  "import_statement",
  "export_statement",
  "ambient_declaration",
  "variable_declaration",
  "empty_statement",
  "type_definition",
  "using_declaration",
  "static_assert_declaration",
]);

const labelTypes = new Set(["labeled_statement", "case_statement", "switch_label"]);

/** True when nothing is lost by saying nothing: habits that silence compilers, or that are meant. */
function isAccepted(last: SyntaxNode, rest: readonly SyntaxNode[], code: RuleCode): boolean {
  const [first] = rest;
  if (first === undefined) {
    return true;
  }
  if (first.type === "break_statement") {
    return rest.length === 1;
  }
  if (code.family === "python") {
    // `return` and then `yield` makes a generator that yields nothing.
    return findAll(first, new Set(["yield"])).length > 0;
  }
  if (code.family === "cpp") {
    return (
      (last.type === "throw_statement" && first.type === "return_statement") ||
      /unreachable/i.test(first.text)
    );
  }
  return false;
}

/** Marks statements that stand behind a return, throw, break or continue in the same block. */
export const unreachableCode: Rule = {
  id: "unreachable-code",
  families: ["python", "java", "javascript", "cpp"],
  nodeTypes: [
    "block",
    "statement_block",
    "compound_statement",
    "constructor_body",
    "switch_block_statement_group",
    "case_statement",
    "switch_case",
    "switch_default",
  ],
  inspect: (node, code) => {
    const statements = node.namedChildren.filter((child) => !isComment(child));
    const index = statements.findIndex(alwaysLeaves);
    const last = statements[index];
    if (last === undefined) {
      return undefined;
    }
    const rest = statements.slice(index + 1);
    const isJumpTarget = rest.some((child) => holdsLabel(child) || child.type.startsWith("preproc"));
    const dead = rest.filter((child) => !hoistedTypes.has(child.type) && child.text !== ";");
    const [first] = dead;
    if (first === undefined || isJumpTarget || dead.length !== rest.length || isAccepted(last, rest, code)) {
      return undefined;
    }
    const until = dead.at(-1);
    return {
      node: first,
      until,
      message: { id: "review.unreachableCode", args: [last.startPosition.row + 1] },
      fix: {
        title: { id: "review.fix.removeUnreachable", args: [] },
        edits: [removalOf(last, until ?? first, code)],
      },
    };
  },
};

function holdsLabel(node: SyntaxNode): boolean {
  return findAll(node, labelTypes).length > 0;
}

/** Takes the dead lines out, and what stands between them and the statement that leaves. */
function removalOf(
  last: SyntaxNode,
  until: SyntaxNode,
  { text }: RuleCode,
): { startOffset: number; endOffset: number; newText: string } {
  const tail = text.slice(last.endIndex).match(/^[ \t]*;?[^\S\r\n]*(?:(?:\/\/|#)[^\r\n]*)?/)?.[0].length ?? 0;
  const isOwnLine = last.endPosition.row !== until.startPosition.row;
  return { startOffset: last.endIndex + (isOwnLine ? tail : 0), endOffset: until.endIndex, newText: "" };
}
