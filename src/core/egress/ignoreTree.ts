import { IgnoreRules } from "./ignoreRules.ts";

/** The files of one folder tree, by absolute paths with `/` as separator. Every member rejects rather than guess. */
export interface IgnoreTreeFiles {
  /** Undefined where there is no such file; rejects where there is one that cannot be read. */
  readText(path: string): Promise<string | undefined>;
  /** Undefined where nothing has this name. */
  kindOf(path: string): Promise<"file" | "folder" | undefined>;
}

export interface Repository {
  /** The folder that holds `.git`. */
  readonly top: string;
  /** From `top` to the folder that was asked about, outermost first. */
  readonly segments: readonly string[];
}

/** A folder deeper below its repository than this is taken to stand alone. */
const maxParents = 64;

/** `folder` and the folders above it, nearest first. The root itself is no folder of a project. */
function withParents(folder: string): string[] {
  const folders: string[] = [];
  let at = folder.replace(/\/+$/, "");
  while (at !== "" && folders.length <= maxParents) {
    folders.push(at);
    at = at.slice(0, at.lastIndexOf("/"));
  }
  return folders;
}

/** The repository that `folder` lies in, the nearest one above where they are nested; undefined where there is none. */
export async function findRepository(
  folder: string,
  files: IgnoreTreeFiles,
): Promise<Repository | undefined> {
  const start = folder.replace(/\/+$/, "");
  for (const top of withParents(start)) {
    if ((await files.kindOf(`${top}/.git`)) !== undefined) {
      return { top, segments: start.slice(top.length).split("/").filter(Boolean) };
    }
  }
  return undefined;
}

/**
 * The exclude file of the repository whose `.git` lies in `folder`; undefined where there is none. The `.git` of a
 * submodule, or of a work tree beside its repository, is a file that points to the folder meant.
 */
async function readExclude(folder: string, files: IgnoreTreeFiles): Promise<string | undefined> {
  const dotGit = `${folder}/.git`;
  const kind = await files.kindOf(dotGit);
  if (kind !== "file") {
    return kind === undefined ? undefined : files.readText(`${dotGit}/info/exclude`);
  }
  const named = /^gitdir:[ \t]*(.+?)[ \t\r]*$/m.exec((await files.readText(dotGit)) ?? "")?.[1];
  if (named === undefined) {
    return undefined;
  }
  const own = resolve(folder, named);
  const shared = (await files.readText(`${own}/commondir`))?.trim() ?? "";
  return files.readText(`${shared === "" ? own : resolve(own, shared)}/info/exclude`);
}

/** `path` as Git writes it, seen from `folder`; a drive gets the slash that it has in the path of a URI. */
function resolve(folder: string, path: string): string {
  const slashed = path.replaceAll("\\", "/");
  if (/^[A-Za-z]:\//.test(slashed)) {
    return `/${slashed}`;
  }
  return slashed.startsWith("/") ? slashed : `${folder}/${slashed}`;
}

export interface IgnoreTreeQuestion {
  /** The folder that is open, absolute. */
  readonly folder: string;
  /** Where it lies in its repository; undefined for a folder that stands alone. */
  readonly repository: Repository | undefined;
  /** From `folder` down to the folder whose files are asked about. */
  readonly inner: readonly string[];
}

export interface IgnoreTree {
  readonly rules: IgnoreRules;
  /** Put before a path relative to the open folder, `""` or ending in a slash. */
  readonly prefix: string;
}

/**
 * The rules of the files called `name` in every folder from the top of the repository (or the open folder) down to
 * the one asked about. Those of `.gitignore` have below them the user's own rules and the exclude files of the
 * repositories passed on the way.
 */
export async function readIgnoreTree(
  { folder, repository, inner }: IgnoreTreeQuestion,
  name: ".flywheelignore" | ".gitignore",
  userRules: string,
  files: IgnoreTreeFiles,
): Promise<IgnoreTree> {
  const top = repository?.top ?? folder.replace(/\/+$/, "");
  const outer = repository?.segments ?? [];
  const segments = [...outer, ...inner];
  const textsByFolder = new Map<string, string>();
  for (let depth = 0; depth <= segments.length; depth += 1) {
    const at = [top, ...segments.slice(0, depth)].join("/");
    const exclude = name === ".gitignore" ? await readExclude(at, files) : undefined;
    const own = await files.readText(`${at}/${name}`);
    // Later lines win, as the nearer file does for Git.
    const texts = [depth === 0 ? userRules : "", exclude ?? "", own ?? ""];
    textsByFolder.set(segments.slice(0, depth).join("/"), texts.join("\n"));
  }
  return { rules: new IgnoreRules(textsByFolder), prefix: outer.map((segment) => `${segment}/`).join("") };
}
