import { findClosing } from "../../text/codeScan.ts";
import { dirOf, foldersAbove, joinPath, relativeTo, stemOf } from "../paths.ts";
import { frameworkTitles } from "../testProject.ts";
import type { SetUpQuestion, SetUpRefusal, TestSetUp } from "./testSetUp.ts";

type CppFramework = "gtest" | "catch2";
type RecipeName = "gtest" | "catch2" | "catch2Header";

interface Recipe {
  readonly find: string;
  readonly target: string;
  readonly include: string;
  readonly discover: string;
  /** How the usual package managers call it. */
  readonly packages: string;
}

const recipes: Readonly<Record<RecipeName, Recipe>> = {
  gtest: {
    find: "GTest REQUIRED",
    target: "GTest::gtest_main",
    include: "GoogleTest",
    discover: "gtest_discover_tests",
    packages: "apt install libgtest-dev, vcpkg install gtest, brew install googletest",
  },
  catch2: {
    find: "Catch2 3 REQUIRED",
    target: "Catch2::Catch2WithMain",
    include: "Catch",
    discover: "catch_discover_tests",
    packages: "apt install catch2, vcpkg install catch2, brew install catch2",
  },
  catch2Header: {
    find: "Catch2 2 REQUIRED",
    target: "Catch2::Catch2",
    include: "Catch",
    discover: "catch_discover_tests",
    packages: "apt install catch2",
  },
};

/** One test program in the project's top `CMakeLists.txt`, linked to what holds the code under test. */
export async function setUpCpp(
  { project, files, installedCatch }: SetUpQuestion,
  framework: CppFramework,
): Promise<TestSetUp | SetUpRefusal> {
  const path = joinPath(project.rootDir, "CMakeLists.txt");
  const before = await files.read(path);
  if (before === undefined || project.buildTool !== "cmake") {
    return { framework, refusal: { id: "testing.setUp.noBuild", args: ["CMakeLists.txt"] } };
  }
  const isHeaderOnly = framework === "catch2" && installedCatch === 2;
  const recipe = recipes[isHeaderOnly ? "catch2Header" : framework];
  const plain = before.replace(/(^|\s)#.*$/gm, "$1");
  const name = stemOf(project.testPath).replace(/[^\w.+-]/g, "_");
  const library = await libraryOf(project.sourcePath, project.rootDir, files);
  const testSource = relativeTo(project.rootDir, project.testPath);
  const sources = [
    testSource,
    ...(library === undefined && !/\.h(?:h|pp|xx|\+\+)?$/.test(project.sourcePath)
      ? [relativeTo(project.rootDir, project.sourcePath)]
      : []),
  ];
  const folders =
    library === undefined ? await includeFolders(project.sourcePath, project.rootDir, files) : [];
  const lines = [
    ...(/\benable_testing\s*\(|\binclude\s*\(\s*CTest\s*\)/i.test(plain) ? [] : ["enable_testing()"]),
    `find_package(${recipe.find})`,
    `add_executable(${name} ${sources.map(asArgument).join(" ")})`,
    ...(folders.length === 0
      ? []
      : [`target_include_directories(${name} PRIVATE ${folders.map(asArgument).join(" ")})`]),
    `target_link_libraries(${name} PRIVATE ${[...(library === undefined ? [] : [library]), recipe.target].join(" ")})`,
    // Version 2 is one header, and one source of a program has to ask it for the main function.
    ...(isHeaderOnly
      ? [
          `set_source_files_properties(${asArgument(testSource)} PROPERTIES COMPILE_DEFINITIONS CATCH_CONFIG_MAIN)`,
        ]
      : []),
    `include(${recipe.include})`,
    `${recipe.discover}(${name})`,
  ];
  const newline = before.includes("\r\n") ? "\r\n" : "\n";
  const text = `${before.trimEnd()}${newline}${newline}${lines.join(newline)}${newline}`;
  const note = { id: "testing.setUp.systemPackage", args: [frameworkTitles[framework], recipe.packages] };
  return { framework, edits: [{ path, before, text }], install: null, notes: [note] };
}

/** CMake splits what is not quoted at spaces and semicolons. */
function asArgument(path: string): string {
  return /[\s;()#"$\\]/.test(path) ? `"${path.replace(/["$\\]/g, "\\$&")}"` : path;
}

/** The library target whose sources name the file under test, or gather the folder that it lies in. */
async function libraryOf(
  sourcePath: string,
  rootDir: string,
  files: SetUpQuestion["files"],
): Promise<string | undefined> {
  for (const folder of foldersAbove(sourcePath)) {
    const text = ((await files.read(joinPath(folder, "CMakeLists.txt"))) ?? "").replace(/(^|\s)#.*$/gm, "$1");
    const source = relativeTo(folder, sourcePath);
    const isGathered = /\bfile\s*\(\s*GLOB/i.test(text);
    for (const match of text.matchAll(/\badd_library\s*\(/gi)) {
      const open = match.index + match[0].length - 1;
      const listed = text.slice(open + 1, (findClosing(text, open) ?? text.length) - 1);
      const words = listed.match(/"[^"]*"|[^\s"]+/g) ?? [];
      const [name, ...rest] = words;
      const names = new Set(
        rest.map((word) => word.replace(/^"|"$/g, "").replace("${CMAKE_CURRENT_SOURCE_DIR}/", "")),
      );
      const isHeaderOf =
        /\.h(?:h|pp|xx|\+\+)?$/.test(source) && rest.some((word) => stemOf(word) === stemOf(source));
      const isIt =
        names.has(source) || isHeaderOf || (isGathered && rest.some((word) => word.startsWith("${")));
      if (name !== undefined && isIt && !/^(?:ALIAS|IMPORTED)$/.test(rest[0] ?? "")) {
        return name;
      }
    }
    if (folder === rootDir) {
      break;
    }
  }
  return undefined;
}

/** Folders that quoted includes of the test are looked for in. */
async function includeFolders(
  sourcePath: string,
  rootDir: string,
  files: SetUpQuestion["files"],
): Promise<string[]> {
  const own = relativeTo(rootDir, dirOf(sourcePath)) || ".";
  const hasInclude = (await files.list(joinPath(rootDir, "include"))).length > 0;
  return [...new Set([...(hasInclude ? ["include"] : []), own])];
}
