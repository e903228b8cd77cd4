import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const wanted = /\.(?:ts|tsx|js|mjs|cjs|py|java|go|rs|cpp|cc|h|hpp|c|cs|rb|php|kt|swift)$/;

/** Source files below a folder, sorted, without generated and very large ones. */
export function filesIn(folder: string): string[] {
  const found: string[] = [];
  const visit = (at: string): void => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory() && entry.name !== ".git" && entry.name !== "dist") {
        visit(path);
      } else if (
        entry.isFile() &&
        wanted.test(entry.name) &&
        !/\.min\./.test(entry.name) &&
        statSync(path).size < 200_000
      ) {
        found.push(path);
      }
    }
  };
  visit(folder);
  return found.sort();
}
