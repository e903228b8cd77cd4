import type { FileSource } from "../ports.ts";
import { dirOf, joinPath } from "./paths.ts";

export interface Dependency {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
  /** The build file that names it. */
  readonly path: string;
}

const maxParents = 8;

/**
 * Dependencies that a module has by its own POM and by those of its parents in the workspace. Managed
 * versions, plugins, profiles and exclusions add nothing to the class path and are left out.
 */
export async function readMavenDependencies(pomPath: string, files: FileSource): Promise<Dependency[]> {
  const found: Dependency[] = [];
  const seen = new Set<string>();
  let path: string | undefined = pomPath;
  while (path !== undefined && !seen.has(path) && seen.size < maxParents) {
    seen.add(path);
    const text: string | undefined = await files.read(path);
    if (text === undefined) {
      break;
    }
    const plain = text.replace(/<!--[\s\S]*?-->/g, "");
    found.push(...dependenciesOf(plain, path), ...parentAsDependency(plain, path));
    path = parentPathOf(plain, path);
  }
  return found;
}

function dependenciesOf(pom: string, path: string): Dependency[] {
  const own = ["dependencyManagement", "build", "profiles", "reporting", "exclusions"].reduce(
    (text, tag) => text.replace(new RegExp(`<${tag}>[\\s\\S]*?</${tag}>`, "g"), ""),
    pom,
  );
  return [...own.matchAll(/<dependency>([\s\S]*?)<\/dependency>/g)].map((match) => ({
    group: tagOf(match[1] ?? "", "groupId"),
    artifact: tagOf(match[1] ?? "", "artifactId"),
    version: tagOf(match[1] ?? "", "version"),
    path,
  }));
}

/** The version of a parent outside the workspace tells what its starters bring. */
function parentAsDependency(pom: string, path: string): Dependency[] {
  const parent = parentOf(pom);
  return parent === undefined
    ? []
    : [
        {
          group: tagOf(parent, "groupId"),
          artifact: tagOf(parent, "artifactId"),
          version: tagOf(parent, "version"),
          path,
        },
      ];
}

function parentOf(pom: string): string | undefined {
  return /<parent>([\s\S]*?)<\/parent>/.exec(pom)?.[1];
}

function parentPathOf(pom: string, path: string): string | undefined {
  const parent = parentOf(pom);
  if (parent === undefined || /<relativePath\s*\/>|<relativePath>\s*<\/relativePath>/.test(parent)) {
    return undefined;
  }
  const relative = tagOf(parent, "relativePath") || "../pom.xml";
  const target = joinPath(dirOf(path), relative);
  return target.endsWith(".xml") ? target : joinPath(target, "pom.xml");
}

function tagOf(xml: string, tag: string): string {
  return new RegExp(`<${tag}>\\s*([^<]*?)\\s*</${tag}>`).exec(xml)?.[1] ?? "";
}
