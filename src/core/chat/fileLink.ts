/** A file that an answer names; lines are one-based, inclusive, and undefined where it names none. */
export interface FileLink {
  /** As written, `/` as separator. */
  readonly path: string;
  readonly startLine: number | undefined;
  readonly endLine: number | undefined;
}

function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Reads `src/a.ts`, `src/a.ts:12`, `src/a.ts:12-30`, `src/a.ts#L12-L30`; undefined for anything with a scheme. */
export function parseFileLink(href: string): FileLink | undefined {
  const groups =
    /^(?<path>(?:[A-Za-z]:(?=[\\/]))?[^:#]+?)(?:(?::|#L)(?<start>\d+)(?:(?::\d+)?[-–]L?(?<end>\d+)|:\d+)?|#.*)?$/u.exec(
      href.trim(),
    )?.groups;
  const path = decodePath(groups?.["path"] ?? "")
    .replaceAll("\\", "/")
    .replace(/^\.\//, "");
  if (path === "" || path.includes("\0")) {
    return undefined;
  }
  const start = Number(groups?.["start"] ?? 0);
  const end = Number(groups?.["end"] ?? start);
  return start === 0
    ? { path, startLine: undefined, endLine: undefined }
    : { path, startLine: start, endLine: Math.max(start, end) };
}

/** The path that the text after an opening fence names, as in `ts src/a.ts` or `python title="a.py"`. */
export function pathOfFenceInfo(info: string): string | undefined {
  for (const word of info.split(/[\s=:"'(){}]+/)) {
    if (/^[\w@.-]+(?:[/\\][\w@.-]+)*\.[A-Za-z]\w{0,7}$/.test(word)) {
      return word.replaceAll("\\", "/");
    }
  }
  return undefined;
}
