import { codeFamilyOf, type CodeFamily } from "../code/codeFamily.ts";
import type { SourceFile } from "../ports.ts";
import type { StructureFacts } from "./structureFacts.ts";

/** A line of a file, one-based, as it is written there. */
export interface NamedLine {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** What other files say about the explained code, by name alone: which object is meant, syntax cannot tell. */
export interface References {
  /** Where something of a called name is declared; only names that are declared once. */
  readonly declarationByName: ReadonlyMap<string, NamedLine>;
  /** Calls of the function's own name; undefined where there is no such name. */
  readonly callers: { readonly total: number; readonly shown: readonly NamedLine[] } | undefined;
}

/** The files around the explained one, that one included. */
export interface Surroundings {
  readonly path: string;
  readonly files: Iterable<SourceFile>;
  /** False while the workspace is still being read: then nobody can say that there are no callers. */
  readonly isWhole: boolean;
}

const maxCallers = 8;
/** Shorter names are in every text (characters). */
const minNameChars = 3;
/** Names that the language gives, under which nobody calls. */
const givenNames = new Set(["constructor", "main", "toString", "equals", "hashCode"]);
/** Words before a bracket that begin a statement and declare nothing. */
const statementWords =
  /^\s*(?:\}?\s*(?:else|catch)|if|for|while|switch|return|await|throw|yield|do|try|case|new|assert|elif|with|except|raise|print)\b/;
const testPath =
  /(?:^|\/)(?:tests?|__tests__|specs?)\/|(?:^|\/)test_[^/]*$|[._-](?:test|spec)\.[^/]*$|Test\.\w+$/;

export const noReferences: References = { declarationByName: new Map(), callers: undefined };

/** Looks in files of the same language family only. */
export function findReferences(
  facts: StructureFacts,
  family: CodeFamily,
  { path, files, isWhole }: Surroundings,
): References {
  if (facts.kind !== "function" && facts.kind !== "statements") {
    return noReferences;
  }
  const ownName = facts.kind === "function" ? lastName(facts.name) : undefined;
  const called = new Set(facts.flow.calls.map(({ text }) => lastName(text)).filter(isTelling));
  const asked = ownName !== undefined && isTelling(ownName) ? ownName : undefined;
  const declarations = new Map<string, NamedLine[]>();
  const callers: NamedLine[] = [];
  const uses = [...new Set([...called, ...(asked === undefined ? [] : [asked])])].map(
    (name) => new NameUse(name),
  );
  for (const file of files) {
    if (codeFamilyOf(file.languageId) !== family) {
      continue;
    }
    for (const use of uses) {
      const { name } = use;
      const known = declarations.get(name)?.length ?? 0;
      // Two declarations are as good as none.
      if (name !== asked && known > 1) {
        continue;
      }
      for (const found of linesWith(name, file)) {
        const isOwn = file.path === path && facts.startLine <= found.line && found.line <= facts.endLine;
        if (use.isDeclaration(found.text)) {
          declarations.set(name, [...(declarations.get(name) ?? []), found]);
        } else if (name === asked && !isOwn && use.isCall(found.text)) {
          callers.push(found);
        }
      }
    }
  }
  const once = [...declarations].flatMap(([name, [only, ...others]]) =>
    only !== undefined && others.length === 0 && name !== asked && called.has(name)
      ? [[name, only] as const]
      : [],
  );
  return {
    declarationByName: new Map(once),
    callers:
      asked === undefined || (callers.length === 0 && !isWhole)
        ? undefined
        : { total: callers.length, shown: ordered(callers).slice(0, maxCallers) },
  };
}

/** `a.b().c`, `A::f` and `new C` are known by their last name. */
export function lastName(callee: string): string {
  return /[\p{L}_$][\p{L}\p{N}_$]*$/u.exec(callee.replace(/<[^<>]*>$/, ""))?.[0] ?? "";
}

function isTelling(name: string): boolean {
  return name.length >= minNameChars && !givenNames.has(name) && !name.startsWith("__");
}

/** Code comes before the tests of it. */
function ordered(lines: readonly NamedLine[]): readonly NamedLine[] {
  return [...lines].sort(
    (left, right) => Number(testPath.test(left.path)) - Number(testPath.test(right.path)),
  );
}

function linesWith(name: string, { path, text }: SourceFile): readonly NamedLine[] {
  const found: NamedLine[] = [];
  let line = 1;
  let counted = 0;
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) {
    for (
      let next = text.indexOf("\n", counted);
      next !== -1 && next < at;
      next = text.indexOf("\n", counted)
    ) {
      line += 1;
      counted = next + 1;
    }
    const end = text.indexOf("\n", at);
    const whole = text.slice(counted, end === -1 ? text.length : end);
    if (found.at(-1)?.line !== line) {
      found.push({ path, line, text: whole.trim() });
    }
  }
  return found;
}

/** How a name stands in a line; its expressions are made once, for all files. */
class NameUse {
  readonly name: string;
  readonly #call: RegExp;
  readonly #declaration: RegExp;
  readonly #bodyOpening: RegExp;

  constructor(name: string) {
    const escaped = name.replaceAll("$", "\\$");
    const begin = "(?<![\\p{L}\\p{N}_$])";
    this.name = name;
    this.#call = new RegExp(`${begin}${escaped}\\s*(?:<[^<>()]*>)?\\(`, "u");
    const kinds = `(?:def|function\\*?|class|interface|struct|enum|record)\\s+${escaped}(?![\\p{L}\\p{N}_$])`;
    const value = `(?:const|let|var)\\s+${escaped}\\s*=\\s*(?:async\\s*)?(?:function|\\(|[\\w$]+\\s*=>)`;
    this.#declaration = new RegExp(`${begin}(?:${kinds}|${value})`, "u");
    this.#bodyOpening = new RegExp(`${begin}${escaped}\\s*\\([^()]*\\)[^()]*\\{\\s*$`, "u");
  }

  isCall(text: string): boolean {
    return this.#call.test(text) && !/^(?:\/\/|\/?\*|#)/.test(text);
  }

  isDeclaration(text: string): boolean {
    // A method or a C++ function: its line opens a body.
    const opensBody = /\{\s*$/.test(text) && !statementWords.test(text) && !text.includes("=");
    return this.#declaration.test(text) || (opensBody && this.#bodyOpening.test(text));
  }
}
