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
  return (await pomChain(pomPath, files)).flatMap(({ path, text }) => {
    const plain = withoutComments(text);
    return [...dependenciesOf(plain, path), ...parentAsDependency(plain, path)];
  });
}

/** A POM and its parents in the workspace, nearest first. */
export async function pomChain(
  pomPath: string,
  files: FileSource,
): Promise<{ readonly path: string; readonly text: string }[]> {
  const chain: { readonly path: string; readonly text: string }[] = [];
  let path: string | undefined = pomPath;
  while (path !== undefined && chain.length < maxParents) {
    const at: string = path;
    const text: string | undefined = await files.read(at);
    if (text === undefined || chain.some((known) => known.path === at)) {
      break;
    }
    chain.push({ path: at, text });
    path = parentPathOf(withoutComments(text), at);
  }
  return chain;
}

function withoutComments(pom: string): string {
  return pom.replace(/<!--[\s\S]*?-->/g, "");
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
