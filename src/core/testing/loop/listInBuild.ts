import { dirOf, relativeTo } from "../paths.ts";

/**
 * A CMake file that lists its test sources, with one more in the list that holds tests already. Undefined
 * where there is no such list. The rest of the file stays as it is.
 */
export function listInBuild(text: string, buildPath: string, testPath: string): string | undefined {
  const name = relativeTo(dirOf(buildPath), testPath);
  for (const match of text.matchAll(/\b(?:add_executable|target_sources)\s*\(([^()]*)\)/gi)) {
    const inner = match[1] ?? "";
    const last = [...inner.matchAll(/[\w./${}-]*test[\w./${}-]*\.(?:cc|cpp|cxx|c\+\+)/gi)].at(-1);
    if (last === undefined) {
      continue;
    }
    const at = match.index + match[0].indexOf(inner) + last.index + last[0].length;
    const lineStart = text.lastIndexOf("\n", at - 1) + 1;
    const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? "";
    const isOwnLine = text.slice(lineStart, at).trim() === last[0];
    return `${text.slice(0, at)}${isOwnLine ? `\n${indent}` : " "}${name}${text.slice(at)}`;
  }
  return undefined;
}
