import { lstat, mkdir, readdir, realpath, rm, symlink } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** True for `folder` itself and for what lies below it; both are absolute and free of `..`. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/**
 * Makes the folders from `root` down to `folder` the copy's own. One that links to a folder outside becomes
 * a folder of links to what is in there: else a file that is written or deleted below it would be the user's.
 * `root` is a real path and `folder` lies in it; folders that are not there stay so.
 */
export async function ownFolders(root: string, folder: string): Promise<void> {
  let path = root;
  for (const name of relative(root, folder).split(sep)) {
    path = join(path, name);
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined) {
      return;
    }
    if (found.isSymbolicLink()) {
      await unfoldLink(root, path);
    }
  }
}

async function unfoldLink(root: string, path: string): Promise<void> {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined && isWithin(root, real)) {
    return;
  }
  await rm(path);
  if (real === undefined) {
    // It led nowhere, and would be in the way of a folder.
    return;
  }
  await mkdir(path);
  for (const name of await readdir(real)) {
    await symlink(join(real, name), join(path, name), "junction");
  }
}
