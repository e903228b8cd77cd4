import type { TestFile } from "./testFile.ts";
import type { SyntaxNode } from "../ports.ts";

/** Import statements of a test file's top, and the lines to add so that it has those of another. */
export interface ImportUnion {
  readonly newLines: readonly string[];
  /** Where they go: after the last import, else at the top of the code. */
  readonly insertAt: number;
}

/** True for a statement that brings names in. */
export function isImport(node: SyntaxNode, file: TestFile): boolean {
  switch (file.family) {
    case "python":
      return /^(?:import_statement|import_from_statement|future_import_statement)$/.test(node.type);
    case "java":
      return node.type === "import_declaration" || node.type === "package_declaration";
    case "javascript":
      return node.type === "import_statement" || requireOf(node) !== undefined;
    case "cpp":
      return node.type === "preproc_include" || node.type === "using_declaration" || isPragmaOnce(node);
  }
}

function isPragmaOnce(node: SyntaxNode): boolean {
  return node.type === "preproc_call" && /^#\s*pragma\s+once/.test(node.text);
}

export function uniteImports(existing: TestFile, added: TestFile): ImportUnion {
  const own = existing.root.namedChildren.filter((node) => isImport(node, existing));
  const last = own.at(-1);
  const insertAt = last === undefined ? startOfCode(existing) : trimmedEnd(last);
  const others = added.root.namedChildren.filter((node) => isImport(node, added));
  return { newLines: missingLines(existing, own, others), insertAt };
}

/** Some grammars count the line break to the statement. */
function trimmedEnd(node: SyntaxNode): number {
  return node.startIndex + node.text.trimEnd().length;
}

/** After a doc string, a hash-bang or the first comments. */
function startOfCode(file: TestFile): number {
  const first = file.root.namedChildren.find((node) => !/comment|hash_bang_line/.test(node.type));
  const isDocString =
    file.family === "python" &&
    first?.type === "expression_statement" &&
    first.namedChildren[0]?.type === "string";
  return first === undefined ? 0 : isDocString ? first.endIndex : first.startIndex;
}

function missingLines(
  existing: TestFile,
  own: readonly SyntaxNode[],
  others: readonly SyntaxNode[],
): string[] {
  switch (existing.family) {
    case "python":
      return missingPython(own, others);
    case "java":
      return missingJava(own, others);
    case "javascript":
      return missingScript(existing, own, others);
    case "cpp": {
      const known = new Set(own.map((node) => node.text.replace(/\s+/g, "")));
      return others
        .filter((node) => !isPragmaOnce(node) && !known.has(node.text.replace(/\s+/g, "")))
        .map((node) => node.text.trim());
    }
  }
}

interface PythonImport {
  readonly module: string;
  readonly names: readonly string[];
}

