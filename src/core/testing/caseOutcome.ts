import { isComment } from "../code/walkTree.ts";
import type { SyntaxNode } from "../ports.ts";
import type { CaseOutcome } from "./testPlan.ts";

const open: CaseOutcome = { kind: "open" };
const maxTextChars = 70;

/** How a block or statement ends, told by its last statement. */
export function outcomeOf(block: SyntaxNode): CaseOutcome {
  const last = lastStatementOf(block);
  if (last?.type === "return_statement") {
    const value = last.namedChildren.find((child) => !isComment(child));
    return value === undefined ? open : { kind: "returns", value: oneLine(value) };
  }
  if (last?.type === "raise_statement" || last?.type === "throw_statement") {
    return { kind: "raises", error: errorNameOf(last) };
  }
  return open;
}

const blockTypes =
  /^(?:block|statement_block|compound_statement|switch_block_statement_group|constructor_body)$/;

/** The statement that a block ends in, inner blocks opened; undefined for what is neither block nor jump. */
export function lastStatementOf(block: SyntaxNode): SyntaxNode | undefined {
  if (
    /^(?:return_statement|raise_statement|throw_statement|continue_statement|break_statement)$/.test(
      block.type,
    )
  ) {
    return block;
  }
  if (
    !blockTypes.test(block.type) &&
    !/^(?:switch_case|switch_default|case_statement|case_clause|switch_rule)$/.test(block.type)
  ) {
    return undefined;
  }
  const last = block.namedChildren.filter((child) => !isComment(child)).at(-1);
  return last === undefined || !blockTypes.test(last.type) ? last : lastStatementOf(last);
}

/** True when what follows the block is not reached from its end. */
export function alwaysLeaves(block: SyntaxNode): boolean {
  const type = lastStatementOf(block)?.type ?? "";
  return /^(?:return|raise|throw|continue|break)_statement$/.test(type);
}

/** `raise ValueError("…")`, `throw new RangeError(…)`, `throw std::invalid_argument(…)`: the type's name. */
function errorNameOf(statement: SyntaxNode): string {
  const value = statement.namedChildren.find((child) => !isComment(child));
  const named =
    value?.childForFieldName("type") ??
    value?.childForFieldName("constructor") ??
    value?.childForFieldName("function") ??
    value;
  return named === null || named === undefined ? "an error" : oneLine(named);
}

/** Code on one line, cut where it gets long. */
export function oneLine(node: SyntaxNode): string {
  const text = node.text.replace(/\s+/g, " ").trim();
  return text.length <= maxTextChars ? text : `${text.slice(0, maxTextChars - 1)}…`;
}
