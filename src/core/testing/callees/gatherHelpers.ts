import type { FileSource } from "../../ports.ts";
import { foldersAbove, joinPath } from "../paths.ts";
import type { TestProject } from "../testProject.ts";
import { gatherCallees, type CalleeFile, type SignatureReader } from "./gatherCallees.ts";
import type { CalleeRequest } from "./readImports.ts";

const fixture = /^@(?:pytest\.)?fixture\b[^\n]*\n(?:@[^\n]*\n)*(?:async )?def (\w+)/gm;

/**
 * What the project's tests have to work with: fixtures of the `conftest.py` files around a pytest test, and
 * what the nearest test takes from other files but the code under test, such as builders and fakes.
 */
export async function gatherHelpers(
  { framework, languageId, sourcePath, styleTestPath, testPath }: TestProject,
  styleRequest: CalleeRequest,
  files: FileSource,
  readSignatures: SignatureReader,
): Promise<CalleeFile[]> {
  const found: CalleeFile[] = [];
  for (const folder of framework === "pytest" ? foldersAbove(testPath) : []) {
    const path = joinPath(folder, "conftest.py");
    const text = await files.read(path);
    const names = [...(text ?? "").matchAll(fixture)].map((match) => match[1] ?? "");
    if (text !== undefined && names.length > 0) {
      const { signatures } = await readSignatures("python", text, names, []);
      found.push({ path, signatures, isForTests: true });
    }
  }
  if (styleTestPath !== null) {
    const style = { path: styleTestPath, languageId };
    for (const helper of await gatherCallees(style, styleRequest, files, readSignatures)) {
      if (helper.path !== sourcePath && !found.some(({ path }) => path === helper.path)) {
        found.push({ ...helper, isForTests: true });
      }
    }
  }
  return found;
}
