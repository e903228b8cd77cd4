import type { FileSource } from "../ports.ts";
import { findExistingTests, folderLike, type TestNaming } from "./nearestTests.ts";
import { baseOf, dirOf, extensionOf, foldersAbove, joinPath, stemOf } from "./paths.ts";
import type { TestProject, TestProjectOverrides } from "./testProject.ts";

/** Where a language's own tools look for tests: a name made from the stem, and a folder of the project. */
interface Convention {
  readonly name: (stem: string, extension: string) => string;
  /** Undefined: beside the source. */
  readonly folder?: string | undefined;
}

const beside: Convention = { name: (stem, extension) => `${stem}_test${extension}` };
const conventionById: Readonly<Record<string, Convention | undefined>> = {
  go: beside,
  dart: { name: (stem, extension) => `${stem}_test${extension}`, folder: "test" },
  rust: { name: (stem, extension) => `${stem}${extension}`, folder: "tests" },
  ruby: { name: (stem, extension) => `${stem}_spec${extension}`, folder: "spec" },
  php: { name: (stem, extension) => `${stem}Test${extension}`, folder: "tests" },
  csharp: { name: (stem, extension) => `${stem}Tests${extension}` },
  kotlin: { name: (stem, extension) => `${stem}Test${extension}` },
  swift: { name: (stem, extension) => `${stem}Tests${extension}`, folder: "Tests" },
};

/**
 * A language without detection of its own: the place is taken from existing tests of the same kind of
 * file, or from the language's convention; the framework is left to those tests and to the model.
 */
export async function detectOtherTests(
  sourcePath: string,
  languageId: string,
  files: FileSource,
  overrides: TestProjectOverrides,
): Promise<TestProject> {
  const extension = extensionOf(sourcePath);
  const stem = stemOf(sourcePath);
  const convention = Object.hasOwn(conventionById, languageId)
    ? (conventionById[languageId] ?? beside)
    : beside;
  const naming = namingFor(extension);
  const rootDir = await projectRootOf(sourcePath, files);
  const existing = await findExistingTests(files, rootDir, sourcePath, naming);
  const neighbour = existing.ownPath ?? existing.paths[0];
  const testPath = overrides.testPath ?? existing.ownPath ?? newPath();
  const testExists = await files.exists(testPath);
  return {
    languageId,
    language: undefined,
    framework: null,
    extras: [],
    buildTool: null,
    rootDir,
    evidencePath: null,
    sourcePath,
    testPath,
    testExists,
    styleTestPath: testExists ? testPath : (neighbour ?? null),
    dependencyFree: [],
    packages: [],
    reference: { kind: "none" },
    runCommand: languageId === "go" ? { command: ["go", "test", "./..."], dir: rootDir } : null,
    unlistedInPath: null,
  };

  function newPath(): string {
    if (neighbour !== undefined) {
      const subject = naming.subjectOf(baseOf(neighbour)) ?? "";
      return joinPath(folderLike(neighbour, sourcePath, rootDir), baseOf(neighbour).replace(subject, stem));
    }
    const name = convention.name(stem, extension);
    if (convention.folder !== undefined) {
      return joinPath(rootDir, convention.folder, name);
    }
    const mirrored = sourcePath.replace(/(^|\/)src\/main\//, "$1src/test/");
    return joinPath(dirOf(mirrored), name);
  }
}

function namingFor(extension: string): TestNaming {
  return {
    subjectOf: (base) => {
      if (extension === "" || !base.endsWith(extension)) {
        return undefined;
      }
      const stem = base.slice(0, -extension.length);
      return (
        /^(.+?)(?:[._-](?:test|tests|spec)|Tests?|Spec)$/.exec(stem)?.[1] ??
        /^(?:test[._-])(.+)$/.exec(stem)?.[1]
      );
    },
  };
}

const rootMarks =
  /^(?:go\.mod|Cargo\.toml|Gemfile|composer\.json|Package\.swift|pubspec\.yaml|build\.gradle(?:\.kts)?|pom\.xml|.+\.(?:csproj|sln))$/;

async function projectRootOf(sourcePath: string, files: FileSource): Promise<string> {
  for (const folder of foldersAbove(sourcePath)) {
    if ((await files.list(folder)).some((name) => rootMarks.test(name))) {
      return folder;
    }
  }
  return "";
}
