/** Languages that share their syntax-tree vocabulary. */
export type CodeFamily = "python" | "java" | "javascript" | "cpp";

const familyByLanguage: Readonly<Record<string, CodeFamily | undefined>> = {
  python: "python",
  java: "java",
  javascript: "javascript",
  javascriptreact: "javascript",
  typescript: "javascript",
  typescriptreact: "javascript",
  c: "cpp",
  cpp: "cpp",
};

/** Undefined for a language without a grammar. */
export function codeFamilyOf(languageId: string): CodeFamily | undefined {
  return Object.hasOwn(familyByLanguage, languageId) ? familyByLanguage[languageId] : undefined;
}
