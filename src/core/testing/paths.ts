/** Workspace-relative paths with `/` as separator; the workspace folder itself is the empty string. */

/** The folder of a path; "" for a name without one. */
export function dirOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The last extension with its dot, or "". */
export function extensionOf(path: string): string {
  const base = baseOf(path);
  const dot = base.lastIndexOf(".");
  return dot <= 0 ? "" : base.slice(dot);
}

/** The name without its last extension. */
export function stemOf(path: string): string {
  const base = baseOf(path);
  return base.slice(0, base.length - extensionOf(path).length);
}

/** Joins and resolves `.` and `..`; segments above the workspace folder are dropped. */
export function joinPath(...parts: readonly string[]): string {
  const segments: string[] = [];
  for (const segment of parts.join("/").split("/")) {
    if (segment === "..") {
      segments.pop();
    } else if (segment !== "" && segment !== ".") {
      segments.push(segment);
    }
  }
  return segments.join("/");
}

/** The folder of `path` and every folder above it, nearest first, ending in "". */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  let folder = dirOf(path);
  while (folder !== "") {
    folders.push(folder);
    folder = dirOf(folder);
  }
  folders.push("");
  return folders;
}

/** `path` relative to `folder`, without a leading `./`. */
export function relativeTo(folder: string, path: string): string {
  const from = segmentsOf(folder);
  const to = segmentsOf(path);
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) {
    shared += 1;
  }
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/");
}

export function segmentsOf(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

/** True when `path` lies in `folder` or is it. */
export function isInside(folder: string, path: string): boolean {
  return folder === "" || path === folder || path.startsWith(`${folder}/`);
}
