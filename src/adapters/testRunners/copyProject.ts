import { constants } from "node:fs";
import { access, copyFile, lstat, mkdir, readdir, readlink, realpath, stat, symlink } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { AssistantError } from "../../core/errors.ts";
import { isWithin } from "./ownFolders.ts";

const maxCopyBytes = 400 * 1024 * 1024;
const maxCopyFiles = 60_000;
/** Never needed by a test, and often large or bound to the place where they were made. */
const skipped = new Set(
  ".git .hg .svn .idea .vs .gradle .pytest_cache .mypy_cache .ruff_cache __pycache__ .tox .nox .venv venv .cache".split(
    " ",
  ),
);

export interface CopyRequest {
  readonly rootPath: string;
  /** Relative to `rootPath`; copied to the same place below `toPath`. */
  readonly dir: string;
  readonly toPath: string;
  /** Installed packages may be linked, because the commands cannot write through the links. */
  readonly linksPackages: boolean;
  readonly signal: AbortSignal;
}

interface Budget {
  bytes: number;
  files: number;
  /** Folders of packages that the copy has links to. */
  readonly linked: Set<string>;
  /** Where what lay outside was copied to, by its real path: linked packages may go round in circles. */
  readonly copied: Map<string, string>;
}

/**
 * Copies a project without version control, caches and build output. Packages of npm are linked one by
 * one where that is safe, else copied; those of folders above count too. Returns the real folders that the copy has
 * links to: the commands must not be able to write there.
 */
export async function copyProject(request: CopyRequest): Promise<readonly string[]> {
  const { rootPath, dir, toPath } = request;
  const budget: Budget = { bytes: 0, files: 0, linked: new Set(), copied: new Map() };
  await copyFolder(join(rootPath, dir), join(toPath, dir), request, budget);
  for (let above = dir; above !== "";) {
    above = above.includes("/") ? above.slice(0, above.lastIndexOf("/")) : "";
    const packages = join(rootPath, above, "node_modules");
    if (await isFolder(packages)) {
      await takePackages(packages, join(toPath, above, "node_modules"), request, budget);
    }
  }
  return [...budget.linked];
}

async function copyFolder(from: string, to: string, request: CopyRequest, budget: Budget): Promise<void> {
  request.signal.throwIfAborted();
  await mkdir(to, { recursive: true });
  const entries = await readdir(from, { withFileTypes: true });
  const names = new Set(entries.map(({ name }) => name));
  for (const entry of entries) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isSymbolicLink()) {
      await copyLink(source, target, request, budget);
    } else if (entry.isDirectory()) {
      if (entry.name === "node_modules") {
        await takePackages(source, target, request, budget);
      } else if (!(await isLeftOut(entry.name, source, names))) {
        await copyFolder(source, target, request, budget);
      }
    } else if (entry.isFile()) {
      await copyOne(source, target, budget);
    }
  }
}

async function isLeftOut(name: string, path: string, siblings: ReadonlySet<string>): Promise<boolean> {
  if (skipped.has(name)) {
    return true;
  }
  const hasGradle = siblings.has("build.gradle") || siblings.has("build.gradle.kts");
  if ((name === "target" && siblings.has("pom.xml")) || (name === "build" && hasGradle)) {
    return true;
  }
  const isBuildOf = async (marker: string): Promise<boolean> =>
    access(join(path, marker)).then(
      () => true,
      () => false,
    );
  return (await isBuildOf("CMakeCache.txt")) || (await isBuildOf("pyvenv.cfg"));
}

async function copyOne(from: string, to: string, budget: Budget): Promise<void> {
  const { size } = await stat(from);
  budget.bytes += size;
  budget.files += 1;
  if (budget.bytes > maxCopyBytes || budget.files > maxCopyFiles) {
    throw new AssistantError("unexpected", "The project is too large to copy for a test run.", {
      detail: `> ${Math.floor(maxCopyBytes / 1024 / 1024)} MB / ${maxCopyFiles}`,
    });
  }
  // Where the file system can share blocks, a copy costs nothing until it is written to.
  await copyFile(from, to, constants.COPYFILE_FICLONE);
}

/** A link inside the project keeps its relative target; what it points to outside is copied. */
async function copyLink(from: string, to: string, request: CopyRequest, budget: Budget): Promise<void> {
  const real = await realpath(from).catch(() => undefined);
  if (real === undefined) {
    return;
  }
  const root = await realpath(join(request.rootPath, request.dir));
  if (isWithin(root, real) && !isAbsolute(await readlink(from))) {
    // Its own text may lead through the folder's name, which the copy does not bear.
    const target = join(request.toPath, request.dir, relative(root, real));
    await symlink(relative(dirname(to), target) || ".", to);
  } else if ((await stat(real)).isFile()) {
    await copyOne(real, to, budget);
  } else if (request.linksPackages) {
    await linkTo(real, to, budget);
  }
}

/** A real folder of links, so that caches which tools keep in it stay in the copy. */
async function takePackages(from: string, to: string, request: CopyRequest, budget: Budget): Promise<void> {
  if (!request.linksPackages) {
    await copyPackages(from, to, request, budget);
    return;
  }
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    if (name === ".cache" || name === ".vite" || name === ".vitest") {
      continue;
    }
    const source = join(from, name);
    if (name.startsWith("@") && (await lstat(source)).isDirectory()) {
      await mkdir(join(to, name), { recursive: true });
      for (const inner of await readdir(source)) {
        await link(join(source, inner), join(to, name, inner), budget);
      }
    } else {
      await link(source, join(to, name), budget);
    }
  }
}

async function link(from: string, to: string, budget: Budget): Promise<void> {
  const real = await realpath(from).catch(() => undefined);
  if (real !== undefined) {
    await mkdir(dirname(to), { recursive: true });
    await linkTo(real, to, budget);
  }
}

/** The whole `node_modules` counts as linked: packages find each other beside themselves. */
async function linkTo(real: string, to: string, budget: Budget): Promise<void> {
  await symlink(real, to, "junction");
  const folder = `${sep}node_modules${sep}`;
  const at = real.indexOf(folder);
  budget.linked.add(at < 0 ? real : real.slice(0, at + folder.length - 1));
}

async function copyPackages(from: string, to: string, request: CopyRequest, budget: Budget): Promise<void> {
  request.signal.throwIfAborted();
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isSymbolicLink()) {
      await copyPackageLink(source, target, request, budget);
    } else if (entry.isDirectory()) {
      await copyPackages(source, target, request, budget);
    } else if (entry.isFile()) {
      await copyOne(source, target, budget);
    }
  }
}

/** A link to what is copied as well keeps its target; anything else is copied, for a test could delete it. */
async function copyPackageLink(
  from: string,
  to: string,
  request: CopyRequest,
  budget: Budget,
): Promise<void> {
  const real = await realpath(from).catch(() => undefined);
  if (real === undefined) {
    return;
  }
  const target = await readlink(from);
  const root = await realpath(join(request.rootPath, request.dir));
  const known = budget.copied.get(real);
  if (!isAbsolute(target) && real.startsWith(root + sep)) {
    await symlink(target, to);
  } else if (known !== undefined) {
    await symlink(known, to, "junction");
  } else if ((await stat(real)).isFile()) {
    await copyOne(real, to, budget);
  } else {
    budget.copied.set(real, to);
    await copyPackages(real, to, request, budget);
  }
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
