import type { CodeFamily } from "../../code/codeFamily.ts";
import type { FileSource } from "../../ports.ts";
import { isRecord, parseLooseJson } from "../looseJson.ts";
import { dirOf, extensionOf, foldersAbove, joinPath } from "../paths.ts";
import type { ImportedNames } from "./readImports.ts";

const maxOwnPackage = 12;

/** The files of the workspace that an import means; none for libraries. Paths relative to the workspace folder. */
export async function resolveImport(
  { specifier, names }: ImportedNames,
  fromPath: string,
  family: CodeFamily,
  files: FileSource,
): Promise<string[]> {
  switch (family) {
    case "python":
      return resolvePython(specifier, names, fromPath, files);
    case "java":
      return resolveJava(specifier, names, fromPath, files);
    case "javascript":
      return resolveScript(specifier, fromPath, files);
    case "cpp":
      return firstOf(
        [
          dirOf(fromPath),
          ...foldersAbove(fromPath).flatMap((at) => [joinPath(at, "include"), joinPath(at, "src"), at]),
        ].map((folder) => joinPath(folder, specifier)),
        files,
      );
  }
}

async function firstOf(candidates: readonly string[], files: FileSource): Promise<string[]> {
  for (const path of candidates) {
    if ((await files.read(path)) !== undefined) {
      return [path];
    }
  }
  return [];
}

/** A module, and the modules below it that are imported from it by name. */
async function resolvePython(
  specifier: string,
  names: readonly string[],
  fromPath: string,
  files: FileSource,
): Promise<string[]> {
  const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
  const inner = specifier
    .slice(dots)
    .split(".")
    .filter((part) => part !== "");
  const above = foldersAbove(fromPath);
  const starts =
    dots > 0 ? [above[dots - 1] ?? ""] : above.flatMap((folder) => [folder, joinPath(folder, "src")]);
  for (const start of starts) {
    const base = joinPath(start, ...inner);
    const own = inner.length === 0 ? [] : await firstOf([`${base}.py`], files);
    const found = own.length > 0 ? own : await firstOf([joinPath(base, "__init__.py")], files);
    const modules: string[] = [];
    for (const name of names) {
      modules.push(...(await firstOf([joinPath(base, `${name}.py`)], files)));
    }
    if (found.length + modules.length > 0) {
      return [...found, ...modules];
    }
  }
  return [];
}

/** A class below the source root that the file's own package gives away, or below one of another module. */
async function resolveJava(
  specifier: string,
  names: readonly string[],
  fromPath: string,
  files: FileSource,
): Promise<string[]> {
  const text = (await files.read(fromPath)) ?? "";
  const packageName = /^\s*package\s+([\w.]+)\s*;/m.exec(text)?.[1] ?? "";
  if (specifier === "") {
    const candidates = names.map((name) => joinPath(dirOf(fromPath), `${name}.java`));
    return present(candidates.filter((path) => path !== fromPath).slice(0, maxOwnPackage * 4), files);
  }
  const depth = packageName === "" ? 0 : packageName.split(".").length;
  const own = dirOf(fromPath)
    .split("/")
    .slice(0, -depth || undefined)
    .join("/");
  const roots = [own, ...(await otherJavaRoots(own, files))];
  const path = specifier.replace(/\.\*$/, "").replaceAll(".", "/");
  for (const root of roots) {
    if (specifier.endsWith(".*")) {
      const listed = await files.list(joinPath(root, path));
      if (listed.length > 0) {
        return listed
          .filter((name) => name.endsWith(".java"))
          .map((name) => joinPath(root, path, name))
          .slice(0, maxOwnPackage);
      }
    }
    // An inner class lies in the file of its outer one.
    const found = await firstOf(
      [`${path}.java`, `${dirOf(path)}.java`].map((each) => joinPath(root, each)),
      files,
    );
    if (found.length > 0) {
      return found;
    }
  }
  return [];
}

/** The same layout below the neighbours of a module: `orders/src/main/java` beside `shop/src/main/java`. */
async function otherJavaRoots(own: string, files: FileSource): Promise<string[]> {
  const match = /^(.*?)(?:^|\/)([^/]+)\/(src\/main\/java)$/.exec(own);
  if (match === null) {
    return [];
  }
  const [, top = "", module, layout = ""] = match;
  const folders = (await files.list(top)).filter((name) => name.endsWith("/") && name !== `${module}/`);
  return folders.map((name) => joinPath(top, name, layout));
}

async function present(paths: readonly string[], files: FileSource): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    if (found.length < maxOwnPackage && (await files.exists(path))) {
      found.push(path);
    }
  }
  return found;
}

const extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".d.ts"];

async function resolveScript(specifier: string, fromPath: string, files: FileSource): Promise<string[]> {
  const bases = /^\.{1,2}(?:\/|$)/.test(specifier)
    ? [joinPath(dirOf(fromPath), specifier)]
    : await aliasedPaths(specifier, fromPath, files);
  for (const base of bases) {
    const extension = extensionOf(base);
    const isScript = /^\.[cm]?[jt]sx?$/.test(extension);
    // TypeScript is imported by the name of what it is compiled to.
    const stem = isScript ? base.slice(0, -extension.length) : base;
    const compiled = isScript ? [stem + extension.replace("j", "t"), `${stem}.tsx`] : [];
    const found = await firstOf(
      [
        ...(isScript ? [base, ...compiled] : []),
        ...extensions.map((each) => base + each),
        ...extensions.map((each) => joinPath(base, `index${each}`)),
      ],
      files,
    );
    if (found.length > 0) {
      return found;
    }
  }
  return [];
}

/** `paths` and `baseUrl` of the nearest compiler configuration. */
async function aliasedPaths(specifier: string, fromPath: string, files: FileSource): Promise<string[]> {
  for (const folder of foldersAbove(fromPath)) {
    for (const name of ["tsconfig.json", "jsconfig.json"]) {
      const config = parseLooseJson((await files.read(joinPath(folder, name))) ?? "");
      const options = config?.["compilerOptions"];
      if (!isRecord(options)) {
        continue;
      }
      const baseUrl = typeof options["baseUrl"] === "string" ? options["baseUrl"] : undefined;
      const base = joinPath(folder, baseUrl ?? "");
      const paths = isRecord(options["paths"]) ? Object.entries(options["paths"]) : [];
      const mapped = paths.flatMap(([pattern, targets]) => {
        const [head = "", tail = ""] = pattern.split("*");
        const isIt = pattern.includes("*")
          ? specifier.startsWith(head) && specifier.endsWith(tail)
          : specifier === pattern;
        const middle = specifier.slice(head.length, specifier.length - tail.length);
        return isIt && Array.isArray(targets)
          ? targets.map((target) => joinPath(base, String(target).replace("*", middle)))
          : [];
      });
      return [...mapped, ...(baseUrl === undefined ? [] : [joinPath(base, specifier)])];
    }
  }
  return [];
}
