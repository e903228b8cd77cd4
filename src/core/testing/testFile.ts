import { classTypes } from "../code/codeUnits.ts";
import { codeFamilyOf, type CodeFamily } from "../code/codeFamily.ts";
import { closestAncestor, walkTree } from "../code/walkTree.ts";
import type { CodeParser, SyntaxNode } from "../ports.ts";

/** One test in a test file; offsets are UTF-16 code units. */
export interface TestCaseSpan {
  /** Function name, title, or `Suite, Name`. */
  readonly name: string;
  /** The whole statement or declaration, decorators and annotations included. */
  readonly startIndex: number;
  readonly endIndex: number;
  readonly text: string;
  /** Where the name is written, quotes left out. */
  readonly nameStart: number;
  readonly nameEnd: number;
  /** Class or suite around it, "" at the top. */
  readonly container: string;
}

/** A test file as its syntax tree shows it; dead after the callback that it was handed to. */
export interface TestFile {
  readonly text: string;
  readonly family: CodeFamily;
  readonly root: SyntaxNode;
  readonly cases: readonly TestCaseSpan[];
  /** One-based lines of places that do not parse. */
  readonly errorLines: readonly number[];
}

/** Parses `text`, hands it to `use`, and frees the tree. Undefined for a language without a grammar. */
export function withTestFile<T>(
  languageId: string,
  text: string,
  parser: CodeParser,
  use: (file: TestFile) => T,
): Promise<T | undefined> {
  return withTestFiles(languageId, [text, ""], parser, (file) => use(file));
}

/** The same for two files that are looked at together. */
export async function withTestFiles<T>(
  languageId: string,
  texts: readonly [string, string],
  parser: CodeParser,
  use: (first: TestFile, second: TestFile) => T,
): Promise<T | undefined> {
  const family = codeFamilyOf(languageId);
  if (family === undefined) {
    return undefined;
  }
  const trees = [];
  try {
    const files: TestFile[] = [];
    for (const text of texts) {
      const tree = await parser.parse(languageId, family === "cpp" ? maskCatchMacros(text) : text);
      if (tree === undefined) {
        return undefined;
      }
      trees.push(tree);
      files.push(readTestFile(text, family, tree.rootNode));
    }
    const [first, second] = files;
    return first === undefined || second === undefined ? undefined : use(first, second);
  } finally {
    for (const tree of trees) {
      tree.delete();
    }
  }
}

function readTestFile(text: string, family: CodeFamily, root: SyntaxNode): TestFile {
  const cases: TestCaseSpan[] = [];
  // Where nothing can be made of a text, the root itself is the error.
  const errorLines: number[] = root.isError ? [root.startPosition.row + 1] : [];
  walkTree(root, (node) => {
    const found = caseOf(node, family, text);
    if (found !== undefined) {
      cases.push(found);
    }
    // Missing tokens are often anonymous, so every child is looked at.
    for (const child of node.hasError ? node.children : []) {
      if (child.isError || child.isMissing) {
        errorLines.push(child.startPosition.row + 1);
      }
    }
  });
  return { text, family, root, cases, errorLines };
}

function caseOf(node: SyntaxNode, family: CodeFamily, text: string): TestCaseSpan | undefined {
  switch (family) {
    case "python":
      return pythonCase(node, text);
    case "java":
      return javaCase(node, text);
    case "javascript":
      return scriptCase(node, text);
    case "cpp":
      return cppCase(node, text);
  }
}

function span(outer: SyntaxNode, name: SyntaxNode, container: string, text: string, trim = 0): TestCaseSpan {
  const nameStart = name.startIndex + trim;
  const nameEnd = name.endIndex - trim;
  return {
    name: text.slice(nameStart, nameEnd),
    startIndex: outer.startIndex,
    endIndex: outer.endIndex,
    text: text.slice(outer.startIndex, outer.endIndex),
    nameStart,
    nameEnd,
    container,
  };
}

function pythonCase(node: SyntaxNode, text: string): TestCaseSpan | undefined {
  const name = node.type === "function_definition" ? node.childForFieldName("name") : null;
  if (
    name === null ||
    !name.text.startsWith("test") ||
    closestAncestor(node, new Set(["function_definition"])) !== undefined
  ) {
    return undefined;
  }
  const outer = node.parent?.type === "decorated_definition" ? node.parent : node;
  return span(outer, name, classesAround(node, classTypes.python).join("."), text);
}

/** Names of the classes that a node lies in, the outermost first. */
function classesAround(node: SyntaxNode, types: ReadonlySet<string>): string[] {
  const names: string[] = [];
  for (let at = closestAncestor(node, types); at !== undefined; at = closestAncestor(at, types)) {
    names.unshift(at.childForFieldName("name")?.text ?? "");
  }
  return names;
}

const javaMark = /@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate)\b/;

function javaCase(node: SyntaxNode, text: string): TestCaseSpan | undefined {
  const name = node.type === "method_declaration" ? node.childForFieldName("name") : null;
  const modifiers = node.children.find((child) => child.type === "modifiers");
  if (name === null || modifiers === undefined || !javaMark.test(modifiers.text)) {
    return undefined;
  }
  const classes = classesAround(node, classTypes.java);
  // Every class of a file lies in its outermost one, so that only names below it tell them apart.
  return span(node, name, (classes.length > 1 ? classes.slice(1) : classes).join("."), text);
}

