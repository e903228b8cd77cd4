import { dirOf, relativeTo, segmentsOf, stemOf } from "../paths.ts";
import type { TestProject } from "../testProject.ts";

/**
 * What Python is told so that the tests find the code where it lies below another folder than the one they
 * are started in, such as `src`: uninstalled, or in the copy and not where an editable install points.
 */
export function pythonPathFor(
  { sourcePath, reference }: Pick<TestProject, "sourcePath" | "reference">,
  dir: string,
): Readonly<Record<string, string>> {
  if (reference.kind !== "python") {
    return {};
  }
  const packages = reference.module.split(".").length - (stemOf(sourcePath) === "__init__" ? 0 : 1);
  const folders = segmentsOf(dirOf(sourcePath));
  const root = relativeTo(dir, folders.slice(0, Math.max(0, folders.length - packages)).join("/"));
  return root === "" ? {} : { PYTHONPATH: root };
}
