/** A function or method of a file; offsets are UTF-16 code units, lines zero-based. */
export interface FunctionSpan {
  readonly name: string;
  readonly kind: "function" | "method" | "class";
  readonly startOffset: number;
  readonly endOffset: number;
  readonly startLine: number;
  readonly endLine: number;
}

/** Syntax-tree work: outline, offline explanation, rules. */
export interface CodeCalls {
  "code.functions": {
    params: { languageId: string; text: string };
    result: readonly FunctionSpan[];
  };
}
