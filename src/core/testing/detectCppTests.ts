import type { FileSource } from "../ports.ts";
import { findExistingTests, folderLike, type TestNaming } from "./nearestTests.ts";
import { baseOf, dirOf, extensionOf, foldersAbove, joinPath, relativeTo, stemOf } from "./paths.ts";
import type { TestFramework, TestProject, TestProjectOverrides } from "./testProject.ts";

const naming: TestNaming = {
  subjectOf: (base) => {
    const stem = /^(.+)\.(?:cc|cpp|cxx|c\+\+)$/.exec(base)?.[1];
    return stem === undefined
      ? undefined
      : (/^(.+?)(?:[._-](?:test|tests|unittest|spec)|Tests?)$/.exec(stem)?.[1] ??
          /^test[._-](.+)$/.exec(stem)?.[1]);
  },
};

interface BuildFile {
  readonly path: string;
  readonly text: string;
}

/** CMake projects with GoogleTest or Catch2. */
export async function detectCppTests(
  sourcePath: string,
  files: FileSource,
  overrides: TestProjectOverrides,
): Promise<TestProject> {
  const builds = await cmakeFilesOf(sourcePath, files);
  const rootDir = dirOf(builds.at(-1)?.path ?? "");
  const existing = await findExistingTests(files, rootDir, sourcePath, naming);
  const neighbour = existing.ownPath ?? existing.paths[0];
  const testPath =
    overrides.testPath ?? existing.ownPath ?? (await newTestPath(sourcePath, rootDir, neighbour, files));
  const testExists = await files.exists(testPath);
  const stylePath = testExists ? testPath : neighbour;
  const styleText = stylePath === undefined ? "" : ((await files.read(stylePath)) ?? "");
  const testDir = dirOf(testPath);
  const nearby = testDir === "" ? [] : await readBuild(joinPath(testDir, "CMakeLists.txt"), files);
  const all = [...nearby, ...builds];
  const evidence = frameworkOf(stylePath, styleText, all);
  const framework = overrides.framework ?? evidence?.framework ?? null;
  return {
    languageId: "cpp",
    language: "cpp",
    framework,
    extras: framework === "gtest" && all.some(({ text }) => /gmock/i.test(text)) ? ["gmock"] : [],
    buildTool: builds.length > 0 ? "cmake" : null,
    rootDir,
    evidencePath: evidence?.path ?? null,
    sourcePath,
    testPath,
    testExists,
    styleTestPath: stylePath ?? null,
    dependencyFree: [],
    packages: [],
    reference: {
      kind: "cpp",
      include: await includeOf(sourcePath, testPath, files),
      catchMajor: isOldCatch(styleText, all) ? 2 : 3,
    },
    runCommand: framework === null ? null : { command: ["ctest", "--test-dir", "build"], dir: rootDir },
    unlistedInPath: testExists ? null : unlistedIn(testPath, all),
  };
}

