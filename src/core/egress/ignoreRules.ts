import ignore from "ignore";
import { normalisePath } from "./normalisePath.ts";

type Verdict = "ignored" | "included" | "silent";

interface RuleFile {
  /** Folder of the rule file, `""` for the root, without a slash at the end. */
  readonly folder: string;
  readonly rules: ReturnType<typeof ignore>;
}

/**
 * The ignore files of one folder tree, gitignore syntax: a deeper file and a later line win, and nothing
 * below an ignored folder can be included again.
 */
export class IgnoreRules {
  readonly #files: readonly RuleFile[];

  /** `textsByFolder`: text of the rule file in each folder (`""` is the root, else `a/b`). */
  constructor(textsByFolder: ReadonlyMap<string, string>) {
    this.#files = [...textsByFolder]
      .map(([folder, text]) => ({
        folder: normalisePath(folder),
        // A byte order mark would otherwise become part of the first pattern.
        rules: ignore({ ignoreCase: true }).add(text.replace(/^\uFEFF/, "")),
      }))
      .sort((a, b) => a.folder.length - b.folder.length);
  }

  get isEmpty(): boolean {
    return this.#files.length === 0;
  }

  /** `path` is relative to the root of the tree. The root itself is never ignored. */
  ignores(path: string): boolean {
    if (this.isEmpty) {
      return false;
    }
    const segments = normalisePath(path).split("/");
    for (let depth = 1; depth <= segments.length; depth += 1) {
      const isFolder = depth < segments.length;
      const part = segments.slice(0, depth).join("/");
      if (part !== "" && this.#judge(isFolder ? `${part}/` : part) === "ignored") {
        return true;
      }
    }
    return false;
  }

  #judge(part: string): Verdict {
    let verdict: Verdict = "silent";
    for (const { folder, rules } of this.#files) {
      const inside =
        folder === "" ? part : part.startsWith(`${folder}/`) ? part.slice(folder.length + 1) : "";
      if (inside === "") {
        continue;
      }
      const result = rules.test(inside);
      if (result.ignored) {
        verdict = "ignored";
      } else if (result.unignored) {
        verdict = "included";
      }
    }
    return verdict;
  }
}
