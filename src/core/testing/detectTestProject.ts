import type { FileSource } from "../ports.ts";
import { detectCppTests } from "./detectCppTests.ts";
import { detectJavaTests } from "./detectJavaTests.ts";
import { detectOtherTests } from "./detectOtherTests.ts";
import { detectPythonTests } from "./detectPythonTests.ts";
import { detectScriptTests } from "./detectScriptTests.ts";
import { baseOf, joinPath } from "./paths.ts";
import { testLanguageOf, type TestProject, type TestProjectOverrides } from "./testProject.ts";

/**
 * Reads from build files and existing tests how the project of `sourcePath` is tested and where a test
 * of it belongs. Never throws for a project that says nothing: its framework is null then.
 */
export async function detectTestProject(
  sourcePath: string,
  languageId: string,
  files: FileSource,
  overrides: TestProjectOverrides = {},
): Promise<TestProject> {
  const project = await detect(sourcePath, languageId, files, overrides);
  const { testFolder, testPath } = overrides;
  if (testFolder === undefined || testPath !== undefined || project.testExists) {
    return project;
  }
  const moved = joinPath(testFolder, baseOf(project.testPath));
  return detect(sourcePath, languageId, files, { ...overrides, testPath: moved });
}

function detect(
  sourcePath: string,
  languageId: string,
  files: FileSource,
  overrides: TestProjectOverrides,
): Promise<TestProject> {
  const language = testLanguageOf(languageId);
  switch (language) {
    case "python":
      return detectPythonTests(sourcePath, files, overrides);
    case "java":
      return detectJavaTests(sourcePath, files, overrides);
    case "javascript":
    case "typescript":
      return detectScriptTests(sourcePath, language, files, overrides);
    case "cpp":
      return detectCppTests(sourcePath, files, overrides);
    case undefined:
      return detectOtherTests(sourcePath, languageId, files, overrides);
  }
}
