import { codeFamilyOf, type CodeFamily } from "../code/codeFamily.ts";
import type { SourceFile } from "../ports.ts";
import type { FunctionFacts, StatementsFacts, StructureFacts } from "./structureFacts.ts";

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
/** Searched in one step, in characters: a fraction of a millisecond, or some with many finds. */
const stepChars = 100_000;
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

/**
 * Looks in files of the same language family only. Each step of the generator is a small part of the search: on a
 * large workspace the whole takes a good part of a second.
 */
export function* findReferences(
  facts: StructureFacts,
  family: CodeFamily,
  { path, files, isWhole }: Surroundings,
): Generator<void, References> {
  if (facts.kind !== "function" && facts.kind !== "statements") {
    return noReferences;
  }
  const search = new NameSearch(facts, path);
  let searched = 0;
  for (const file of files) {
    if (codeFamilyOf(file.languageId) !== family) {
      continue;
    }
    for (const use of search.uses) {
      search.look(use, file);
      searched += file.text.length;
      if (searched >= stepChars) {
        searched = 0;
        yield;
      }
    }
  }
  return search.found(isWhole);
}

/** What the files searched so far say of the names of some code. */
class NameSearch {
  readonly uses: readonly NameUse[];
  readonly #facts: FunctionFacts | StatementsFacts;
  readonly #path: string;
  readonly #called: ReadonlySet<string>;
  /** The code's own name, whose callers are asked for. */
  readonly #asked: string | undefined;
  readonly #declarations = new Map<string, NamedLine[]>();
  readonly #callers: NamedLine[] = [];

  constructor(facts: FunctionFacts | StatementsFacts, path: string) {
    this.#facts = facts;
    this.#path = path;
    const ownName = facts.kind === "function" ? lastName(facts.name) : "";
    this.#asked = isTelling(ownName) ? ownName : undefined;
    this.#called = new Set(facts.flow.calls.map(({ text }) => lastName(text)).filter(isTelling));
    const names = new Set([...this.#called, ...(this.#asked === undefined ? [] : [this.#asked])]);
    this.uses = [...names].map((name) => new NameUse(name));
  }

  look(use: NameUse, file: SourceFile): void {
    const { name } = use;
    const isAsked = name === this.#asked;
    const declarations = this.#declarations.get(name) ?? [];
    // Two declarations are as good as none.
    if (!isAsked && declarations.length > 1) {
      return;
    }
    for (const found of linesWith(name, file)) {
      if (use.isDeclaration(found.text)) {
        declarations.push(found);
      } else if (isAsked && !this.#isOwn(found) && use.isCall(found.text)) {
        this.#callers.push(found);
      }
    }
    this.#declarations.set(name, declarations);
  }

  found(isWhole: boolean): References {
    const callers = this.#callers;
    const once = [...this.#declarations].flatMap(([name, [only, ...others]]) =>
      only !== undefined && others.length === 0 && name !== this.#asked && this.#called.has(name)
        ? [[name, only] as const]
        : [],
    );
    return {
      declarationByName: new Map(once),
      callers:
        this.#asked === undefined || (callers.length === 0 && !isWhole)
          ? undefined
          : { total: callers.length, shown: ordered(callers).slice(0, maxCallers) },
    };
  }

  #isOwn({ path, line }: NamedLine): boolean {
    return path === this.#path && this.#facts.startLine <= line && line <= this.#facts.endLine;
  }
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
