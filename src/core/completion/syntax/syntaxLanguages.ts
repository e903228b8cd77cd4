/** Languages whose statements are found by their syntax tree; the parser has a grammar for each. */
export const syntaxLanguages: ReadonlySet<string> = new Set(
  "python java javascript javascriptreact typescript typescriptreact c cpp csharp go rust".split(" "),
);
