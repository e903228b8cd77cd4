/** True for a path that does not belong to a workspace folder (`/x`, `C:/x`, `//server/x`). */
export function isAbsolutePath(path: string): boolean {
  return path.startsWith("/") || path.startsWith("\\") || /^[A-Za-z]:[\\/]/.test(path);
}

/**
 * One spelling for every way to name a file: `/` as separator, `.` and `..` resolved, Windows' trailing
 * dots, blanks and stream names (`.env::$DATA`) removed, because Windows opens the same file by them.
 * The result has no leading `/`; a drive stays as its first segment.
 */
export function normalisePath(path: string): string {
  const segments: string[] = [];
  for (const raw of path.replaceAll("\\", "/").split("/")) {
    const isDrive = segments.length === 0 && /^[A-Za-z]:$/.test(raw);
    const segment = isDrive || raw === "." || raw === ".." ? raw : cleanSegment(raw);
    if (segment === "" || segment === ".") {
      continue;
    }
    if (segment === "..") {
      segments.pop();
    } else {
      segments.push(segment);
    }
  }
  return segments.join("/");
}

function cleanSegment(segment: string): string {
  const colon = segment.indexOf(":");
  const name = colon > 0 ? segment.slice(0, colon) : segment;
  let end = name.length;
  while (end > 0 && (name[end - 1] === "." || name[end - 1] === " ")) {
    end -= 1;
  }
  // A name of dots and blanks alone is left as it is: it is no file that a rule could name.
  return end === 0 ? name : name.slice(0, end);
}

/** The path as a prompt may show it: workspace-relative as it is, otherwise the file's name alone. */
export function pathForPrompt(path: string): string {
  const normal = normalisePath(path);
  return isAbsolutePath(path) ? normal.slice(normal.lastIndexOf("/") + 1) : normal;
}
