import type { FileSource } from "../ports.ts";
import { isRecord, parseLooseJson } from "./looseJson.ts";
import { dirOf, extensionOf, foldersAbove, joinPath, relativeTo } from "./paths.ts";
import type { SourceReference, TestFramework } from "./testProject.ts";

export interface ScriptReferenceInput {
  readonly sourcePath: string;
  readonly testPath: string;
  /** Text of the nearest test, "" when there is none. */
  readonly styleText: string;
  readonly framework: TestFramework | null;
  readonly packages: readonly string[];
  /** `"type": "module"` in the nearest manifest. */
  readonly isModule: boolean;
}

/** How a JavaScript or TypeScript test imports the source: module style, path and file extension. */
export async function readScriptReference(
  input: ScriptReferenceInput,
  files: FileSource,
): Promise<SourceReference> {
  const sourceText = (await files.read(input.sourcePath)) ?? "";
  const moduleStyle = moduleStyleOf(input, sourceText);
  const path = relativeTo(dirOf(input.testPath), input.sourcePath);
  const dotted = path.startsWith(".") ? path : `./${path}`;
  const extension = await writtenExtension(input, sourceText, moduleStyle, files);
  const isTypeScript = /\.[cm]?tsx?$/.test(input.testPath);
  const usesGlobals =
    input.framework === "jest" &&
    !/["']@jest\/globals["']/.test(input.styleText) &&
    (!isTypeScript || input.packages.includes("@types/jest") || input.styleText !== "");
  return {
    kind: "script",
    specifier: `${dotted.slice(0, dotted.length - extensionOf(path).length)}${extension}`,
    moduleStyle,
    hasGlobals: usesGlobals || input.framework === "mocha",
  };
}

function moduleStyleOf(input: ScriptReferenceInput, sourceText: string): "esm" | "cjs" {
  const extension = extensionOf(input.testPath);
  if (extension === ".cjs") {
    return "cjs";
  }
  // Vitest cannot be required, and TypeScript is written with import whatever it is compiled to.
  if (extension === ".mjs" || /tsx?$/.test(extension) || input.framework === "vitest" || input.isModule) {
    return "esm";
  }
  if (/\brequire\s*\(/.test(input.styleText) && !/^\s*import\s/m.test(input.styleText)) {
    return "cjs";
  }
  return /^\s*(?:import\s|export\s)/m.test(sourceText) ? "esm" : "cjs";
}

const relativeImport = /(?:\bfrom\s*|\brequire\s*\(\s*|\bimport\s*\(\s*)["'](\.{1,2}\/[^"']+)["']/g;

/** The extension as the project writes it in relative imports: by its tests, its sources, its compiler. */
async function writtenExtension(
  input: ScriptReferenceInput,
  sourceText: string,
  moduleStyle: "esm" | "cjs",
  files: FileSource,
): Promise<string> {
  const own = extensionOf(input.sourcePath);
  for (const text of [input.styleText, sourceText]) {
    const written = [...text.matchAll(relativeImport)].map((match) => extensionOf(match[1] ?? ""));
    const known = written.find((extension) => /^\.[cm]?[jt]sx?$/.test(extension));
    if (known !== undefined) {
      return /^\.[cm]?t/.test(known) ? own : own.replace("t", "j").replace(/x$/, "");
    }
    if (written.length > 0) {
      return "";
    }
  }
  if (!/^\.[cm]?tsx?$/.test(own)) {
    return moduleStyle === "cjs" ? "" : own;
  }
  return extensionByCompiler(own, input, files);
}

async function extensionByCompiler(
  own: string,
  input: ScriptReferenceInput,
  files: FileSource,
): Promise<string> {
  const options = await compilerOptionsOf(input.sourcePath, files);
  if (options === undefined) {
    return input.framework === "node-test" ? own : "";
  }
  if (options["allowImportingTsExtensions"] === true || options["rewriteRelativeImportExtensions"] === true) {
    return own;
  }
  const resolution = [options["module"], options["moduleResolution"]]
    .filter((option) => typeof option === "string")
    .join(" ")
    .toLowerCase();
  const isNode = /\bnode(?:16|18|20|next)\b/.test(resolution);
  return isNode ? own.replace("t", "j").replace(/x$/, "") : "";
}

const maxExtends = 5;

/** Options of the nearest tsconfig.json, those it extends in the workspace included. */
async function compilerOptionsOf(
  sourcePath: string,
  files: FileSource,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  for (const folder of foldersAbove(sourcePath)) {
    const path = joinPath(folder, "tsconfig.json");
    if (await files.exists(path)) {
      return readOptions(path, files, maxExtends);
    }
  }
  return undefined;
}

async function readOptions(
  path: string,
  files: FileSource,
  depth: number,
): Promise<Readonly<Record<string, unknown>>> {
  const config = parseLooseJson((await files.read(path)) ?? "") ?? {};
  const own = isRecord(config["compilerOptions"]) ? config["compilerOptions"] : {};
  const parents = (Array.isArray(config["extends"]) ? config["extends"] : [config["extends"]]).filter(
    (parent): parent is string => typeof parent === "string" && parent.startsWith("."),
  );
  let inherited: Record<string, unknown> = {};
  for (const parent of depth > 0 ? parents : []) {
    const target = joinPath(dirOf(path), parent);
    const file = target.endsWith(".json") ? target : `${target}.json`;
    inherited = { ...inherited, ...(await readOptions(file, files, depth - 1)) };
  }
  return { ...inherited, ...own };
}
