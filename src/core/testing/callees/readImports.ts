import type { CodeFamily } from "../../code/codeFamily.ts";
import { isComment, walkTree } from "../../code/walkTree.ts";
import type { SyntaxNode } from "../../ports.ts";

/** What a file takes from another one. */
export interface ImportedNames {
  /** As it is written: `./a.js`, `..shop.prices`, `org.example.Order`, `shelf/a.hpp`; "" for the own package. */
  readonly specifier: string;
  /** Names as the other file declares them; `*` for all that are used. */
  readonly names: readonly string[];
}

/** What a range of code uses, and where its file takes it from. */
export interface CalleeRequest {
  readonly imports: readonly ImportedNames[];
  /** Every name in the range. */
  readonly used: readonly string[];
}

const maxUsed = 400;

/** The imports of a file that a range of it uses. Offsets are UTF-16 code units. */
export function readCalleeRequest(
  root: SyntaxNode,
  family: CodeFamily,
  startOffset: number,
  endOffset: number,
): CalleeRequest {
  const used = namesIn(root, startOffset, endOffset);
  const imports = readImports(root, family)
    .map(({ specifier, names }) => ({
      specifier,
      names: names.filter(({ local }) => local === "*" || used.has(local)).map(({ name }) => name),
    }))
    .filter(({ names }) => names.length > 0);
  const own = family === "java" ? [{ specifier: "", names: ownPackageNames(used, imports) }] : [];
  return {
    imports: [...imports, ...own.filter(({ names }) => names.length > 0)],
    used: [...used].slice(0, maxUsed),
  };
}

/** What a file passes on from others, where a wanted name is not its own: `export … from`, `__init__.py`. */
export function readPassedOn(
  root: SyntaxNode,
  family: CodeFamily,
  wanted: readonly string[],
): ImportedNames[] {
  if (family !== "python" && family !== "javascript") {
    return [];
  }
  return readImports(root, family)
    .map(({ specifier, names }) => ({
      specifier,
      names: names.flatMap(({ name, local }) =>
        local === "*" ? wanted : wanted.includes(local) ? [name === "default" ? local : name] : [],
      ),
    }))
    .filter(({ names }) => names.length > 0);
}

function namesIn(root: SyntaxNode, startOffset: number, endOffset: number): Set<string> {
  const names = new Set<string>();
  walkTree(root, (node) => {
    if (node.endIndex <= startOffset || node.startIndex >= endOffset || isComment(node)) {
      return "skip";
    }
    if (node.type.endsWith("identifier") && node.namedChildren.length === 0) {
      names.add(node.text);
    }
    return undefined;
  });
  return names;
}

interface Binding {
  readonly name: string;
  /** `*` where the file uses whatever the other one declares. */
  readonly local: string;
}

interface FileImport {
  readonly specifier: string;
  readonly names: readonly Binding[];
}

function readImports(root: SyntaxNode, family: CodeFamily): FileImport[] {
  const found: FileImport[] = [];
  walkTree(root, (node) => {
    const imports = readerByFamily[family](node);
    found.push(...imports);
    return imports.length > 0 ? "skip" : undefined;
  });
  return found;
}

const readerByFamily: Readonly<Record<CodeFamily, (node: SyntaxNode) => FileImport[]>> = {
  python: readPython,
  java: readJava,
  javascript: readScript,
  cpp: readInclude,
};

function readPython(node: SyntaxNode): FileImport[] {
  const bindings = node.namedChildren
    .filter((child) => child.type === "dotted_name" || child.type === "aliased_import")
    .map((child): Binding => {
      const name = child.childForFieldName("name")?.text ?? child.text;
      return { name, local: child.childForFieldName("alias")?.text ?? name };
    });
  if (node.type === "import_from_statement") {
    const module = node.childForFieldName("module_name");
    const hasAll = node.namedChildren.some((child) => child.type === "wildcard_import");
    const names = hasAll ? [{ name: "*", local: "*" }] : bindings.filter(({ name }) => name !== module?.text);
    return module === null ? [] : [{ specifier: module.text, names }];
  }
  if (node.type !== "import_statement") {
    return [];
  }
  // `import a.b` is used as `a.b.f`: its first word stands in the code.
  return bindings.map(({ name, local }) => ({
    specifier: name,
    names: [{ name: "*", local: local.split(".")[0] ?? local }],
  }));
}

