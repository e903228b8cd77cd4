import type { FileSource } from "../ports.ts";
import { detectCppTests } from "./detectCppTests.ts";
import { detectJavaTests } from "./detectJavaTests.ts";
import { detectOtherTests } from "./detectOtherTests.ts";
import { detectPythonTests } from "./detectPythonTests.ts";
import { detectScriptTests } from "./detectScriptTests.ts";
import { testLanguageOf, type TestProject, type TestProjectOverrides } from "./testProject.ts";

/**
 * Reads from build files and existing tests how the project of `sourcePath` is tested and where a test
 * of it belongs. Never throws for a project that says nothing: its framework is null then.
 */
export function detectTestProject(
  sourcePath: string,
  languageId: string,
  files: FileSource,
  overrides: TestProjectOverrides = {},
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