async function readBuild(path: string, files: FileSource): Promise<BuildFile[]> {
  const text = await files.read(path);
  return text === undefined ? [] : [{ path, text: text.replace(/(^|\s)#.*$/gm, "$1") }];
}

/**
 * From the nearest `CMakeLists.txt` up to the one that begins the project. One that is added by another and
 * does not itself find what its tests need is a part of that one, whatever it calls itself.
 */
async function cmakeFilesOf(sourcePath: string, files: FileSource): Promise<BuildFile[]> {
  const builds: BuildFile[] = [];
  let isWhole = false;
  for (const folder of foldersAbove(sourcePath)) {
    const [build] = await readBuild(joinPath(folder, "CMakeLists.txt"), files);
    if (build === undefined) {
      continue;
    }
    const child = builds.at(-1);
    if (isWhole && (child === undefined || !addsFolder(build.text, relativeTo(folder, dirOf(child.path))))) {
      break;
    }
    builds.push(build);
    if (!/\bproject\s*\(/i.test(build.text)) {
      continue;
    }
    isWhole = true;
    const tests = await Promise.all(
      ["tests", "test"].map((name) => readBuild(joinPath(folder, name, "CMakeLists.txt"), files)),
    );
    if ([...builds, ...tests.flat()].some(({ text }) => findsFramework.test(text))) {
      break;
    }
  }
  return builds;
}

const findsFramework =
  /find_package\s*\(\s*(?:GTest|Catch2)|FetchContent_Declare\s*\(\s*(?:googletest|gtest|catch2)|add_subdirectory\s*\([^)]*(?:googletest|gtest|catch2)/i;

/** `add_subdirectory(libs)`; one that is named by a variable may be any. */
function addsFolder(text: string, folder: string): boolean {
  const own = "${CMAKE_CURRENT_SOURCE_DIR}/";
  return [...text.matchAll(/\badd_subdirectory\s*\(\s*("[^"]*"|[^\s)]+)/gi)].some((match) => {
    const named = (match[1] ?? "").replaceAll('"', "").replace(own, "").replace(/^\.\//, "");
    return named.includes("${") || joinPath(named) === folder;
  });
}

function frameworkOf(
  stylePath: string | undefined,
  styleText: string,
  builds: readonly BuildFile[],
): { framework: TestFramework; path: string } | undefined {
  const included: TestFramework | undefined = /#\s*include\s*[<"]gtest\//.test(styleText)
    ? "gtest"
    : /#\s*include\s*[<"](?:catch2\/|catch\.hpp)/.test(styleText)
      ? "catch2"
      : undefined;
  if (included !== undefined && stylePath !== undefined) {
    return { framework: included, path: stylePath };
  }
  for (const { path, text } of builds) {
    if (/\bfind_package\s*\(\s*GTest|\bGTest::|\bgtest(?:_main)?\b|googletest/i.test(text)) {
      return { framework: "gtest", path };
    }
    if (/\bCatch2\b/i.test(text)) {
      return { framework: "catch2", path };
    }
  }
  return undefined;
}

/** Catch2 before version 3 is one header and has no `SKIP`. */
function isOldCatch(styleText: string, builds: readonly BuildFile[]): boolean {
  return (
    /#\s*include\s*[<"](?:catch2\/catch|catch)\.hpp/.test(styleText) ||
    builds.some(({ text }) =>
      /find_package\s*\(\s*Catch2\s+2|\bCATCH_CONFIG_MAIN\b|Catch2[^)]*GIT_TAG\s+v?2\./i.test(text),
    )
  );
}

async function newTestPath(
  sourcePath: string,
  rootDir: string,
  neighbour: string | undefined,
  files: FileSource,
): Promise<string> {
  const stem = stemOf(sourcePath);
  if (neighbour !== undefined) {
    const base = baseOf(neighbour);
    const subject = naming.subjectOf(base) ?? "";
    return joinPath(folderLike(neighbour, sourcePath, rootDir), base.replace(subject, stem));
  }
  const sourceExtension = extensionOf(sourcePath);
  const extension = /^\.(?:cc|cxx)$/.test(sourceExtension) ? sourceExtension : ".cpp";
  const folder = (await files.list(joinPath(rootDir, "test"))).length > 0 ? "test" : "tests";
  return joinPath(rootDir, folder, `${stem}_test${extension}`);
}

const headerExtension = /\.(?:h|hh|hpp|hxx|h\+\+)$/;

/** The header that declares the source, written as the source itself includes it. */
async function includeOf(sourcePath: string, testPath: string, files: FileSource): Promise<string | null> {
  if (headerExtension.test(sourcePath)) {
    const below = /(?:^|\/)(?:include|src)\/(.+)$/.exec(sourcePath)?.[1];
    return below ?? relativeTo(dirOf(testPath), sourcePath);
  }
  const text = (await files.read(sourcePath)) ?? "";
  const stem = stemOf(sourcePath);
  for (const match of text.matchAll(/^\s*#\s*include\s*"([^"]+)"/gm)) {
    const included = match[1] ?? "";
    if (stemOf(included) === stem) {
      return included;
    }
  }
  const sibling = (await files.list(dirOf(sourcePath))).find(
    (name) => headerExtension.test(name) && stemOf(name) === stem,
  );
  return sibling ?? null;
}

/** The build file that names its test sources one by one without this one. */
function unlistedIn(testPath: string, builds: readonly BuildFile[]): string | null {
  for (const { path, text } of builds) {
    const relative = relativeTo(dirOf(path), testPath);
    if (text.includes(relative) || /file\s*\(\s*GLOB/i.test(text)) {
      return null;
    }
  }
  const lister = builds.find(({ text }) => /add_executable\s*\([^)]*test[^)]*\.(?:cc|cpp|cxx)/i.test(text));
  return lister?.path ?? null;
}
