import { codeFamilyOf } from "../../code/codeFamily.ts";
import type { FileSource } from "../../ports.ts";
import { extensionOf } from "../paths.ts";
import type { CalleeRequest, ImportedNames } from "./readImports.ts";
import type { Signature } from "./readSignatures.ts";
import { resolveImport } from "./resolveImport.ts";

/** What one other file declares of the things that the code under test uses. */
export interface CalleeFile {
  readonly path: string;
  readonly signatures: readonly Signature[];
  /** What tests are built with, and not what the code under test uses. */
  readonly isForTests: boolean;
}

/** Reads a file's declarations by its syntax tree. */
export type SignatureReader = (
  languageId: string,
  text: string,
  wanted: readonly string[],
  used: readonly string[],
) => Promise<{ readonly signatures: readonly Signature[]; readonly passedOn: readonly ImportedNames[] }>;

const maxFiles = 12;
/** An index file, and the index file that it passes names on from. */
const maxHops = 2;

/**
 * Signatures of what the code takes from other files of the workspace, nearest imports first: the files
 * that its imports mean, and those that these pass the names on from. Libraries are left out.
 */
export async function gatherCallees(
  { path, languageId }: { readonly path: string; readonly languageId: string },
  { imports, used }: CalleeRequest,
  files: FileSource,
  readSignatures: SignatureReader,
): Promise<CalleeFile[]> {
  const family = codeFamilyOf(languageId);
  if (family === undefined) {
    return [];
  }
  const found = new Map<string, CalleeFile>();
  const seen = new Set<string>([path]);
  let waiting = imports.map((wanted) => ({ wanted, from: path }));
  for (let hop = 0; hop <= maxHops && waiting.length > 0; hop += 1) {
    const next: typeof waiting = [];
    for (const { wanted, from } of waiting) {
      for (const target of await resolveImport(wanted, from, family, files)) {
        const key = `${target} ${wanted.names.join()}`;
        const text =
          seen.has(key) || target === path || found.size >= maxFiles ? undefined : await files.read(target);
        seen.add(key);
        if (text === undefined) {
          continue;
        }
        const names = isModuleOf(target, wanted.names) ? ["*"] : wanted.names;
        const read = await readSignatures(languageOf(target, languageId), text, names, used);
        const known = found.get(target)?.signatures ?? [];
        const fresh = read.signatures.filter(({ text: own }) => !known.some((each) => each.text === own));
        if (known.length + fresh.length > 0) {
          found.set(target, { path: target, signatures: [...known, ...fresh], isForTests: false });
        }
        next.push(...read.passedOn.map((each) => ({ wanted: each, from: target })));
      }
    }
    waiting = next;
  }
  return [...found.values()];
}

/** `from shop import prices`: what is imported is the file itself. */
function isModuleOf(path: string, names: readonly string[]): boolean {
  return path.endsWith(".py") && names.some((name) => path.endsWith(`/${name}.py`) || path === `${name}.py`);
}

const languageByExtension: Readonly<Record<string, string | undefined>> = {
  ".ts": "typescript",
  ".mts": "typescript",
  ".cts": "typescript",
  ".tsx": "typescriptreact",
  ".js": "javascript",
  ".mjs": "javascript",
  ".cjs": "javascript",
  ".jsx": "javascriptreact",
};

function languageOf(path: string, importing: string): string {
  return languageByExtension[extensionOf(path)] ?? (importing === "c" ? "cpp" : importing);
}
