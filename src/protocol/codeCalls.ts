import type { Message } from "../core/messages.ts";
import type { RuleFinding } from "../core/review/rule.ts";

/** A function or method of a file; offsets are UTF-16 code units, lines zero-based. */
export interface FunctionSpan {
  readonly name: string;
  readonly kind: "function" | "method" | "class";
  readonly startOffset: number;
  readonly endOffset: number;
  readonly startLine: number;
  readonly endLine: number;
}

/** A part of a file, with the whole file's text; offsets are UTF-16 code units. */
export interface CodePart {
  readonly languageId: string;
  readonly text: string;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** Syntax-tree work: outline, offline explanation, rules. */
export interface CodeCalls {
  "code.functions": {
    params: { languageId: string; text: string };
    result: readonly FunctionSpan[];
  };
  /**
   * Markdown lines, to be joined by line ends; one line that says so where there is no grammar. With the file's
   * path in the workspace its lines are links, and other files are searched for its names.
   */
  "code.explain": { params: CodePart & { readonly path?: string | undefined }; result: readonly Message[] };
  /** Findings of the rules that touch the part; `hasGrammar` false means that no rule could be tried. */
  "code.findBugs": {
    params: CodePart;
    result: { readonly hasGrammar: boolean; readonly findings: readonly RuleFinding[] };
  };
}
