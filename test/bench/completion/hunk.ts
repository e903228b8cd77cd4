import { readFileSync } from "node:fs";

/** Lines that a commit added in one place, and the file around them after the commit. */
export interface Hunk {
  readonly commit: string;
  readonly path: string;
  readonly languageId: string;
  readonly before: string;
  readonly added: string;
  readonly after: string;
}

export interface HunkFile {
  readonly source: string;
  readonly head: string;
  readonly hunks: readonly Hunk[];
}

/** What `scripts/mineHunks.mjs` wrote. */
export function readHunks(file: string): HunkFile {
  return JSON.parse(readFileSync(file, "utf8")) as HunkFile;
}
