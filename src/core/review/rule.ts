import type { CodeFamily } from "../code/codeFamily.ts";
import type { TextChange } from "../code/lineChanges.ts";
import type { Message } from "../messages.ts";
import type { SyntaxNode } from "../ports.ts";

/** The file that a rule looks at. */
export interface RuleCode {
  readonly text: string;
  readonly languageId: string;
  readonly family: CodeFamily;
}

/** A mechanical edit; offsets of the text that was checked. */
export interface RuleFix {
  readonly title: Message;
  readonly edits: readonly TextChange[];
}

/** What a rule says about a place; offsets are UTF-16 code units. */
export interface RuleFinding {
  readonly rule: string;
  readonly message: Message;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly fix?: RuleFix | undefined;
}

/** What a rule returns: the node to mark (with an end node for a run of them) and its words. */
export interface RuleHit {
  readonly node: SyntaxNode;
  readonly until?: SyntaxNode | undefined;
  readonly message: Message;
  readonly fix?: RuleFix | undefined;
}

/**
 * One certain mistake, seen from the syntax tree alone. A rule is called for each node of its types that
 * holds no syntax error, and stays silent where it is not sure.
 */
export interface Rule {
  readonly id: string;
  readonly families: readonly CodeFamily[];
  readonly nodeTypes: readonly string[];
  inspect(node: SyntaxNode, code: RuleCode): RuleHit | undefined;
}

/** A replacement of one node's text. */
export function replaceNode(node: SyntaxNode, newText: string): TextChange {
  return { startOffset: node.startIndex, endOffset: node.endIndex, newText };
}
