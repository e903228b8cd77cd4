import type { FileSource } from "../ports.ts";
import { findClosing, skipNonCode } from "../text/codeScan.ts";
import type { Dependency } from "./mavenPom.ts";
import { foldersAbove, joinPath } from "./paths.ts";

export interface GradleBuild {
  readonly dependencies: readonly Dependency[];
  /** Folder of `settings.gradle(.kts)`, where the wrapper lives. */
  readonly topDir: string;
}

/**
 * Dependencies that a Gradle module names: in its own build file, in `subprojects` and `allprojects` of
 * the folders above, and by aliases of the version catalog.
 */
export async function readGradleBuild(buildPath: string, files: FileSource): Promise<GradleBuild> {
  const folders = foldersAbove(buildPath);
  const found: Dependency[] = [];
  const catalog = new Map<string, string>();
  let topDir = folders[0] ?? "";
  for (const [index, folder] of folders.entries()) {
    const { path, text } = await readBuildFile(folder, files);
    const catalogText = await files.read(joinPath(folder, "gradle/libs.versions.toml"));
    for (const [alias, coordinates] of readCatalog(catalogText ?? "")) {
      catalog.set(alias, coordinates);
    }
    const plain = withoutComments(text);
    const applied = index === 0 ? plain : blocksOf(plain, /\b(?:subprojects|allprojects)\s*\{/g);
    found.push(...dependenciesOf(applied, path));
    if (
      (await files.exists(joinPath(folder, "settings.gradle"))) ||
      (await files.exists(joinPath(folder, "settings.gradle.kts")))
    ) {
      topDir = folder;
      break;
    }
  }
  return { dependencies: found.flatMap((dependency) => resolveAlias(dependency, catalog)), topDir };
}

async function readBuildFile(folder: string, files: FileSource): Promise<{ path: string; text: string }> {
  for (const name of ["build.gradle.kts", "build.gradle"]) {
    const path = joinPath(folder, name);
    const text = await files.read(path);
    if (text !== undefined) {
      return { path, text };
    }
  }
  return { path: joinPath(folder, "build.gradle"), text: "" };
}

function withoutComments(text: string): string {
  let plain = "";
  for (let at = 0; at < text.length;) {
    const next = skipNonCode(text, at);
    plain += next === at ? text[at] : text[at] === "/" ? " " : text.slice(at, next);
    at = Math.max(next, at + 1);
  }
  return plain;
}

function blocksOf(text: string, opening: RegExp): string {
  return [...text.matchAll(opening)]
    .map((match) => {
      const brace = match.index + match[0].length - 1;
      return text.slice(brace, findClosing(text, brace) ?? text.length);
    })
    .join("\n");
}

const configuration =
  /\b(?:test|integrationTest)?(?:implementation|api|compile|compileOnly|runtimeOnly|Implementation|Api|Compile|CompileOnly)\b/;

function dependenciesOf(text: string, path: string): Dependency[] {
  const found: Dependency[] = [];
  for (const line of text.split("\n")) {
    if (!configuration.test(line) || /\bplatform\s*\(/.test(line)) {
      continue;
    }
    const coordinates = /["']([\w.-]+):([\w.-]+)(?::([^"']*))?["']/.exec(line);
    const alias = /\blibs\.([\w.]+)/.exec(line)?.[1];
    if (coordinates !== null) {
      found.push({
        group: coordinates[1] ?? "",
        artifact: coordinates[2] ?? "",
        version: coordinates[3] ?? "",
        path,
      });
    } else if (alias !== undefined) {
      found.push({ group: "libs", artifact: alias.replace(/^bundles\./, "bundle."), version: "", path });
    }
  }
  if (/\buseTestNG\b/.test(text)) {
    found.push({ group: "org.testng", artifact: "testng", version: "", path });
  }
  if (/\buseJUnitJupiter\b/.test(text)) {
    found.push({ group: "org.junit.jupiter", artifact: "junit-jupiter", version: "", path });
  }
  return found;
}

/** Alias in its dotted form to `group:artifact`; bundles to the aliases they hold, joined by commas. */
function readCatalog(toml: string): Map<string, string> {
  const byAlias = new Map<string, string>();
  const section = (name: string): string =>
    new RegExp(`^\\[${name}\\]([\\s\\S]*?)(?=^\\[|$(?![\\s\\S]))`, "m").exec(toml)?.[1] ?? "";
  for (const line of section("libraries").split("\n")) {
    const alias = /^\s*([\w-]+)\s*=/.exec(line)?.[1];
    const module = /module\s*=\s*"([^"]+)"/.exec(line)?.[1] ?? /=\s*"([\w.-]+:[\w.-]+)/.exec(line)?.[1];
    const split = /group\s*=\s*"([^"]+)"[^\n]*name\s*=\s*"([^"]+)"/.exec(line);
    const coordinates = module ?? (split === null ? undefined : `${split[1]}:${split[2]}`);
    if (alias !== undefined && coordinates !== undefined) {
      byAlias.set(dotted(alias), coordinates);
    }
  }
  for (const match of section("bundles").matchAll(/^\s*([\w-]+)\s*=\s*\[([^\]]*)\]/gm)) {
    const members = [...(match[2] ?? "").matchAll(/"([^"]+)"/g)].map((member) => dotted(member[1] ?? ""));
    byAlias.set(
      `bundle.${dotted(match[1] ?? "")}`,
      members.map((alias) => byAlias.get(alias) ?? "").join(","),
    );
  }
  return byAlias;
}

function dotted(alias: string): string {
  return alias.replace(/[-_]/g, ".");
}

function resolveAlias(dependency: Dependency, catalog: ReadonlyMap<string, string>): Dependency[] {
  if (dependency.group !== "libs") {
    return [dependency];
  }
  return (catalog.get(dependency.artifact) ?? "")
    .split(",")
    .filter((coordinates) => coordinates !== "")
    .map((coordinates) => {
      const [group = "", artifact = ""] = coordinates.split(":");
      return { ...dependency, group, artifact };
    });
}
