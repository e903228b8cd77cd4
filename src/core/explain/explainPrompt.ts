/** What an explanation is asked for; lines are one-based and inclusive. */
export interface ExplainTarget {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: "selection" | "function" | "file" | "given";
  readonly symbolName?: string | undefined;
}

function nameOf(target: ExplainTarget): string {
  const place = `${target.path}, lines ${target.startLine} to ${target.endLine}`;
  if (target.symbolName !== undefined) {
    return `\`${target.symbolName}\` (${place})`;
  }
  return target.kind === "file" ? `the file ${target.path}` : `the selected code (${place})`;
}

/** The instruction for an explanation of attached code. Its answer language is the system text's concern. */
export function buildExplainInstruction(target: ExplainTarget): string {
  return [
    `Explain ${nameOf(target)} to a developer who has to change it.`,
    "",
    "Say, in this order and only where there is something to say:",
    "1. what it is for, in one or two sentences;",
    "2. how it works, step by step, with the line numbers of the steps;",
    "3. what goes in and comes out: parameters with their units and limits, results, errors, side effects;",
    "4. what is easy to get wrong: edge cases, hidden assumptions, and anything that looks like a mistake, with the line.",
    "",
    "Quote only the few expressions that need it; do not print the code again. Mark what you infer from names alone as such.",
  ].join("\n");
}