function readPython(node: SyntaxNode): PythonImport {
  const text = node.text
    .replace(/#.*$/gm, "")
    .replace(/[()\\]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const from = /^from (\S+) import (.+)$/.exec(text);
  const list = (from?.[2] ?? text.replace(/^import /, "")).split(",").map((name) => name.trim());
  return { module: from?.[1] ?? "", names: list.filter((name) => name !== "") };
}

function missingPython(own: readonly SyntaxNode[], others: readonly SyntaxNode[]): string[] {
  const imports = own.map(readPython);
  // A package gives away what its modules define: `from pkg import X` stands for `from pkg.x import X`.
  const isKnown = (module: string, name: string): boolean =>
    imports.some(
      (each) =>
        each.names.includes(name) &&
        (each.module === module || (each.module !== "" && module.startsWith(`${each.module}.`))),
    );
  return others.flatMap((node) => {
    const { module, names } = readPython(node);
    const missing = names.filter((name) => !isKnown(module, name));
    // `from __future__` must stand first and changes the whole file.
    if (missing.length === 0 || module === "__future__") {
      return [];
    }
    return module === ""
      ? missing.map((name) => `import ${name}`)
      : [`from ${module} import ${missing.join(", ")}`];
  });
}

function missingJava(own: readonly SyntaxNode[], others: readonly SyntaxNode[]): string[] {
  const normal = (node: SyntaxNode): string => node.text.replace(/\s+/g, " ").trim();
  const known = new Set(own.map(normal));
  return others
    .filter((node) => node.type === "import_declaration")
    .map(normal)
    .filter((line) => !known.has(line) && !known.has(line.replace(/\.\w+;$/, ".*;")));
}

interface ScriptImport {
  readonly module: string;
  readonly isType: boolean;
  /** Default import, namespace import, or a whole required module. */
  readonly whole: readonly string[];
  /** `name` or `name as local`. */
  readonly named: readonly string[];
}

/** `const … = require("…")` at the top. */
function requireOf(node: SyntaxNode): RegExpExecArray | undefined {
  return (
    /^(?:const|let|var)\s+(\{[^}]*\}|[\w$]+)\s*=\s*require\(\s*['"]([^'"]+)['"]\s*\);?$/.exec(
      node.text.trim(),
    ) ?? undefined
  );
}

function readScript(node: SyntaxNode): ScriptImport {
  const required = requireOf(node);
  if (required !== undefined) {
    const target = required[1] ?? "";
    const isList = target.startsWith("{");
    return {
      module: required[2] ?? "",
      isType: false,
      whole: isList ? [] : [target],
      named: isList ? listOf(target).map((name) => name.replace(/\s*:\s*/, " as ")) : [],
    };
  }
  const text = node.text.replace(/\s+/g, " ").trim();
  const match = /^import (type )?(.*?)(?: ?from )? ?['"]([^'"]+)['"]/.exec(text);
  const clause = match?.[2] ?? "";
  const list = /\{([^}]*)\}/.exec(clause)?.[0] ?? "";
  const whole = clause
    .replace(list, "")
    .split(",")
    .map((part) => part.trim());
  return {
    module: match?.[3] ?? "",
    isType: match?.[1] !== undefined,
    whole: whole.filter((part) => part !== ""),
    named: listOf(list),
  };
}

function listOf(braces: string): string[] {
  return braces
    .replace(/[{}]/g, "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function missingScript(
  existing: TestFile,
  own: readonly SyntaxNode[],
  others: readonly SyntaxNode[],
): string[] {
  const imports = own.map(readScript);
  const known = new Set(imports.flatMap(({ whole, named }) => [...whole, ...named].map(localName)));
  const isCommonJs = own.length > 0 && !own.some((node) => node.type === "import_statement");
  const quote = /['"]/.exec(own.at(-1)?.text ?? "")?.[0] ?? (/"/.test(existing.text) ? '"' : "'");
  return others.map(readScript).flatMap((added) => {
    const whole = added.whole.filter((name) => !known.has(localName(name)));
    const named = added.named.filter((name) => !known.has(localName(name)));
    const isBare = added.whole.length + added.named.length === 0;
    const isThere = imports.some(({ module }) => module === added.module);
    if (isBare ? isThere : whole.length + named.length === 0) {
      return [];
    }
    return renderScript({ ...added, whole, named }, isCommonJs, quote);
  });
}

function localName(name: string): string {
  return name
    .replace(/^type /, "")
    .replace(/^.* as /, "")
    .replace(/^\* as /, "");
}

function renderScript(added: ScriptImport, isCommonJs: boolean, quote: string): string[] {
  const module = `${quote}${added.module}${quote}`;
  if (isCommonJs && !added.isType) {
    const named = added.named.map((name) => name.replace(" as ", ": ")).join(", ");
    const lines = added.whole.map((name) => `const ${localName(name)} = require(${module});`);
    return named === "" ? lines : [...lines, `const { ${named} } = require(${module});`];
  }
  const clause = [...added.whole, ...(added.named.length > 0 ? [`{ ${added.named.join(", ")} }`] : [])].join(
    ", ",
  );
  return [`import ${added.isType ? "type " : ""}${clause === "" ? "" : `${clause} from `}${module};`];
}
