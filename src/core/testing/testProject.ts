export type TestLanguage = "python" | "java" | "javascript" | "typescript" | "cpp";

export type TestFramework =
  | "pytest"
  | "unittest"
  | "junit4"
  | "junit5"
  | "testng"
  | "vitest"
  | "jest"
  | "mocha"
  | "node-test"
  | "gtest"
  | "catch2";

/** How a test file names the code under test. */
export type SourceReference =
  | { readonly kind: "python"; readonly module: string }
  | { readonly kind: "java"; readonly packageName: string }
  | {
      readonly kind: "script";
      /** What to write in `import … from`, such as `../src/columns.js`. */
      readonly specifier: string;
      readonly moduleStyle: "esm" | "cjs";
      /** Jest's functions are global, or imported where the types need it. */
      readonly hasGlobals: boolean;
    }
  | {
      readonly kind: "cpp";
      /** What to write in `#include "…"`; null when no header declares the source. */
      readonly include: string | null;
      /** Catch2 only: the major version decides headers and macros. */
      readonly catchMajor: 2 | 3;
    }
  | { readonly kind: "none" };

/** A command line without a shell, and the folder it runs in. */
export interface RunCommand {
  readonly command: readonly string[];
  readonly dir: string;
}

/**
 * What a project says about its tests: found in its build files and its existing tests, never guessed
 * beyond them. Paths are relative to the workspace folder.
 */
export interface TestProject {
  /** Language id of the test file. */
  readonly languageId: string;
  /** Undefined for languages that only a model can write tests for. */
  readonly language: TestLanguage | undefined;
  /** Null when neither build nor tests name one. */
  readonly framework: TestFramework | null;
  /** Further test libraries that the build has, sorted, such as `mockito`. */
  readonly extras: readonly string[];
  readonly buildTool: string | null;
  /** Folder of the nearest build file. */
  readonly rootDir: string;
  /** The file that names the framework. */
  readonly evidencePath: string | null;
  readonly sourcePath: string;
  readonly testPath: string;
  /** True when `testPath` is there and is to be added to. */
  readonly testExists: boolean;
  /** The existing test file that is nearest, as an example of style; `testPath` itself when it exists. */
  readonly styleTestPath: string | null;
  /** Frameworks that could be used without adding a dependency; only when `framework` is null. */
  readonly dependencyFree: readonly TestFramework[];
  /** Names that the build declares: npm packages, Maven artifacts, Python requirements. */
  readonly packages: readonly string[];
  readonly reference: SourceReference;
  readonly runCommand: RunCommand | null;
  /** The build file that lists its test files one by one and does not list `testPath`. */
  readonly unlistedInPath: string | null;
}

/** What the user has decided differently. */
export interface TestProjectOverrides {
  readonly testPath?: string | undefined;
  readonly framework?: TestFramework | undefined;
  /** Where new test files go; one that is there already keeps its place. */
  readonly testFolder?: string | undefined;
}

/** Names as their makers write them. */
export const frameworkTitles: Readonly<Record<TestFramework, string>> = {
  pytest: "pytest",
  unittest: "unittest",
  junit4: "JUnit 4",
  junit5: "JUnit 5",
  testng: "TestNG",
  vitest: "Vitest",
  jest: "Jest",
  mocha: "Mocha",
  "node-test": "node:test",
  gtest: "GoogleTest",
  catch2: "Catch2",
};

const languageByFramework: Readonly<Record<TestFramework, "python" | "java" | "script" | "cpp">> = {
  pytest: "python",
  unittest: "python",
  junit4: "java",
  junit5: "java",
  testng: "java",
  vitest: "script",
  jest: "script",
  mocha: "script",
  "node-test": "script",
  gtest: "cpp",
  catch2: "cpp",
};

export function frameworksOf(language: TestLanguage): TestFramework[] {
  const family = language === "javascript" || language === "typescript" ? "script" : language;
  return (Object.keys(languageByFramework) as TestFramework[]).filter(
    (name) => languageByFramework[name] === family,
  );
}

const languageById: Readonly<Record<string, TestLanguage | undefined>> = {
  python: "python",
  java: "java",
  javascript: "javascript",
  javascriptreact: "javascript",
  typescript: "typescript",
  typescriptreact: "typescript",
  c: "cpp",
  cpp: "cpp",
};

export function testLanguageOf(languageId: string): TestLanguage | undefined {
  return Object.hasOwn(languageById, languageId) ? languageById[languageId] : undefined;
}
