import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

export interface ModuleFile {
  /** Relative to the project root, `/` as separator. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly ImportLine[];
}

export interface ImportLine {
  /** As written. */
  readonly specifier: string;
  /** Project path of a relative import, else undefined. */
  readonly target: string | undefined;
  readonly isTypeOnly: boolean;
  readonly names: readonly string[];
}

export function listFiles(folder: string, suffix: string): string[] {
  const found: string[] = [];
  for (const name of readdirSync(join(projectRoot, folder))) {
    const path = `${folder}/${name}`;
    if (statSync(join(projectRoot, path)).isDirectory()) {
      found.push(...listFiles(path, suffix));
    } else if (name.endsWith(suffix)) {
      found.push(path);
    }
  }
  return found;
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:([\w*{},\s$]+?)\s+from\s+)?["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;

function namesOf(clause: string | undefined): string[] {
  return (clause ?? "")
    .replace(/[{}]/g, " ")
    .split(",")
    .map(
      (part) =>
        part
          .trim()
          .replace(/^type\s+/, "")
          .split(/\s+as\s+/)[0] ?? "",
    )
    .filter((name) => name !== "");
}

export function readModule(path: string): ModuleFile {
  const text = readFileSync(join(projectRoot, path), "utf8");
  const imports: ImportLine[] = [];
  for (const match of text.matchAll(importPattern)) {
    const specifier = match[3] ?? match[4] ?? "";
    const target = specifier.startsWith(".")
      ? relative(projectRoot, join(projectRoot, dirname(path), specifier))
          .split(sep)
          .join("/")
      : undefined;
    const clause = match[2] ?? "";
    const parts = clause.replace(/[{}]/g, "").split(",");
    const allTyped =
      clause.includes("{") && parts.every((part) => part.trim() === "" || /^\s*type\s/.test(part));
    imports.push({
      specifier,
      target,
      isTypeOnly: match[1] !== undefined || allTyped,
      names: namesOf(clause),
    });
  }
  return { path, text, imports };
}