function readJava(node: SyntaxNode): FileImport[] {
  const match =
    node.type === "import_declaration" ? /^import\s+(static\s+)?([\w.]+?)(\.\*)?\s*;/.exec(node.text) : null;
  if (match === null) {
    return [];
  }
  const [, isStatic, path = "", all] = match;
  const owner = isStatic !== undefined && all === undefined ? path.replace(/\.\w+$/, "") : path;
  const last = (at: string): string => at.slice(at.lastIndexOf(".") + 1);
  if (isStatic !== undefined) {
    const local = all === undefined ? last(path) : "*";
    return [{ specifier: owner, names: [{ name: last(owner), local }] }];
  }
  return all === undefined
    ? [{ specifier: path, names: [{ name: last(path), local: last(path) }] }]
    : [{ specifier: `${path}.*`, names: [{ name: "*", local: "*" }] }];
}

/** Classes of the own package stand in no import. */
function ownPackageNames(used: ReadonlySet<string>, imports: readonly ImportedNames[]): string[] {
  const imported = new Set(imports.flatMap(({ names }) => names));
  return [...used].filter((name) => /^[A-Z]\w*[a-z]\w*$/.test(name) && !imported.has(name));
}

function readScript(node: SyntaxNode): FileImport[] {
  if (node.type === "import_statement" || node.type === "export_statement") {
    const source = node.childForFieldName("source");
    return source === null ? [] : [{ specifier: unquoted(source.text), names: scriptBindings(node) }];
  }
  const value = node.type === "variable_declarator" ? node.childForFieldName("value") : null;
  const required = value === null ? null : /^require\(\s*(["'][^"']+["'])\s*\)$/.exec(value.text);
  const name = node.childForFieldName("name");
  if (required === null || name === null) {
    return [];
  }
  const names =
    name.type === "object_pattern"
      ? name.namedChildren.map((child): Binding => {
          const key = child.childForFieldName("key")?.text ?? child.text;
          return { name: key, local: child.childForFieldName("value")?.text ?? key };
        })
      : [{ name: "*", local: name.text }];
  return [{ specifier: unquoted(required[1] ?? ""), names }];
}

function scriptBindings(statement: SyntaxNode): Binding[] {
  const names: Binding[] = [];
  walkTree(statement, (node) => {
    if (node.type === "import_specifier" || node.type === "export_specifier") {
      const name = node.childForFieldName("name")?.text ?? node.text;
      names.push({ name, local: node.childForFieldName("alias")?.text ?? name });
      return "skip";
    }
    if (node.type === "namespace_import" || node.type === "namespace_export") {
      names.push({ name: "*", local: node.namedChildren[0]?.text ?? "" });
      return "skip";
    }
    if (node.type === "identifier" && node.parent?.type === "import_clause") {
      names.push({ name: "default", local: node.text });
    }
    return undefined;
  });
  const passesAllOn = statement.type === "export_statement" && names.length === 0;
  return passesAllOn ? [{ name: "*", local: "*" }] : names;
}

function readInclude(node: SyntaxNode): FileImport[] {
  const path = node.type === "preproc_include" ? node.childForFieldName("path") : null;
  return path === null || path.type !== "string_literal"
    ? []
    : [{ specifier: unquoted(path.text), names: [{ name: "*", local: "*" }] }];
}

function unquoted(text: string): string {
  return text.replace(/^["']|["']$/g, "");
}