const scriptCallee = /^(?:it|test|specify|xit|xtest|fit)(?:\.\w+)*(?:\.(?:each|for)\b[\s\S]*)?$/;

function scriptCase(node: SyntaxNode, text: string): TestCaseSpan | undefined {
  const call = node.type === "expression_statement" ? unwrapAwait(node.namedChildren[0]) : undefined;
  const title = titleOf(call);
  const callee = call?.childForFieldName("function")?.text ?? "";
  if (title === undefined || !scriptCallee.test(callee)) {
    return undefined;
  }
  return span(node, title, suiteTitleAround(node), text, 1);
}

function unwrapAwait(node: SyntaxNode | undefined): SyntaxNode | undefined {
  const inner = node?.type === "await_expression" ? node.namedChildren[0] : node;
  return inner?.type === "call_expression" ? inner : undefined;
}

/** The string that is a call's first argument. */
function titleOf(call: SyntaxNode | undefined): SyntaxNode | undefined {
  const first = call?.childForFieldName("arguments")?.namedChildren.find((child) => child.type !== "comment");
  return first?.type === "string" || first?.type === "template_string" ? first : undefined;
}

/** A `describe` statement: what it is titled by, and the block that holds its tests. */
export function suiteOf(
  statement: SyntaxNode,
): { readonly title: string; readonly body: SyntaxNode } | undefined {
  const call =
    statement.type === "expression_statement" ? unwrapAwait(statement.namedChildren[0]) : undefined;
  const callee = call?.childForFieldName("function")?.text ?? "";
  const given =
    call?.childForFieldName("arguments")?.namedChildren.filter((child) => child.type !== "comment") ?? [];
  const callback = given.at(-1);
  const body = callback?.childForFieldName("body");
  if (
    !/^(?:describe|suite|context)(?:\.\w+)*$/.test(callee) ||
    given.length < 2 ||
    body?.type !== "statement_block"
  ) {
    return undefined;
  }
  // `describe(parse.name, …)` and `describe('parse', …)` are the same suite.
  const title = (given[0]?.text ?? "").replace(/^['"`]|['"`]$/g, "").replace(/\.name$/, "");
  return { title, body };
}

function suiteTitleAround(node: SyntaxNode): string {
  const titles: string[] = [];
  for (let at = node.parent; at !== null; at = at.parent) {
    const suite = suiteOf(at);
    if (suite !== undefined) {
      titles.unshift(suite.title);
    }
  }
  return titles.join(" > ");
}

const cppMacro =
  /^(?:TEST|TEST_F|TEST_P|TYPED_TEST|TYPED_TEST_P|TEST_CASE|SCENARIO|TEST_CASE_METHOD|SCENARIO_METHOD|TEMPLATE_TEST_CASE)$/;

function cppCase(node: SyntaxNode, text: string): TestCaseSpan | undefined {
  const declarator = node.type === "function_definition" ? node.childForFieldName("declarator") : null;
  const macro = declarator?.childForFieldName("declarator")?.text ?? "";
  const parameters = declarator?.childForFieldName("parameters");
  if (parameters === null || parameters === undefined || !cppMacro.test(macro)) {
    return undefined;
  }
  const isTitled = /TEST_CASE|SCENARIO/.test(macro);
  const name = isTitled
    ? parameters.namedChildren[macro.endsWith("_METHOD") ? 1 : 0]
    : parameters.namedChildren.at(-1);
  if (name === undefined) {
    return undefined;
  }
  const suite = isTitled ? "" : (parameters.namedChildren[0]?.text ?? "");
  return span(node, name, suite, text, isTitled ? 1 : 0);
}

/**
 * Catch2's macros are no C++ to a parser: their titles become identifiers and their sections `if`, sign
 * for sign, so that every offset stays what it was.
 */
function maskCatchMacros(text: string): string {
  const argument = String.raw`\(((?:[^()"\n]|"(?:[^"\\\n]|\\.)*"|\([^()]*\)|\n\s*)*)\)`;
  const heads = new RegExp(
    String.raw`\b(?:TEST_CASE|SCENARIO|TEST_CASE_METHOD|SCENARIO_METHOD|TEMPLATE_TEST_CASE)\s*${argument}`,
    "g",
  );
  const sections = new RegExp(
    String.raw`\b(SECTION|DYNAMIC_SECTION|GIVEN|WHEN|THEN|AND_GIVEN|AND_WHEN|AND_THEN)(\s*)${argument}(?=\s*\{)`,
    "g",
  );
  return text
    .replace(heads, (head) => maskStrings(head))
    .replace(
      sections,
      (section: string, name: string) =>
        `if${" ".repeat(name.length - 2)}${maskStrings(section.slice(name.length))}`,
    );
}

function maskStrings(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"/g, (literal) => `s${"_".repeat(literal.length - 1)}`);
}
